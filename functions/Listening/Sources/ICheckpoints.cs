using Listening.Messages;

namespace Listening.Sources;

/// <summary>Remembers how far each source was read.</summary>
public interface ICheckpoints
{
    Task<IReadOnlyList<Checkpoint>> AllAsync(CancellationToken stopping);

    /// <summary>Null if the source was never read.</summary>
    Task<Checkpoint?> FindAsync(string source, CancellationToken stopping);

    /// <summary>
    /// Saves over the version it was read from. Returns the checkpoint as stored, or null, having written nothing, if
    /// another worker has saved it since.
    /// </summary>
    Task<Checkpoint?> SaveAsync(Checkpoint checkpoint, CancellationToken stopping);
}

/// <summary>Queues <c>fetch</c> and <c>fetch-slow</c>; the order says which. A message that was sent is durable.</summary>
public interface IFetchQueue
{
    /// <param name="delay">How long nobody gets it.</param>
    Task SendAsync(FetchOrder order, CancellationToken stopping, TimeSpan delay = default);
}

/// <summary>Queue <c>mentions</c>. A message that was sent is durable.</summary>
public interface IMentionQueue
{
    /// <param name="packed">A batch as <see cref="MessageCodec.Pack"/> packs it.</param>
    Task SendAsync(byte[] packed, CancellationToken stopping);

    /// <summary>About how many batches wait or are being processed.</summary>
    Task<int> CountAsync(CancellationToken stopping);
}
