using Listening.Domain;

namespace Listening.Understand;

/// <summary>What was learned of the sources, read at most once a minute at most however many batches ask. Safe to ask from many threads.</summary>
public sealed class CurrentSourceProfiles(ISourceProfiles sourceProfiles, TimeProvider time) : IDisposable
{
    /// <summary>How long one reading holds. Profiles change by the hour; a reset by hand should be felt soon.</summary>
    public static readonly TimeSpan CacheDuration = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _one = new(1);
    private volatile Reading? _last;

    /// <summary>The profiles by brand and source; a stream of which nothing is known has none.</summary>
    public async Task<IReadOnlyDictionary<(string Brand, string Source), LearnedProfile>> CurrentAsync(CancellationToken stopping)
    {
        if (Fresh() is { } known)
        {
            return known;
        }

        // The others wait, as batches of the same second should be read alike.
        await _one.WaitAsync(stopping);
        try
        {
            if (Fresh() is { } read)
            {
                return read;
            }

            var at = time.GetTimestamp();
            var profiles = (await sourceProfiles.AllAsync(stopping))
                .Where(item => item.Profile is not null)
                .ToDictionary(item => (item.Brand, item.Source), item => item.Profile!);
            _last = new Reading(profiles, at);
            return profiles;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private Dictionary<(string Brand, string Source), LearnedProfile>? Fresh() =>
        _last is { } last && time.GetElapsedTime(last.At) < CacheDuration ? last.Profiles : null;

    private sealed record Reading(Dictionary<(string Brand, string Source), LearnedProfile> Profiles, long At);
}
