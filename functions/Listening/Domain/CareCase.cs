namespace Listening.Domain;

/// <summary>Names one case: a brand, a conversation, an author. One unhappy customer is one case, however often they write there.</summary>
public readonly record struct CaseId(string Value)
{
    /// <summary>
    /// The case a mention belongs to. Where a source names no thread, a post and its direct answers are a conversation;
    /// all mentions of a conversation without an author share one case.
    /// </summary>
    public static CaseId For(string brand, Mention mention) => new(StableHash.Compute(
        brand,
        mention.Thread is { } thread ? $"{mention.Platform}\n{thread}" : (mention.Parent ?? mention.Id).Value,
        mention.Author?.Id ?? ""));

    public override string ToString() => Value;
}

/// <summary>Something that needs an answer: the mention that opened it, why, for which department and until when.</summary>
public sealed record CareCase
{
    public required CaseId Id { get; init; }
    public required string Brand { get; init; }

    /// <summary>The mention that opened the case, with its verdict at that time and its location.</summary>
    public required JudgedMention Opening { get; init; }

    /// <summary>The name of the rule that opened it.</summary>
    public required string Rule { get; init; }

    /// <summary>Why, in words a care agent understands.</summary>
    public required string Reason { get; init; }

    /// <summary>The queue of the department that answers.</summary>
    public required string Queue { get; init; }

    /// <summary>1 (can wait) to 100 (now).</summary>
    public required int Priority { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When an answer is due: the rule's <c>answerWithin</c> after the post, or the edit that counts, was fetched.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>Counts the alerts of this case, from 1. The same number may arrive twice, with the same content.</summary>
    public int Announcement { get; init; } = 1;

    /// <summary>When its alert was marked as sent; null if it was not.</summary>
    public DateTimeOffset? AnnouncedAt { get; init; }

    /// <summary>When it was withdrawn; null if it was not.</summary>
    public DateTimeOffset? WithdrawnAt { get; init; }

    [JsonIgnore]
    public CaseStatus Status =>
        WithdrawnAt is not null ? CaseStatus.Withdrawn : AnnouncedAt is not null ? CaseStatus.Announced : CaseStatus.Open;

    /// <summary>The store's mark of the version this was read from; null if it was not read from a row.</summary>
    public string? Version { get; init; }

    /// <summary>
    /// The W3C trace context of the activity that decided on the case; null if it was not traced. It is stored with the case, so that
    /// an alert that is sent again is the same down to the byte.
    /// </summary>
    public string? TraceParent { get; init; }
}
