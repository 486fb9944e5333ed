namespace Listening.Domain;

/// <summary>What a model reads out of a post for those who look after the brand's customers.</summary>
/// <param name="NeedsAction">Probability that a person of the brand must answer or act, 0 to 1.</param>
/// <param name="Level">The strictest level that <paramref name="NeedsAction"/> reaches.</param>
public sealed record CareReading(double NeedsAction, AlertLevel Level)
{
    /// <summary>The likeliest kind of harm or loss, also where <see cref="Severe"/> is false; none if that is likeliest.</summary>
    public Severity Severity { get; init; }

    /// <summary>Probability that it is severe in any way, 0 to 1.</summary>
    public double SeverityProbability { get; init; }

    /// <summary>Whether that reaches the model's own threshold.</summary>
    public bool Severe { get; init; }

    /// <summary>What kind of post it likeliest is.</summary>
    public Voice Voice { get; init; }

    /// <summary>Whom it likeliest concerns.</summary>
    public Department Department { get; init; }

    /// <summary>What was read: <see cref="WordsAndEncoder"/> or <see cref="WordsAlone"/>.</summary>
    public required string Heads { get; init; }

    /// <summary>Of a long text, the part that says most clearly that somebody must act; null of a short one.</summary>
    public string? Passage { get; init; }

    public const string WordsAndEncoder = "encoder+words";

    public const string WordsAlone = "words";
}

/// <summary>From which probability to alert, the least strict first: each level includes the posts of those after it.</summary>
public enum AlertLevel
{
    None,

    /// <summary>Nearly every post that needs somebody, and needless ones with them.</summary>
    Thorough,

    /// <summary>As many as possible with few needless ones.</summary>
    Balanced,

    /// <summary>Only posts that very likely need somebody.</summary>
    Quiet,
}

/// <summary>What makes a post severe, whatever its tone.</summary>
public enum Severity
{
    None,

    /// <summary>The author, or somebody close, leaves or is about to.</summary>
    Leaving,

    /// <summary>A journalist asks, or it is spreading.</summary>
    Press,

    /// <summary>Personal data, somebody else's account, fraud in the brand's name.</summary>
    Privacy,

    /// <summary>Police, lawyers, courts, regulators.</summary>
    Legal,

    /// <summary>Injury, fire, spoiled food, danger.</summary>
    Safety,
}

/// <summary>What kind of post it is.</summary>
public enum Voice
{
    Unknown,

    /// <summary>It happened to the author or to somebody close.</summary>
    Experience,
    Question,

    /// <summary>A judgement or a wish, without an event told.</summary>
    Opinion,

    /// <summary>News, notices, encyclopedic text.</summary>
    Report,
    Advert,

    /// <summary>The brand's own answers, small talk, and the rest.</summary>
    Other,
}

/// <summary>Whom in the company a post concerns.</summary>
public enum Department
{
    None,

    /// <summary>One person's case, and staff.</summary>
    Care,

    /// <summary>What is sold.</summary>
    Product,
    Marketing,

    /// <summary>Press and public relations.</summary>
    Pr,
    Sales,

    /// <summary>Jobs and working conditions.</summary>
    Hr,
}
