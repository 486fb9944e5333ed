namespace Listening.Understand;

/// <summary>Stores the source profiles.</summary>
public interface ISourceProfiles
{
    /// <summary>All of them, including those that were reset; few enough to be read at once.</summary>
    Task<IReadOnlyList<SourceProfile>> AllAsync(CancellationToken stopping);

    /// <summary>Saves over the version it was read from. Returns false, having written nothing, if it has changed since.</summary>
    Task<bool> SaveAsync(SourceProfile sourceProfile, CancellationToken stopping);

    /// <summary>Deletes what was learned; from now on only posts and annotations from <paramref name="at"/> on count.</summary>
    Task ResetAsync(string brand, string source, DateTimeOffset at, CancellationToken stopping);
}

/// <summary>Reads stored mentions.</summary>
public interface IPastMentions
{
    /// <summary>A brand's mentions posted since <paramref name="from"/>, newest first; read lazily, so stopping early is cheap.</summary>
    IAsyncEnumerable<JudgedMention> SinceAsync(string brand, DateTimeOffset from, DateTimeOffset now, CancellationToken stopping);

    /// <summary>The rows of mentions of which only brand and id are known, in their order; null where there is none.</summary>
    Task<IReadOnlyList<JudgedMention?>> FindAsync(IReadOnlyList<(string Brand, MentionId Id)> names, CancellationToken stopping);
}

/// <summary>Reads what people annotated.</summary>
public interface IPastAnnotations
{
    /// <summary>The annotations of a brand, or of every brand if it is null, in no particular order.</summary>
    IAsyncEnumerable<Annotation> AllAsync(string? brand, CancellationToken stopping);
}
