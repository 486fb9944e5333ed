using System.Text.RegularExpressions;

namespace Listening.Ingest;

/// <summary>Reads when an imported post was written.</summary>
internal static partial class IngestTime
{
    /// <summary>Characters of a form that a problem shows.</summary>
    private const int MaxForm = 30;

    /// <summary>What exporters write where they know no time.</summary>
    private static readonly HashSet<string> None = new(StringComparer.OrdinalIgnoreCase)
    {
        "0", "-", "–", "null", "none", "n/a", "unknown", "unbekannt", "0000-00-00", "0000-00-00 00:00:00",
    };

    /// <summary>
    /// Null if the item has no time. A time that cannot be read is a problem rather than no time: the post would be stored, and perhaps
    /// announced, as written now, and stay so, since the first copy of a post decides where it is stored.
    /// </summary>
    public static DateTimeOffset? Read(IngestItem item, IngestContext context, out Problem? problem)
    {
        problem = null;
        var day = Given(item[IngestField.CreatedAt]);
        var clock = Given(item[IngestField.TimeOfDay]);
        var written = day ?? clock;
        if (written is null)
        {
            return null;
        }

        // A date that has a time of day of its own does not read together with another one, and then counts alone.
        var together = day is null || clock is null ? null : Read($"{Midnight().Replace(day, "")} {clock}", context);
        var read = together ?? Read(written, context);
        if (read is null)
        {
            var form = Form(written);
            problem = DateReader.Read(written, context.Zone, DateOrder.DayFirst) is not null
                ? Problem.Create(
                    "item.ambiguous-time",
                    $"has a time of the form '{form}' that can mean two days; set the source's 'dateOrder', then save the file anew")
                : Problem.Create(
                    "item.unreadable-time",
                    $"has a time of the form '{form}' that cannot be read; write it as in 2026-11-26T10:15:00Z");
        }

        return read;
    }

    private static DateTimeOffset? Read(string written, IngestContext context) =>
        DateReader.Read(written, context.Zone, context.DateOrder);

    private static string? Given(string? written) => written?.Trim() is { Length: > 0 } trimmed && !None.Contains(trimmed) ? trimmed : null;

    /// <summary>Digits as 9 and letters as a, as people's words may stand in a column gone astray.</summary>
    private static string Form(string written) => Excerpt.Create(string.Concat(written.Select(c =>
        char.IsDigit(c) ? '9' : char.IsLetter(c) ? 'a' : c)), MaxForm);

    /// <summary>What databases write behind a date that has no time of day.</summary>
    [GeneratedRegex(@"[T\s]0?0:00(?::00(?:\.0+)?)?$")]
    private static partial Regex Midnight();
}
