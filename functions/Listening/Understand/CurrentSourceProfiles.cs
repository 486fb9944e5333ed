namespace Listening.Understand;

/// <summary>The learned profiles, read at most once a minute however many batches ask for them. Thread-safe.</summary>
public sealed class CurrentSourceProfiles(ISourceProfiles sourceProfiles, TimeProvider time) : IDisposable
{
    /// <summary>How long they are kept. Profiles change by the hour; a reset by hand should take effect soon.</summary>
    public static readonly TimeSpan CacheDuration = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _lock = new(1);
    private volatile Cached? _cached;

    /// <summary>By brand and source; a source of which nothing was learned has none.</summary>
    public async Task<IReadOnlyDictionary<(string Brand, string Source), SourceProfile>> CurrentAsync(CancellationToken stopping)
    {
        if (Fresh() is { } known)
        {
            return known;
        }

        // The others wait, as batches of the same second should be judged alike.
        await _lock.WaitAsync(stopping);
        try
        {
            if (Fresh() is { } read)
            {
                return read;
            }

            var at = time.GetTimestamp();
            var profiles = (await sourceProfiles.AllAsync(stopping))
                .ToDictionary(item => (item.Brand, item.Source));
            _cached = new Cached(profiles, at);
            return profiles;
        }
        finally
        {
            _lock.Release();
        }
    }

    public void Dispose() => _lock.Dispose();

    private Dictionary<(string Brand, string Source), SourceProfile>? Fresh() =>
        _cached is { } cached && time.GetElapsedTime(cached.At) < CacheDuration ? cached.Profiles : null;

    private sealed record Cached(Dictionary<(string Brand, string Source), SourceProfile> Profiles, long At);
}
