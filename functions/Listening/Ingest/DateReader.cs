using System.Text.RegularExpressions;

namespace Listening.Ingest;

/// <summary>
/// Reads the dates that feeds, exports and interfaces really hold: ISO 8601, RFC 822 with all its liberties, German dates, names of
/// months in several languages, seconds since 1970 in any unit. What has no single meaning is null rather than a guess.
/// </summary>
public static partial class DateReader
{
    private const int MaxLength = 80;

    /// <summary>Hours east of UTC. The American ones are RFC 822's; the others are those that feeds use, summer time included.</summary>
    private static readonly Dictionary<string, int> Zones = Table(
        (-10, "HST"), (-9, "AKST"), (-8, "PST AKDT"), (-7, "MST PDT"), (-6, "CST MDT"), (-5, "EST CDT"), (-4, "EDT"), (-3, "BRT"),
        (0, "GMT UTC UT Z"), (1, "CET MEZ BST WEST"), (2, "CEST MESZ EET"), (3, "EEST MSK TRT"), (8, "SGT HKT"), (9, "JST KST"),
        (10, "AEST"), (11, "AEDT"), (12, "NZST"), (13, "NZDT"));

    /// <summary>The months by their first letters, folded: English, German, French, Spanish, Italian, Dutch, Portuguese.</summary>
    private static readonly Dictionary<string, int> Months = Table(
        (1, "jan ene gen"), (2, "feb fev"), (3, "mar mae mrz mrt maa"), (4, "apr avr abr"), (5, "may mai mei mag"), (6, "jun juin giu"),
        (7, "jul juil lug"), (8, "aug aou ago"), (9, "sep set"), (10, "oct okt ott out"), (11, "nov"), (12, "dec dez dic"));

    /// <summary>The instant in UTC; null if the text names none. The zone applies where the text has none, or an unknown one.</summary>
    public static DateTimeOffset? Read(string? written, TimeZoneInfo zone)
    {
        var text = Blanks().Replace(written ?? "", " ").Trim();
        if (text.Length is 0 or > MaxLength)
        {
            return null;
        }

        return decimal.TryParse(
            text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var epoch)
            ? FromEpoch(epoch)
            : From(Iso().Match(text), zone) ?? From(DayFirst().Match(text), zone) ?? From(MonthFirst().Match(text), zone)
                ?? From(Dotted().Match(text), zone);
    }

    /// <summary>
    /// Tells seconds, milliseconds and microseconds apart by size. Other numbers are none of these between 1973 and 5138: a bare year,
    /// or a date without dashes, is not read.
    /// </summary>
    private static DateTimeOffset? FromEpoch(decimal value) => value switch
    {
        >= 1e8m and < 1e11m => DateTimeOffset.UnixEpoch.AddTicks((long)(value * TimeSpan.TicksPerSecond)),
        >= 1e12m and < 1e14m => DateTimeOffset.UnixEpoch.AddTicks((long)(value * TimeSpan.TicksPerMillisecond)),
        >= 1e15m and < 1e17m => DateTimeOffset.UnixEpoch.AddTicks((long)(value * TimeSpan.TicksPerMicrosecond)),
        _ => null,
    };

    private static DateTimeOffset? From(Match match, TimeZoneInfo zone)
    {
        if (!match.Success || Month(match.Groups["month"].Value) is not { } month)
        {
            return null;
        }

        var year = Number("year") + match.Groups["year"].Length switch
        {
            2 => Number("year") < 50 ? 2000 : 1900, // RFC 2822, 4.3
            3 => 1900,
            _ => 0,
        };
        var (day, hour, minute, second) = (Number("day"), Number("hour"), Number("minute"), Number("second"));
        if (match.Groups["half"].Value is { Length: > 0 } half && hour is >= 1 and <= 12)
        {
            hour = (hour % 12) + (half is "p" or "P" ? 12 : 0);
        }

        if (year is < 2 or > 9998 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || minute > 59 || second > 60 || hour > 24 || (hour == 24 && minute + second > 0))
        {
            return null;
        }

        // Added up rather than constructed: 24:00 and a leap second are both good ISO 8601, and mean the next instant.
        var fraction = int.Parse(match.Groups["fraction"].Value.PadRight(7, '0')[..7], CultureInfo.InvariantCulture);
        var local = new DateTime(year, month, day).Add(new TimeSpan(hour, minute, second)).AddTicks(fraction);
        return Offset(match.Groups["zone"].Value, local, zone) is { } offset ? new DateTimeOffset(local - offset, TimeSpan.Zero) : null;

        int Number(string group) => match.Groups[group] is { Success: true } found
            ? int.Parse(found.ValueSpan, CultureInfo.InvariantCulture) : 0;
    }

