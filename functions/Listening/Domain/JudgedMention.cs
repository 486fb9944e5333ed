namespace Listening.Domain;

/// <summary>A mention of a brand with the model's verdict: one row.</summary>
public sealed record JudgedMention(string Brand, Mention Mention, Verdict Verdict)
{
    /// <summary>When the edit that the row holds was fetched; null for a post as it was first fetched.</summary>
    public DateTimeOffset? EditedAt { get; init; }

    /// <summary>
    /// When the latest copy with the same words was fetched, if soon after the row's own: an older copy with others is then no edit.
    /// </summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>
    /// <see cref="Case"/> of a post that was edited or deleted: a later version may name another thread, or an author where there was
    /// none, and a deleted post keeps neither. Null for a post as it was first fetched, or since another author is named.
    /// </summary>
    public CaseId? FirstCase { get; init; }

    /// <summary>The case that the mention belongs to, whether or not it was opened.</summary>
    [JsonIgnore]
    public CaseId Case => FirstCase ?? CaseId.For(Brand, Mention);

    /// <summary>True if an edit removed what concerned the brand: the row shows the post as it is now, and nobody is alerted.</summary>
    public bool Irrelevant { get; init; }

    /// <summary>True if the brand wrote it itself: nobody is alerted, and it says nothing about how the brand comes off.</summary>
    public bool Own { get; init; }

    /// <summary>True if its brand or source was only observed when it was read: nobody is alerted.</summary>
    public bool Observed { get; init; }

    /// <summary>Of a brand with several queries, the purpose of the first that it matched; null if there is none.</summary>
    public QueryPurpose? Purpose { get; init; }

    /// <summary>Whom it concerns: as the model reads it, else by its query; null if neither says.</summary>
    [JsonIgnore]
    public Department? Department => Verdict.Care?.Department switch
    {
        null or Domain.Department.None => Purpose?.Department ?? Verdict.Care?.Department,
        var read => read,
    };

    /// <summary>Where the row belongs, in the store's own terms; null outside the store.</summary>
    public string? Location { get; init; }

    /// <summary>The store's mark of the version this was read from, and a write replaces; null if it was not read from a row.</summary>
    public string? Version { get; init; }
}
