using System.Runtime.CompilerServices;
using Listening.Cases;
using Listening.Domain;
using Listening.Privacy;
using Listening.Store;
using Listening.Understand;

namespace Listening.Testing;

/// <param name="index">Where the rows belong, which an erasure forgets; null where no test looks at that.</param>
public sealed class InMemoryMentions(InMemoryMentionIndex? index = null) : IMentions, ICaseMentions, IPastMentions, IPersonalData
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Location, MentionId Id), JudgedMention> _rows = [];
    private int _versions;

    /// <summary>Every row with its location, ordered by both.</summary>
    public IReadOnlyList<(string Location, JudgedMention Judged)> Rows
    {
        get
        {
            lock (_lock)
            {
                return [.. _rows
                    .OrderBy(row => row.Key.Location, StringComparer.Ordinal).ThenBy(row => row.Key.Id.Value, StringComparer.Ordinal)
                    .Select(row => (row.Key.Location, row.Value.WithoutPlace()))];
            }
        }
    }

    public async Task<IReadOnlyList<JudgedMention?>> FindAsync(IReadOnlyList<AdmittedMention> mentions, CancellationToken stopping)
    {
        await Task.Yield();
        lock (_lock)
        {
            return [.. mentions.Select(item => _rows.GetValueOrDefault((item.Location, item.Mention.Id)))];
        }
    }

    public async Task<IReadOnlyList<JudgedMention?>> FindAsync(IReadOnlyList<JudgedMention> openings, CancellationToken stopping)
    {
        await Task.Yield();
        lock (_lock)
        {
            return [.. openings.Select(opening => opening.Location is { } location
                ? _rows.GetValueOrDefault((location, opening.Mention.Id))
                : _rows.Values.FirstOrDefault(row => row.Brand == opening.Brand && row.Mention.Id == opening.Mention.Id))];
        }
    }

    public async Task<IReadOnlyList<JudgedMention?>> FindAsync(
        IReadOnlyList<(string Brand, MentionId Id)> names, CancellationToken stopping)
    {
        await Task.Yield();
        lock (_lock)
        {
            return [.. names.Select(name => _rows.Values.FirstOrDefault(row => row.Brand == name.Brand && row.Mention.Id == name.Id))];
        }
    }

    public async Task<IReadOnlyList<JudgedMention>> OfCaseAsync(
        string brand, AuthorKey author, CaseId @case, CancellationToken stopping)
    {
        await Task.Yield();
        lock (_lock)
        {
            return [.. _rows.Values
                .Where(row => row.Brand == brand && row.Case == @case && AuthorKey.For(row.Mention) == author)];
        }
    }

    public async Task<IReadOnlyList<bool>> WriteAsync(IReadOnlyList<JudgedMention> rows, CancellationToken stopping)
    {
        await Task.Yield();
        UniqueRows.Each(rows, row => (row.Location, row.Mention.Id));
        lock (_lock)
        {
            return [.. rows.Select(row =>
            {
                var key = (row.Location!, row.Mention.Id);
                if (_rows.GetValueOrDefault(key)?.Version != row.Version)
                {
                    return false;
                }

                _rows[key] = row with { Version = (++_versions).ToString(CultureInfo.InvariantCulture) };
                return true;
            })];
        }
    }

    public async IAsyncEnumerable<JudgedMention> SinceAsync(
        string brand, DateTimeOffset from, DateTimeOffset now, [EnumeratorCancellation] CancellationToken stopping)
    {
        await Task.Yield();
        foreach (var judged in Rows.Select(row => row.Judged)
            .Where(row => row.Brand == brand && row.Mention.Timestamp >= from).OrderByDescending(row => row.Mention.Timestamp))
        {
            yield return judged;
        }
    }

    public async Task<IReadOnlyList<string>> FindAsync(IReadOnlyList<AuthorEntry> entries, CancellationToken stopping)
    {
        await Task.Yield();
        lock (_lock)
        {
            return [.. Own(entries).Select(key => key.Id.Value)];
        }
    }

    public async Task EraseAsync(IReadOnlyList<AuthorEntry> entries, CancellationToken stopping)
    {
        await Task.Yield();
        lock (_lock)
        {
            Own(entries).ForEach(key => _rows.Remove(key));
        }
    }

    public async Task ForgetAsync(IReadOnlyList<AuthorEntry> entries, CancellationToken stopping)
    {
        await Task.Yield();
        lock (_lock)
        {
            foreach (
                var entry in entries.Where(entry => !_rows.Values.Any(row => row.Brand == entry.Brand && row.Mention.Id == entry.Mention)))
            {
                index?.Remove(entry.Brand, entry.Mention);
            }
        }
    }

    private List<(string Location, MentionId Id)> Own(IReadOnlyList<AuthorEntry> entries) =>
    [
        .. _rows
            .Where(row => entries.Any(entry =>
                entry.Brand == row.Value.Brand && entry.Mention == row.Key.Id && ErasureRules.BelongsTo(entry, row.Value.Mention)))
            .Select(row => row.Key),
    ];
}
