using System.Globalization;
using System.Text.RegularExpressions;

namespace Listening.Ingest;

/// <summary>Reads the instants that exports hold: ISO 8601, German dates, e-mail dates, and seconds since 1970 in any unit.</summary>
public static partial class IngestTime
{
    private static readonly string[] WordyFormats =
    [
        "ddd, d MMM yyyy HH:mm:ss zzz",
        "ddd, d MMM yyyy HH:mm:ss 'GMT'",
        "ddd MMM d HH:mm:ss zzz yyyy",
    ];

    /// <summary>The instant in UTC; null if the text names none. A text without a zone is read in <paramref name="zone"/>.</summary>
    public static DateTimeOffset? Read(string text, TimeZoneInfo zone)
    {
        var trimmed = text.Trim();
        if (Iso().Match(trimmed) is { Success: true } iso)
        {
            return FromParts(iso, zone);
        }

        if (German().Match(trimmed) is { Success: true } german)
        {
            return FromParts(german, zone);
        }

        if (decimal.TryParse(trimmed, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var epoch))
        {
            return FromEpoch(epoch);
        }

        return DateTimeOffset.TryParseExact(trimmed, WordyFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowInnerWhite, out var wordy)
            ? wordy.ToUniversalTime()
            : null;
    }

    /// <summary>Tells seconds, milliseconds and microseconds apart by size: as seconds, 10^11 is the year 5138.</summary>
    private static DateTimeOffset? FromEpoch(decimal value)
    {
        var ticksPerUnit = Math.Abs(value) switch
        {
            < 1e11m => TimeSpan.TicksPerSecond,
            < 1e14m => TimeSpan.TicksPerMillisecond,
            < 1e17m => TimeSpan.TicksPerMicrosecond,
            _ => 0,
        };
        return ticksPerUnit == 0 || value <= 0 ? null : DateTimeOffset.UnixEpoch.AddTicks((long)(value * ticksPerUnit));
    }

    private static DateTimeOffset? FromParts(Match match, TimeZoneInfo zone)
    {
        var (year, month, day) = (Number("year"), Number("month"), Number("day"));
        var (hour, minute, second) = (Number("hour"), Number("minute"), Number("second"));
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 24 || minute > 59 || second > 60
            || (hour == 24 && (minute > 0 || second > 0)))
        {
            return null;
        }

        // Added up rather than constructed: 24:00 and a leap second are both good ISO 8601.
        var fraction = match.Groups["fraction"].Value.PadRight(7, '0')[..7];
        var ticks = new DateTime(year, month, day).Ticks + new TimeSpan(hour, minute, second).Ticks + int.Parse(fraction, CultureInfo.InvariantCulture);
        if (ticks > DateTime.MaxValue.Ticks || Offset(match.Groups["zone"].Value, new DateTime(ticks), zone) is not { } offset)
        {
            return null;
        }

        var utc = ticks - offset.Ticks;
        return utc < 0 || utc > DateTime.MaxValue.Ticks ? null : new DateTimeOffset(utc, TimeSpan.Zero);

        int Number(string group) => match.Groups[group] is { Success: true, Value: var digits } ? int.Parse(digits, CultureInfo.InvariantCulture) : 0;
    }

    private static TimeSpan? Offset(string written, DateTime local, TimeZoneInfo zone)
    {
        if (written.Length == 0)
        {
            return zone.GetUtcOffset(local);
        }

        if (written[0] is not ('+' or '-'))
        {
            return TimeSpan.Zero;
        }

        var digits = written[1..].Replace(":", "", StringComparison.Ordinal).PadRight(4, '0');
        var offset = new TimeSpan(int.Parse(digits[..2], CultureInfo.InvariantCulture), int.Parse(digits[2..], CultureInfo.InvariantCulture), 0);
        return offset > TimeSpan.FromHours(14) ? null : written[0] == '-' ? -offset : offset;
    }

    private const string Clock = @"(?<hour>[0-9]{2}):?(?<minute>[0-9]{2})(?::?(?<second>[0-9]{2})(?:[.,](?<fraction>[0-9]+))?)?";

    [GeneratedRegex(@"^(?<year>[0-9]{4})(?<dash>-?)(?<month>[0-9]{2})\k<dash>(?<day>[0-9]{2})(?:[Tt ]" + Clock + @" ?(?<zone>[Zz]|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?)?)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Iso();

    [GeneratedRegex(@"^(?<day>[0-9]{1,2})\.(?<month>[0-9]{1,2})\.(?<year>[0-9]{4})(?:,? (?:um )?(?<hour>[0-9]{1,2}):(?<minute>[0-9]{2})(?::(?<second>[0-9]{2}))?(?: Uhr)?)?$", RegexOptions.CultureInvariant)]
    private static partial Regex German();
}
