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
            return [.. _rows.OrderBy(row => row.Key.Brand, StringComparer.Ordinal).ThenBy(row => row.Key.Source, StringComparer.Ordinal)
                .Select(row => row.Value)];
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

    private void Put(SourceProfile profile) =>
        _rows[(profile.Brand, profile.Source)] = profile with { Version = (++_versions).ToString(CultureInfo.InvariantCulture) };
}
