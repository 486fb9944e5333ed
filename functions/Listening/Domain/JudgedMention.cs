namespace Listening.Domain;

/// <summary>A mention of a brand with the model's verdict: one row.</summary>
public sealed record JudgedMention(string Brand, Mention Mention, Verdict Verdict)
{
    /// <summary>When the edit that the row holds was fetched; null for a post as it was first fetched.</summary>
    public DateTimeOffset? EditedAt { get; init; }

    /// <summary>Where the row belongs, in the store's own terms; null outside the store.</summary>
    public string? Location { get; init; }

    /// <summary>The store's mark of the version this was read from, and a write replaces; null if it was not read from a row.</summary>
    public string? Version { get; init; }

    /// <summary>What the row says, without where it is: two rows of the same content are equal.</summary>
    [JsonIgnore]
    public JudgedMention Content => this with { Location = null, Version = null };
}
