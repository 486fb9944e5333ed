using System.Globalization;
using Listening.Domain;
using Listening.Understand;

namespace Listening.Testing;

public sealed class InMemoryStreams : IStreams
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Brand, string Source), KnownStream> _rows = [];
    private int _versions;

    /// <summary>How often all were read.</summary>
    public int Readings { get; private set; }

    public async Task<IReadOnlyList<KnownStream>> AllAsync(CancellationToken stopping)
    {
        await Task.Yield();
        lock (_lock)
        {
            Readings++;
            return [.. _rows.Values.OrderBy(stream => stream.Brand, StringComparer.Ordinal).ThenBy(stream => stream.Source, StringComparer.Ordinal)];
        }
    }

    public async Task<bool> SaveAsync(KnownStream stream, CancellationToken stopping)
    {
        await Task.Yield();
        lock (_lock)
        {
            if (_rows.GetValueOrDefault((stream.Brand, stream.Source))?.Version != stream.Version)
            {
                return false;
            }

            Put(stream);
            return true;
        }
    }

    public async Task ResetAsync(string brand, string source, DateTimeOffset at, CancellationToken stopping)
    {
        await Task.Yield();
        lock (_lock)
        {
            Put(new KnownStream { Brand = brand, Source = source, ResetAt = at });
        }
    }

    private void Put(KnownStream stream) =>
        _rows[(stream.Brand, stream.Source)] = stream with { Version = (++_versions).ToString(CultureInfo.InvariantCulture) };
}
