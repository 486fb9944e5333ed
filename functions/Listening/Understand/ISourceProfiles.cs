using Listening.Domain;

namespace Listening.Understand;

/// <summary>Keeps what was learned of each source.</summary>
public interface ISourceProfiles
{
    /// <summary>All there are, those that were reset included; few enough to be read at once.</summary>
    Task<IReadOnlyList<SourceProfile>> AllAsync(CancellationToken stopping);

    /// <summary>Saves over the version it was read from. Returns false, having written nothing, if it was saved or reset since.</summary>
    Task<bool> SaveAsync(SourceProfile sourceProfile, CancellationToken stopping);

    /// <summary>Forgets what was learned, for good: from now on only posts from <paramref name="at"/> on count.</summary>
    Task ResetAsync(string brand, string source, DateTimeOffset at, CancellationToken stopping);
}

/// <summary>Reads on what was stored.</summary>
public interface IPastMentions
{
    /// <summary>A brand's rows posted since <paramref name="from"/>, newest first. They are read as they are asked for, so that stopping early is cheap.</summary>
    IAsyncEnumerable<JudgedMention> SinceAsync(string brand, DateTimeOffset from, DateTimeOffset now, CancellationToken stopping);
}
