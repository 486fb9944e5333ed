using System.Globalization;
using System.Text.RegularExpressions;

namespace Listening.Connectors.Feeds;

/// <summary>
/// Reads the dates that feeds really hold: RFC 822 with all its liberties, ISO 8601, epoch numbers, names of months in
/// several languages. What has no single meaning is null rather than a guess.
/// </summary>
internal static partial class FeedDate
{
    private const int LongestDate = 80;

    /// <summary>Hours east of UTC. The American ones are RFC 822's; the others those that feeds use. Summer time has names of its own.</summary>
    private static readonly Dictionary<string, int> Zones = Table(
        (-10, "HST"), (-9, "AKST"), (-8, "PST AKDT"), (-7, "MST PDT"), (-6, "CST MDT"), (-5, "EST CDT"), (-4, "EDT"), (-3, "BRT"),
        (1, "CET MEZ BST WEST"), (2, "CEST MESZ EET"), (3, "EEST MSK TRT"), (8, "SGT HKT"), (9, "JST KST"), (10, "AEST"), (11, "AEDT"), (12, "NZST"), (13, "NZDT"));

    /// <summary>The months by their first letters, folded: English, German, French, Spanish, Italian, Dutch, Portuguese.</summary>
    private static readonly Dictionary<string, int> Months = Table(
        (1, "jan ene gen"), (2, "feb fev"), (3, "mar mae mrz mrt maa"), (4, "apr avr abr"), (5, "may mai mei mag"), (6, "jun juin giu"),
        (7, "jul juil lug"), (8, "aug aou ago"), (9, "sep set"), (10, "oct okt ott out"), (11, "nov"), (12, "dec dez dic"));

    /// <summary>The instant, in UTC, or null. A missing or unknown zone counts as UTC.</summary>
    public static DateTimeOffset? Read(string? written)
    {
        var text = Blanks().Replace(written ?? "", " ").Trim();
        if (text.Length is 0 or > LongestDate)
        {
            return null;
        }

        return Epoch(text) ?? From(Iso().Match(text)) ?? From(DayFirst().Match(text)) ?? From(MonthFirst().Match(text)) ?? From(Dotted().Match(text));
    }

    /// <summary>
    /// What may be believed of a claimed instant: nothing before the web was there (an epoch of 0 means "unknown"), and
    /// nothing more than ten minutes ahead of our clock, which would sort before everything true.
    /// </summary>
    public static DateTimeOffset? Believed(DateTimeOffset? claimed, DateTimeOffset now) =>
        claimed is { Year: >= 1990 } && claimed <= now.AddMinutes(10) ? claimed : null;

    private static DateTimeOffset? Epoch(string text)
    {
        if (text.Length is < 9 or > 13 || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        return text.Length <= 10 ? DateTimeOffset.FromUnixTimeSeconds(number) : text.Length >= 12 ? DateTimeOffset.FromUnixTimeMilliseconds(number) : null;
    }

    private static DateTimeOffset? From(Match match)
    {
        if (!match.Success || Month(match.Groups["month"].Value) is not { } month)
        {
            return null;
        }

        var year = Number(match, "year");
        year += match.Groups["year"].Length switch
        {
            2 => year < 50 ? 2000 : 1900, // RFC 2822, 4.3
            3 => 1900,
            _ => 0,
        };
        var (day, hour, minute, second) = (Number(match, "day"), Number(match, "hour"), Number(match, "minute"), Number(match, "second"));
        var half = match.Groups["half"].Value;
        if (half.Length > 0 && hour is >= 1 and <= 12)
        {
            hour = (hour % 12) + (half[0] is 'p' or 'P' ? 12 : 0);
        }

        if (year is < 1 or > 9998 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 24 || minute > 59 || second > 60)
        {
            return null;
        }

        // 24:00 is the next day's first instant, and second 60 a leap second, which no clock here knows.
        var local = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Unspecified)
            .AddHours(hour).AddMinutes(minute).AddSeconds(Math.Min(second, 59)).AddSeconds(Fraction(match.Groups["fraction"].Value));
        var utc = local - Offset(match.Groups["zone"].Value);
        return new DateTimeOffset(utc, TimeSpan.Zero);
    }