    private static Dictionary<string, int> Table(params (int Value, string Names)[] rows) => rows
        .SelectMany(row => row.Names.Split(' ').Select(name => KeyValuePair.Create(name, row.Value)))
        .ToDictionary(StringComparer.OrdinalIgnoreCase);

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

    /// <summary>Null for an offset that no zone on earth has.</summary>
    private static TimeSpan? Offset(string written, DateTime local, TimeZoneInfo zone)
    {
        if (NumericZone().Match(written) is not { Success: true } numeric)
        {
            return Zones.TryGetValue(written, out var named) ? TimeSpan.FromHours(named) : zone.GetUtcOffset(local);
        }

        var minutes = numeric.Groups["minutes"] is { Success: true, ValueSpan: var digits }
            ? int.Parse(digits, CultureInfo.InvariantCulture) : 0;
        var offset = new TimeSpan(int.Parse(numeric.Groups["hours"].ValueSpan, CultureInfo.InvariantCulture), minutes, 0);
        return offset > TimeSpan.FromHours(14) ? null : numeric.Groups["sign"].Value == "+" ? offset : -offset;
    }

    private const string Fraction = "(?:[.,](?<fraction>[0-9]+))?";
    private const string Clock =
        @"(?<hour>[0-9]{1,2})[:.](?<minute>[0-9]{2})(?:[:.](?<second>[0-9]{2})" + Fraction + @")?(?:\s?(?<half>[aApP])\.?[mM]\.?)?";
    private const string CompactClock = "(?<hour>[0-9]{2})(?<minute>[0-9]{2})(?:(?<second>[0-9]{2})" + Fraction + ")?";
    private const string Zone = @"(?:\s?(?<zone>(?:GMT|UTC|UT|Z)?\s?[+\-−][0-9]{1,2}:?(?:[0-9]{2})?|[A-Za-z]{1,5}))?";
    private const string End = @"(?:\s?[(\[].*)?$";

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(
        "^(?<year>[0-9]{4})(?:-(?<month>[0-9]{1,2})-(?<day>[0-9]{1,2})|(?<month>[0-9]{2})(?<day>[0-9]{2})(?=[Tt]))"
        + @"(?:(?:\s?[Tt]\s?|,?\s)(?:" + Clock + "|" + CompactClock + ")" + Zone + ")?" + End)]
    private static partial Regex Iso();

    /// <summary>RFC 822 and its relatives: <c>Sat, 7. November 26 9:15 +0100</c>.</summary>
    [GeneratedRegex(
        @"^(?:\p{L}+\.?,?\s?)?(?<day>[0-9]{1,2})(?:\.|st|nd|rd|th)?[\s\-]?(?:de\s)?(?<month>\p{L}{3,12})\.?,?[\s\-]?(?:de\s)?"
        + @"(?<year>[0-9]{4}|[0-9]{2,3})(?:(?:,?\s|T)(?:um\s|at\s)?" + Clock + Zone + ")?" + End)]
    private static partial Regex DayFirst();

    /// <summary><c>November 7, 2026 9:15 am</c>, and C's <c>Sat Nov  7 09:15:00 CET 2026</c>.</summary>
    [GeneratedRegex(
        @"^(?:\p{L}+\.?,?\s)??(?<month>\p{L}{3,12})\.?\s(?<day>[0-9]{1,2})(?:st|nd|rd|th)?,?\s"
        + @"(?:(?<year>[0-9]{4})(?:,?\s(?:at\s)?" + Clock + Zone + ")?|" + Clock + Zone + @"\s(?<year>[0-9]{4}))" + End)]
    private static partial Regex MonthFirst();

    /// <summary><c>07.11.2026 09:15</c>. With slashes it could be the eleventh of July, and is not read.</summary>
    [GeneratedRegex(@"^(?<day>[0-9]{1,2})\.(?<month>[0-9]{1,2})\.(?<year>[0-9]{4})(?:,?\s(?:um\s)?" + Clock + Zone + ")?" + End)]
    private static partial Regex Dotted();

    [GeneratedRegex(@"(?<sign>[+\-−])(?<hours>[0-9]{1,2}):?(?<minutes>[0-9]{2})?$")]
    private static partial Regex NumericZone();
}
