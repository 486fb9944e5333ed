namespace Listening.Domain;

/// <summary>A stream, which is the posts about one brand from one source, and what was learned of it.</summary>
public sealed record SourceProfile
{
    public required string Brand { get; init; }

    public required string Source { get; init; }

    /// <summary>Null if nothing was learned yet, or since the last reset.</summary>
    public LearnedProfile? Profile { get; init; }

    public DateTimeOffset? LearnedAt { get; init; }

    /// <summary>From when on its posts are read as a stream's; null as <see cref="Profile"/> is.</summary>
    public DateTimeOffset? FirstAt { get; init; }

    /// <summary>When somebody had it forgotten: nothing is learned from older posts. Null if nobody ever did.</summary>
    public DateTimeOffset? ResetAt { get; init; }

    /// <summary>The store's mark of the version this was read from; null if it was never stored.</summary>
    public string? Version { get; init; }
}
