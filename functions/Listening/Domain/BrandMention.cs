namespace Listening.Domain;

/// <summary>A mention as it concerns one brand. The same post may concern two, and then has two rows.</summary>
public sealed record BrandMention(string Brand, Mention Mention);

/// <summary>A mention of a brand with what the model thinks of it: one row.</summary>
public sealed record JudgedMention(string Brand, Mention Mention, Verdict Verdict)
{
    /// <summary>When we read the edit that stands here; null for a post as it was first read.</summary>
    public DateTimeOffset? EditedAt { get; init; }
}
