using System.Globalization;
using Listening.Domain;
using Listening.Understand;

namespace Listening.Testing;

public sealed class InMemorySourceProfiles : ISourceProfiles
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Brand, string Source), SourceProfile> _rows = [];
    private int _versions;

    /// <summary>How often all were read.</summary>
    public int Readings { get; private set; }

    public async Task<IReadOnlyList<SourceProfile>> AllAsync(CancellationToken stopping)
    {
        await Task.Yield();
        lock (_lock)
        {
            Readings++;
            return [.. _rows.Values.OrderBy(item => item.Brand, StringComparer.Ordinal).ThenBy(item => item.Source, StringComparer.Ordinal)];
        }
    }

    public async Task<bool> SaveAsync(SourceProfile sourceProfile, CancellationToken stopping)
    {
        await Task.Yield();
        lock (_lock)
        {
            if (_rows.GetValueOrDefault((sourceProfile.Brand, sourceProfile.Source))?.Version != sourceProfile.Version)
            {
                return false;
            }

            Put(sourceProfile);
            return true;
        }
    }

    public async Task ResetAsync(string brand, string source, DateTimeOffset at, CancellationToken stopping)
    {
        await Task.Yield();
        lock (_lock)
        {
            Put(new SourceProfile { Brand = brand, Source = source, ResetAt = at });
        }
    }

    private void Put(SourceProfile sourceProfile) =>
        _rows[(sourceProfile.Brand, sourceProfile.Source)] = sourceProfile with { Version = (++_versions).ToString(CultureInfo.InvariantCulture) };
}