    private static Dictionary<string, int> Table(params ReadOnlySpan<(int Value, string Names)> rows)
    {
        var table = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var (value, names) in rows)
        {
            foreach (var name in names.Split(' '))
            {
                table.Add(name, value);
            }
        }

        return table;
    }

    private static int Number(Match match, string group) =>
        match.Groups[group] is { Success: true } found ? int.Parse(found.ValueSpan, CultureInfo.InvariantCulture) : 0;

    private static double Fraction(string digits) =>
        digits.Length == 0 ? 0 : double.Parse("0." + digits, CultureInfo.InvariantCulture);

    private static int? Month(string written)
    {
        if (int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        var folded = written.ToLowerInvariant().Replace('ä', 'a').Replace('é', 'e').Replace('û', 'u').Replace('ç', 'c');
        return folded.Length < 3 ? null
            : folded.Length >= 4 && Months.TryGetValue(folded[..4], out var four) ? four
            : Months.TryGetValue(folded[..3], out var three) ? three : null;
    }

    private static TimeSpan Offset(string zone)
    {
        var numeric = NumericZone().Match(zone);
        if (!numeric.Success)
        {
            return Zones.TryGetValue(zone, out var named) ? TimeSpan.FromHours(named) : TimeSpan.Zero;
        }

        var offset = new TimeSpan(Number(numeric, "hours"), Number(numeric, "minutes"), 0);
        return offset > TimeSpan.FromHours(14) ? TimeSpan.Zero : numeric.Groups["sign"].Value is "+" ? offset : -offset;
    }

    private const string Clock = @"(?<hour>[0-9]{1,2})[:.](?<minute>[0-9]{2})(?:[:.](?<second>[0-9]{2})(?:[.,](?<fraction>[0-9]{1,9})[0-9]*)?)?(?:\s?(?<half>[aApP])\.?[mM]\.?)?";
    private const string Zone = @"(?:\s?(?<zone>(?:GMT|UTC|UT|Z)?\s?[+\-−][0-9]{1,2}:?(?:[0-9]{2})?|[A-Za-z]{1,5}))?";
    private const string End = @"(?:\s?[(\[].*)?$";

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"^(?<year>[0-9]{4})-(?<month>[0-9]{1,2})-(?<day>[0-9]{1,2})(?:(?:\s?[Tt]\s?|,?\s)" + Clock + Zone + ")?" + End)]
    private static partial Regex Iso();

    /// <summary>RFC 822 and its relatives: <c>Sat, 7. November 26 9:15 +0100</c>.</summary>
    [GeneratedRegex(@"^(?:\p{L}+\.?,?\s?)?(?<day>[0-9]{1,2})(?:\.|st|nd|rd|th)?[\s\-]?(?:de\s)?(?<month>\p{L}{3,12})\.?,?[\s\-]?(?:de\s)?(?<year>[0-9]{4}|[0-9]{2,3})(?:(?:,?\s|T)(?:um\s|at\s)?" + Clock + Zone + ")?" + End)]
    private static partial Regex DayFirst();

    /// <summary><c>November 7, 2026 9:15 am</c>, and C's <c>Sat Nov  7 09:15:00 CET 2026</c>.</summary>
    [GeneratedRegex(@"^(?:\p{L}+\.?,?\s)??(?<month>\p{L}{3,12})\.?\s(?<day>[0-9]{1,2})(?:st|nd|rd|th)?,?\s(?:(?<year>[0-9]{4})(?:,?\s(?:at\s)?" + Clock + Zone + ")?|" + Clock + Zone + @"\s(?<year>[0-9]{4}))" + End)]
    private static partial Regex MonthFirst();

    /// <summary><c>07.11.2026 09:15</c>. With slashes it could be the eleventh of July, and is not read.</summary>
    [GeneratedRegex(@"^(?<day>[0-9]{1,2})\.(?<month>[0-9]{1,2})\.(?<year>[0-9]{4})(?:,?\s" + Clock + Zone + ")?" + End)]
    private static partial Regex Dotted();

    [GeneratedRegex(@"(?<sign>[+\-−])(?<hours>[0-9]{1,2}):?(?<minutes>[0-9]{2})?$")]
    private static partial Regex NumericZone();
}
