namespace Listening.Domain;

/// <summary>What was learned from a brand's posts of one source, and from people's annotations of the brand's posts.</summary>
public sealed record SourceProfile
{
    public required string Brand { get; init; }

    public required string Source { get; init; }

    /// <summary>Null if nothing was learned yet, or since the last reset.</summary>
    public LearnedProfile? Profile { get; init; }

    /// <summary>Null if nothing was learned from annotations.</summary>
    public LearnedCorrection? Correction { get; init; }

    public DateTimeOffset? LearnedAt { get; init; }

    /// <summary>Since when posts are judged with a profile; null as <see cref="Profile"/> is.</summary>
    public DateTimeOffset? FirstAt { get; init; }

    /// <summary>When an operator reset it: nothing is learned from older posts and annotations. Null if it never was reset.</summary>
    public DateTimeOffset? ResetAt { get; init; }

    /// <summary>The store's mark of the version this was read from; null if it was never stored.</summary>
    public string? Version { get; init; }
}
