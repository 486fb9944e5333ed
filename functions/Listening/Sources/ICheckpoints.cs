using Listening.Domain;

namespace Listening.Sources;

/// <summary>Remembers how far each source was read.</summary>
public interface ICheckpoints
{
    Task<IReadOnlyList<Checkpoint>> AllAsync(CancellationToken stopping);

    /// <summary>Null if the source was never read.</summary>
    Task<Checkpoint?> FindAsync(string source, CancellationToken stopping);

    /// <summary>
    /// Saves over the version it was read from. Returns what now stands there, or null, having written nothing, if
    /// somebody else saved since.
    /// </summary>
    Task<Checkpoint?> SaveAsync(Checkpoint checkpoint, CancellationToken stopping);
}

/// <summary>Carries orders to the fetchers.</summary>
public interface IFetchQueue
{
    Task SendAsync(string source, CancellationToken stopping);
}

/// <summary>Carries what was read to whoever processes it. What was sent is durable.</summary>
public interface IMentionQueue
{
    /// <param name="packed">A batch as <see cref="Messages.BatchPacker"/> packs it.</param>
    Task SendAsync(byte[] packed, CancellationToken stopping);
}
