using System.Text.RegularExpressions;

namespace Listening.Ingest;

/// <summary>What comes first in dates of figures and slashes or hyphens, such as <c>8/9/2026</c>.</summary>
public enum DateOrder
{
    Unknown,

    /// <summary>Whichever makes a date; if both do, the date is not read.</summary>
    Unambiguous,
    DayFirst,
    MonthFirst,
}

/// <summary>
/// Reads the dates that feeds, exports and interfaces really hold: ISO 8601, RFC 822 with all its liberties, German dates, names of
/// months in many languages, zones by name, seconds since 1970 in any unit. What has no single meaning is null rather than a guess.
/// </summary>
public static partial class DateReader
{
    private const int MaxLength = 80;

    /// <summary>
    /// The months by their first letters, folded: English, German, French, Spanish, Italian, Dutch, Portuguese, Danish, Norwegian, Swedish,
    /// Polish, Turkish. Czech and Croatian are not here: <c>listopad</c>, the Polish November, is the Croatian October.
    /// </summary>
    private static readonly Dictionary<string, int> Months = Table(
        (1, "jan jae ene gen sty oca"), (2, "feb fev lut sub"), (3, "mar mae mrz mrt maa"), (4, "apr avr abr kwi nis"),
        (5, "may mai mei mag maj"), (6, "jun juin giu cze haz"), (7, "jul juil lug lip tem"), (8, "aug aou ago sie agu"),
        (9, "sep set wrz eyl"), (10, "oct okt ott out paz eki"), (11, "nov lis kas"), (12, "dec dez dic des gru ara"));

    /// <summary>The instant in UTC; null if the text names none, or could name two.</summary>
    /// <param name="zone">Applies where the text has no zone, or an abbreviation that is unknown.</param>
    /// <param name="order">Decides between <c>8/9/2026</c> in August and in September; without it, such a date is not read.</param>
    public static DateTimeOffset? Read(string? written, TimeZoneInfo zone, DateOrder order = DateOrder.Unambiguous)
    {
        var text = Blanks().Replace(Invisible().Replace(written ?? "", ""), " ").Trim(' ', '"', '\'', '„', '“', '”', '‚', '‘', '’');
        if (text.Length is 0 or > MaxLength)
        {
            return null;
        }

        return decimal.TryParse(
            text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var epoch)
            ? FromEpoch(epoch)
            : From(Iso().Match(text), zone) ?? From(DayFirst().Match(text), zone) ?? From(MonthFirst().Match(text), zone)
                ?? From(Dotted().Match(text), zone) ?? FromFigures(Figures().Match(text), zone, order);
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

    private static DateTimeOffset? From(Match match, TimeZoneInfo zone) => !match.Success ? null
        : Instant(match, match.Groups["year"].Value, Month(match.Groups["month"].Value), match.Groups["day"].Value, zone);

    /// <summary>Three figures: read if they are only one date, whichever of them is the day, or if the order is known.</summary>
    private static DateTimeOffset? FromFigures(Match match, TimeZoneInfo zone, DateOrder order)
    {
        if (!match.Success)
        {
            return null;
        }

        var (first, second, third) = (match.Groups["one"].Value, match.Groups["two"].Value, match.Groups["three"].Value);
        var dayFirst = Instant(match, third, Month(second), first, zone);
        var monthFirst = Instant(match, third, Month(first), second, zone);
        var yearFirst = third.Length == 2 ? Instant(match, first, Month(second), third, zone) : null;
        DateTimeOffset?[] meanings = order switch
        {
            DateOrder.DayFirst => [dayFirst ?? monthFirst],
            DateOrder.MonthFirst => [monthFirst ?? dayFirst],
            _ => [.. new[] { dayFirst, monthFirst, yearFirst }.OfType<DateTimeOffset>().Distinct()],
        };
        return meanings is [var only] ? only : null;
    }

    private static DateTimeOffset? Instant(Match match, string years, int? month, string days, TimeZoneInfo zone)
    {
        var year = Figure(years) + years.Length switch
        {
            1 or 2 => Figure(years) < 50 ? 2000 : 1900, // RFC 2822, 4.3
            3 => 1900,
            _ => 0,
        };
        var (day, hour, minute, second) = (Figure(days), Number("hour"), Number("minute"), Number("second"));
        if (match.Groups["half"].Value is { Length: > 0 } half && hour is >= 1 and <= 12)
        {
            hour = (hour % 12) + (half is "p" or "P" ? 12 : 0);
        }

        if (year is < 2 or > 9998 || month is null or < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month.Value)
            || minute > 59 || second > 60 || hour > 24 || (hour == 24 && minute + second > 0))
        {
            return null;
        }

        // Added up rather than constructed: 24:00 and a leap second are both good ISO 8601, and mean the next instant.
        var fraction = int.Parse(match.Groups["fraction"].Value.PadRight(7, '0')[..7], CultureInfo.InvariantCulture);
        var local = new DateTime(year, month.Value, day).Add(new TimeSpan(hour, minute, second)).AddTicks(fraction);
        var offset = Offset(match.Groups["zone"].Value, match.Groups["aside"].Value, local, zone);
        return offset is { } known ? new DateTimeOffset(local - known, TimeSpan.Zero) : null;

        int Number(string group) => match.Groups[group] is { Success: true, Value: var found } ? Figure(found) : 0;
    }

