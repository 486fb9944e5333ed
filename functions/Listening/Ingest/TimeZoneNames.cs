namespace Listening.Ingest;

/// <summary>
/// What people and programs call time zones: abbreviations, IANA names, Windows names, names in German and English. An abbreviation that
/// several zones share (IST, AST) is not here. Neither ICU nor Windows need be there: the service runs without ICU on both.
/// </summary>
internal static class TimeZoneNames
{
    /// <summary>
    /// Hours east of UTC. The American abbreviations are RFC 822's; the others are those that feeds use, summer time included.
    /// </summary>
    private static readonly Dictionary<string, double> Offsets = Table(
        (-10, "HST"), (-9, "AKST"), (-8, "PST|AKDT"), (-7, "MST|PDT|Pacific Daylight Time"), (-6, "CST|MDT|Mountain Daylight Time"),
        (-5, "EST|CDT|Central Daylight Time"), (-4, "EDT|Eastern Daylight Time"), (-3.5, "NST"), (-3, "BRT|ADT"), (-2.5, "NDT"),
        (0, "GMT|UTC|UT|Z|WET|Greenwich Mean Time|Greenwich Standard Time|Coordinated Universal Time|Koordinierte Weltzeit"
            + "|Westeuropäische Zeit|Westeuropäische Normalzeit"),
        (1, "CET|MEZ|MET|BST|WEST|WESZ|British Summer Time|GMT Daylight Time|Western European Summer Time|Westeuropäische Sommerzeit"
            + "|Mitteleuropäische Zeit|Mitteleuropäische Normalzeit|Mitteleuropäische Standardzeit"),
        (2, "CEST|MESZ|MEST|EET|OEZ|SAST|Central European Summer Time|Central European Daylight Time|W. Europe Daylight Time"
            + "|W. Europe Summer Time|Central Europe Daylight Time|Romance Daylight Time|Mitteleuropäische Sommerzeit"
            + "|Osteuropäische Zeit|Osteuropäische Normalzeit"),
        (3, "EEST|OESZ|MSK|TRT|EAT|Eastern European Summer Time|Osteuropäische Sommerzeit|FLE Daylight Time|GTB Daylight Time"
            + "|Moscow Standard Time|Russian Standard Time|Turkey Standard Time"),
        (4, "Arabian Standard Time"), (5, "PKT"), (5.5, "India Standard Time"), (7, "WIB"), (8, "SGT|HKT|AWST|China Standard Time"),
        (9, "JST|KST|Japan Standard Time|Tokyo Standard Time|Korea Standard Time"), (9.5, "ACST"), (10, "AEST"), (10.5, "ACDT"),
        (11, "AEDT"), (12, "NZST"), (13, "NZDT"));

    /// <summary>
    /// Names of zones that have summer time. Windows writes "Standard Time" for the zone all year round, so that these follow the date.
    /// Source: unicode.org/cldr, windowsZones.xml (2025).
    /// </summary>
    private static readonly (string Iana, string Windows)[] Zones =
    [
        ("Europe/Berlin", "W. Europe Standard Time"), ("Europe/Berlin", "Central European Time"), ("Europe/London", "GMT Standard Time"),
        ("Europe/Budapest", "Central Europe Standard Time"), ("Europe/Warsaw", "Central European Standard Time"),
        ("Europe/Paris", "Romance Standard Time"), ("Europe/Helsinki", "FLE Standard Time"), ("Europe/Bucharest", "GTB Standard Time"),
        ("Europe/Bucharest", "Eastern European Time"), ("America/New_York", "Eastern Standard Time"),
        ("America/Chicago", "Central Standard Time"), ("America/Denver", "Mountain Standard Time"),
        ("America/Los_Angeles", "Pacific Standard Time"), ("Australia/Sydney", "AUS Eastern Standard Time"),
        ("Pacific/Auckland", "New Zealand Standard Time"),
    ];

    /// <summary>Offset from UTC of a local time in the zone of this name; null if the name is unknown.</summary>
    public static TimeSpan? Offset(string name, DateTime local)
    {
        if (Offsets.TryGetValue(name, out var hours))
        {
            return TimeSpan.FromHours(hours);
        }

        var known = Zones.FirstOrDefault(zone => zone.Iana == name || zone.Windows.Equals(name, StringComparison.OrdinalIgnoreCase));
        var id = name.Contains('/', StringComparison.Ordinal) ? name : known.Iana;
        return (id is not null && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone))
            || (known.Windows is not null && TimeZoneInfo.TryFindSystemTimeZoneById(known.Windows, out zone))
                ? zone.GetUtcOffset(local)
                : null;
    }

    private static Dictionary<string, double> Table(params (double Hours, string Names)[] rows) => rows
        .SelectMany(row => row.Names.Split('|').Select(name => KeyValuePair.Create(name, row.Hours)))
        .ToDictionary(StringComparer.OrdinalIgnoreCase);
}
