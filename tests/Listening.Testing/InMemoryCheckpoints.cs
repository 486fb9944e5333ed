using Listening.Domain;
using Listening.Sources;

namespace Listening.Testing;

public sealed class InMemoryCheckpoints : ICheckpoints
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, Checkpoint> _rows = new(StringComparer.Ordinal);
    private int _versions;

    public async Task<IReadOnlyList<Checkpoint>> AllAsync(CancellationToken stopping)
    {
        await Task.Yield();
        lock (_lock)
        {
            return [.. _rows.Values];
        }
    }

    public async Task<Checkpoint?> FindAsync(string source, CancellationToken stopping)
    {
        await Task.Yield();
        lock (_lock)
        {
            return _rows.GetValueOrDefault(source);
        }
    }

    public async Task<Checkpoint?> SaveAsync(Checkpoint checkpoint, CancellationToken stopping)
    {
        await Task.Yield();
        lock (_lock)
        {
            return _rows.GetValueOrDefault(checkpoint.Source)?.Version == checkpoint.Version
                ? _rows[checkpoint.Source] = checkpoint with { Version = (++_versions).ToString(CultureInfo.InvariantCulture) }
                : null;
        }
    }

    /// <summary>What an operator's reset does.</summary>
    public void Forget(string source)
    {
        lock (_lock)
        {
            _rows.Remove(source);
        }
    }
}
