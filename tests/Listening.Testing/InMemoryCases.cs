using System.Runtime.CompilerServices;
using Listening.Cases;
using Listening.Domain;
using Listening.Privacy;

namespace Listening.Testing;

public sealed class InMemoryCases : ICases, IPersonalData
{
    private const int PageSize = 1_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<CaseId, (CareCase Case, bool Announced)> _rows = [];

    /// <summary>Every case and whether it is marked announced, ordered by id.</summary>
    public IReadOnlyList<(CareCase Case, bool Announced)> Rows
    {
        get
        {
            lock (_lock)
            {
                return [.. _rows.Values.OrderBy(row => row.Case.Id.Value, StringComparer.Ordinal)];
            }
        }
    }

    public async Task<IReadOnlyList<(OpenResult State, CareCase Case)>> OpenAsync(IReadOnlyList<CareCase> cases, CancellationToken stopping)
    {
        await Task.Yield();
        UniqueRows.Each(cases, @case => @case.Id);
        lock (_lock)
        {
            return [.. cases.Select(@case =>
            {
                if (_rows.TryAdd(@case.Id, (@case, false)))
                {
                    return (OpenResult.New, @case);
                }

                var (existing, announced) = _rows[@case.Id];
                return (announced ? OpenResult.Announced : OpenResult.Unannounced, existing);
            })];
        }
    }

    public async Task MarkAnnouncedAsync(IReadOnlyList<CareCase> cases, DateTimeOffset announcedAt, CancellationToken stopping)
    {
        await Task.Yield();
        lock (_lock)
        {
            foreach (var @case in cases.Where(@case => _rows.ContainsKey(@case.Id)))
            {
                _rows[@case.Id] = (_rows[@case.Id].Case, true);
            }
        }
    }

    public async IAsyncEnumerable<IReadOnlyList<CareCase>> UnannouncedAsync(
        DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken stopping)
    {
        await Task.Yield();
        foreach (var page in Rows
            .Where(row => !row.Announced && row.Case.OpenedAt >= from && row.Case.OpenedAt < to)
            .Select(row => row.Case).Chunk(PageSize))
        {
            yield return page;
        }
    }

    public async Task<IReadOnlyList<string>> FindAsync(IReadOnlyList<AuthorEntry> entries, CancellationToken stopping)
    {
        await Task.Yield();
        lock (_lock)
        {
            return [.. Own(entries).Select(id => id.Value)];
        }
    }

    public async Task EraseAsync(IReadOnlyList<AuthorEntry> entries, CancellationToken stopping)
    {
        await Task.Yield();
        lock (_lock)
        {
            Own(entries).ForEach(id => _rows.Remove(id));
        }
    }

    /// <summary>Here a case needs no index to be found, so that none remembers it.</summary>
    public Task ForgetAsync(IReadOnlyList<AuthorEntry> entries, CancellationToken stopping) => Task.CompletedTask;

    private List<CaseId> Own(IReadOnlyList<AuthorEntry> entries) =>
        [.. entries.Select(entry => entry.Case).Distinct().Where(_rows.ContainsKey)];
}