    private static int Figure(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    private static Dictionary<string, int> Table(params (int Value, string Names)[] rows) => rows
        .SelectMany(row => row.Names.Split(' ').Select(name => KeyValuePair.Create(name, row.Value)))
        .ToDictionary(StringComparer.OrdinalIgnoreCase);

    private static int? Month(string written)
    {
        if (int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        var folded = string.Concat(FoldedWords.Split(written));
        return folded.Length < 3 ? null
            : folded.Length >= 4 && Months.TryGetValue(folded[..4], out var four) ? four
            : Months.TryGetValue(folded[..3], out var three) ? three : null;
    }

    /// <summary>Null for an offset that no zone on earth has, and for a name that is no zone's.</summary>
    /// <param name="aside">What stands in brackets at the end: the zone, if none stands before.</param>
    private static TimeSpan? Offset(string written, string aside, DateTime local, TimeZoneInfo zone)
    {
        if (written.Length == 0)
        {
            return (aside.Length > 0 ? TimeZoneNames.Offset(aside, local) : null) ?? zone.GetUtcOffset(local);
        }

        if (written.Contains('/', StringComparison.Ordinal) || NumericZone().Match(written) is not { Success: true } numeric)
        {
            // An unknown abbreviation is a few hours off; a longer text is something else than a zone.
            return TimeZoneNames.Offset(written, local) ?? (written.Length <= MaxAbbreviation ? zone.GetUtcOffset(local) : null);
        }

        var minutes = numeric.Groups["minutes"] is { Success: true, Value: var digits } ? Figure(digits) : 0;
        var offset = new TimeSpan(Figure(numeric.Groups["hours"].Value), minutes, 0);
        return offset > TimeSpan.FromHours(14) ? null : numeric.Groups["sign"].Value == "+" ? offset : -offset;
    }

    private const int MaxAbbreviation = 5;

    private const string Fraction = "(?:[.,](?<fraction>[0-9]+))?";
    private const string Half = @"\s?(?<half>[aApP])\.?[mM]\b\.?";
    private const string Clock = "(?<hour>[0-9]{1,2})(?:[:.](?<minute>[0-9]{2})(?:[:.](?<second>[0-9]{2})" + Fraction + ")?"
        + "(?:" + Half + @")?(?:\s?Uhr)?|" + Half + @"|\s?Uhr)";
    private const string CompactClock = "(?<hour>[0-9]{2})(?<minute>[0-9]{2})(?:(?<second>[0-9]{2})" + Fraction + ")?";
    private const string Zone = @"(?:\s?(?<zone>(?:GMT|UTC|UT|Z)?\s?[+\-−][0-9]{1,2}:?(?:[0-9]{2})?"
        + @"|[A-Za-z_]+(?:/[A-Za-z0-9_+\-]+)+|\p{L}[\p{L}.]*(?:[ \-]\p{L}[\p{L}.]*)*))?";
    private const string Time = @"(?:(?:,?\s|\s?[\-–|]\s|T)(?:um\s|at\s|@\s)?" + Clock + Zone + ")?";
    private const string Weekday = @"(?:[\p{L}\-]+\.?,?\s)?";
    private const string End = @"(?:\s?[(\[](?<aside>[^)\]]*).*)?$";

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    /// <summary>Marks of writing direction, which browsers put into dates.</summary>
    [GeneratedRegex(@"\p{Cf}+")]
    private static partial Regex Invisible();

    [GeneratedRegex(
        @"^(?<year>[0-9]{4})(?:(?<mark>[\-/.])(?<month>[0-9]{1,2})\k<mark>(?<day>[0-9]{1,2})|(?<month>[0-9]{2})(?<day>[0-9]{2})(?=[Tt]))"
        + @"(?:(?:\s?[Tt]\s?|,?\s|\s-\s)(?:" + Clock + "|" + CompactClock + ")" + Zone + ")?" + End)]
    private static partial Regex Iso();

    /// <summary>RFC 822 and its relatives: <c>Sat, 7. November 26 9:15 +0100</c>.</summary>
    [GeneratedRegex(
        @"^(?:[\p{L}\-]+\.?,?\s?)?(?<day>[0-9]{1,2})(?:\.|st|nd|rd|th)?[\s\-]?(?:de\s)?(?<month>\p{L}{3,12})\.?,?[\s\-]?(?:de\s)?"
        + @"(?<year>[0-9]{4}|[0-9]{2,3})" + Time + End)]
    private static partial Regex DayFirst();

    /// <summary><c>November 7, 2026 9:15 am</c>, and C's <c>Sat Nov  7 09:15:00 CET 2026</c>.</summary>
    [GeneratedRegex(
        @"^(?:\p{L}+\.?,?\s)??(?<month>\p{L}{3,12})\.?\s(?<day>[0-9]{1,2})(?:st|nd|rd|th)?,?\s"
        + "(?:(?<year>[0-9]{4})" + Time + "|" + Clock + Zone + @"\s(?<year>[0-9]{4}))" + End)]
    private static partial Regex MonthFirst();

    /// <summary><c>07.11.2026 09:15</c>: with dots, the day comes first.</summary>
    [GeneratedRegex(
        "^" + Weekday + @"(?<day>[0-9]{1,2})\.\s?(?<month>[0-9]{1,2})\.\s?(?<year>[0-9]{4}|[0-9]{2})" + Time + End)]
    private static partial Regex Dotted();

    /// <summary><c>8/21/2026 9:15 am</c>, <c>21-8-26</c>: which one is the day differs.</summary>
    [GeneratedRegex(
        "^" + Weekday + @"(?<one>[0-9]{1,2})(?<mark>[/\-])(?<two>[0-9]{1,2})\k<mark>(?<three>[0-9]{4}|[0-9]{2})" + Time + End)]
    private static partial Regex Figures();

    [GeneratedRegex(@"(?<sign>[+\-−])(?<hours>[0-9]{1,2}):?(?<minutes>[0-9]{2})?$")]
    private static partial Regex NumericZone();
}
