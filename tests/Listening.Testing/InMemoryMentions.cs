using System.Globalization;
using System.Runtime.CompilerServices;
using Listening.Domain;
using Listening.Store;
using Listening.Understand;

namespace Listening.Testing;

public sealed class InMemoryMentions : IMentions, IPastMentions
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Home, MentionId Id), StoredMention> _rows = [];
    private int _versions;

    /// <summary>Every row with its location, ordered by both.</summary>
    public IReadOnlyList<(string Home, JudgedMention Judged)> Rows
    {
        get
        {
            lock (_lock)
            {
                return [.. _rows
                    .OrderBy(row => row.Key.Home, StringComparer.Ordinal).ThenBy(row => row.Key.Id.Value, StringComparer.Ordinal)
                    .Select(row => (row.Key.Home, row.Value.Judged))];
            }
        }
    }

    public async Task<IReadOnlyList<StoredMention?>> FindAsync(IReadOnlyList<AdmittedMention> places, CancellationToken stopping)
    {
        await Task.Yield();
        lock (_lock)
        {
            return [.. places.Select(place => _rows.GetValueOrDefault((place.Location, place.Mention.Id)))];
        }
    }

    public async Task<IReadOnlyList<bool>> WriteAsync(IReadOnlyList<MentionWrite> writes, CancellationToken stopping)
    {
        await Task.Yield();
        UniqueRows.Each(writes, write => (write.Location, write.Judged.Mention.Id));
        lock (_lock)
        {
            return [.. writes.Select(write =>
            {
                var key = (write.Location, write.Judged.Mention.Id);
                if (_rows.GetValueOrDefault(key)?.Version != write.Replaces)
                {
                    return false;
                }

                _rows[key] = new StoredMention(write.Judged, (++_versions).ToString(CultureInfo.InvariantCulture));
                return true;
            })];
        }
    }

    public async IAsyncEnumerable<JudgedMention> SinceAsync(
        string brand, DateTimeOffset from, DateTimeOffset now, [EnumeratorCancellation] CancellationToken stopping)
    {
        await Task.Yield();
        foreach (var judged in Rows.Select(row => row.Judged).Where(row => row.Brand == brand && row.Mention.Timestamp >= from).OrderByDescending(row => row.Mention.Timestamp))
        {
            yield return judged;
        }
    }
}
