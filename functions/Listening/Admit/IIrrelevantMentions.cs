namespace Listening.Admit;

/// <summary>
/// Keeps posts that concern no brand for a while, so that wider queries can be tried on them (<see cref="IrrelevantRules"/>).
/// </summary>
public interface IIrrelevantMentions
{
    /// <summary>Keeps these, each in place of an earlier version, unless that says that the post was deleted.</summary>
    Task KeepAsync(string source, IReadOnlyList<Mention> mentions, CancellationToken stopping);

    /// <summary>Removes those of these that are there.</summary>
    Task RemoveAsync(string source, IReadOnlyList<MentionId> mentions, CancellationToken stopping);

    /// <summary>What every source has, without the posts themselves.</summary>
    IAsyncEnumerable<KeptMention> AllAsync(CancellationToken stopping);

    /// <summary>Those of a source, in no order.</summary>
    IAsyncEnumerable<Mention> OfSourceAsync(string source, CancellationToken stopping);
}

/// <param name="FetchedAt">When it was read.</param>
public sealed record KeptMention(string Source, MentionId Mention, DateTimeOffset FetchedAt);
