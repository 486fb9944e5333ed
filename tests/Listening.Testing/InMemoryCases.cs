using System.Runtime.CompilerServices;
using Listening.Cases;
using Listening.Domain;
using Listening.Privacy;

namespace Listening.Testing;

public sealed class InMemoryCases : ICases, IPersonalData
{
    private const int PageSize = 1_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<CaseId, CareCase> _rows = [];
    private int _versions;

    /// <summary>Every case and whether it is marked announced, ordered by id.</summary>
    public IReadOnlyList<(CareCase Case, bool Announced)> Rows
    {
        get
        {
            lock (_lock)
            {
                return [.. _rows.Values.OrderBy(row => row.Id.Value, StringComparer.Ordinal)
                    .Select(row => (row with { Version = null, AnnouncedAt = null }, row.AnnouncedAt is not null))];
            }
        }
    }

    public async Task<IReadOnlyList<OpenedCase>> OpenAsync(IReadOnlyList<CareCase> cases, CancellationToken stopping)
    {
        await Task.Yield();
        UniqueRows.Each(cases, @case => @case.Id);
        lock (_lock)
        {
            return [.. cases.Select(@case => _rows.TryGetValue(@case.Id, out var existing)
                ? new OpenedCase(existing, IsNew: false)
                : new OpenedCase(Write(@case), IsNew: true))];
        }
    }

    public async Task<IReadOnlyList<CareCase?>> FindAsync(IReadOnlyList<(string Brand, CaseId Id)> cases, CancellationToken stopping)
    {
        await Task.Yield();
        lock (_lock)
        {
            return [.. cases.Select(@case => _rows.GetValueOrDefault(@case.Id))];
        }
    }

    public async Task<bool> SaveAsync(CareCase @case, CancellationToken stopping)
    {
        await Task.Yield();
        lock (_lock)
        {
            if (_rows.GetValueOrDefault(@case.Id)?.Version != @case.Version)
            {
                return false;
            }

            Write(@case);
            return true;
        }
    }

    public async Task MarkAnnouncedAsync(IReadOnlyList<CareCase> cases, DateTimeOffset announcedAt, CancellationToken stopping)
    {
        await Task.Yield();
        lock (_lock)
        {
            foreach (var @case in cases.Where(@case => _rows.ContainsKey(@case.Id)))
            {
                Write(_rows[@case.Id] with { AnnouncedAt = announcedAt });
            }
        }
    }

    public async IAsyncEnumerable<IReadOnlyList<CareCase>> UnannouncedAsync(
        DateTimeOffset from, [EnumeratorCancellation] CancellationToken stopping)
    {
        await Task.Yield();
        foreach (var page in Rows
            .Where(row => !row.Announced && row.Case.Status == CaseStatus.Open && row.Case.OpenedAt >= from)
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

    private CareCase Write(CareCase @case) =>
        _rows[@case.Id] = @case with { Version = (++_versions).ToString(CultureInfo.InvariantCulture) };

    private List<CaseId> Own(IReadOnlyList<AuthorEntry> entries) =>
        [.. entries.Select(entry => entry.Case).Distinct().Where(_rows.ContainsKey)];
}
