namespace Listening.Domain;

/// <summary>
/// A person's own verdict on a mention, whatever the model's is: corrections and retraining learn from it. Null is what the person left
/// open.
/// </summary>
/// <param name="By">The person's name, as they gave it.</param>
public sealed record Annotation(string Brand, MentionId Mention, string By, DateTimeOffset At)
{
    /// <summary>Whether a person of the brand must answer or act.</summary>
    public bool? NeedsAction { get; init; }

    public Severity? Severity { get; init; }

    public Voice? Voice { get; init; }

    public Intent? Intent { get; init; }

    public Department? Department { get; init; }

    /// <summary>Negative, neutral or positive.</summary>
    public Polarity? Sentiment { get; init; }

    /// <summary>This annotation, with what it leaves open as an earlier one of the same mention says.</summary>
    public Annotation Over(Annotation earlier) => this with
    {
        NeedsAction = NeedsAction ?? earlier.NeedsAction,
        Severity = Severity ?? earlier.Severity,
        Voice = Voice ?? earlier.Voice,
        Intent = Intent ?? earlier.Intent,
        Department = Department ?? earlier.Department,
        Sentiment = Sentiment ?? earlier.Sentiment,
    };

    /// <summary>One for each brand and mention: where several people annotated it, the last answer to each question counts.</summary>
    public static IReadOnlyList<Annotation> Latest(IEnumerable<Annotation> annotations) =>
    [
        .. annotations
            .GroupBy(annotation => (annotation.Brand, annotation.Mention))
            .Select(group => group
                .OrderBy(annotation => annotation.At).ThenBy(annotation => annotation.By, StringComparer.Ordinal)
                .Aggregate((earlier, later) => later.Over(earlier)))
            .OrderBy(annotation => annotation.Brand, StringComparer.Ordinal)
            .ThenBy(annotation => annotation.Mention.Value, StringComparer.Ordinal),
    ];
}
