using System.Runtime.CompilerServices;

namespace Listening.AzureStorage;

/// <summary>Table <c>Cases</c>, by day of opening; table <c>CaseIndex</c> has the instant of opening of each case.</summary>
public sealed class TableCases(StorageAccount account) : ICases, IPersonalData
{
    private readonly TableClient _table = account.Cases;
    private readonly PartitionIndex _index = new(account.CaseIndex);

    public async Task<IReadOnlyList<OpenedCase>> OpenAsync(IReadOnlyList<CareCase> cases, CancellationToken stopping)
    {
        // The index has the instant of opening: the day follows from it, and so does every later run's row.
        var locations = await _index.GetOrAddAsync(
            [.. cases.Select(@case => (@case.Brand, @case.Id.Value, Format(@case.OpenedAt)))], stopping);
        var opened = cases.Zip(locations, (@case, location) => @case with { OpenedAt = Parse(location.Location) }).ToList();

        var existing = new CareCase?[cases.Count];
        await FindAsync([.. Enumerable.Range(0, cases.Count).Where(i => !locations[i].IsNew)]);
        var missing = Enumerable.Range(0, cases.Count).Where(i => existing[i] is null).ToList();
        var written = await _table.WriteAsync(
            [.. missing.Select(i => new TableTransactionAction(TableTransactionActionType.Add, ToRow(opened[i])))], stopping);
        var isNew = new bool[cases.Count];
        foreach (var (i, isWritten) in missing.Zip(written))
        {
            (existing[i], isNew[i]) = (isWritten ? opened[i] : null, isWritten);
        }

        // Another worker has just written the others, or this one did and the answer was lost: then the row has its very copy.
        var conflicts = missing.Where(i => existing[i] is null).ToList();
        await FindAsync(conflicts);
        foreach (var i in conflicts)
        {
            isNew[i] = existing[i] is { } row && IsSameCopy(row.Opening.Mention, cases[i].Opening.Mention);
        }

        return [.. existing.Zip(isNew, (row, isNew) => row is null
            ? throw new RequestFailedException(409, "A case row could neither be written nor read.")
            : new OpenedCase(row, isNew))];

        Task FindAsync(IReadOnlyList<int> wanted) => Transactions.InParallelAsync(wanted, async (i, token) =>
            existing[i] = await ReadAsync(opened[i].Brand, opened[i].OpenedAt, opened[i].Id, token), stopping);
    }

    public async Task<IReadOnlyList<CareCase?>> FindAsync(
        IReadOnlyList<(string Brand, CaseId Id)> cases, CancellationToken stopping)
    {
        var locations = await _index.FindAsync([.. cases.Select(@case => (@case.Brand, @case.Id.Value))], stopping);
        return await Transactions.InParallelAsync(
            [.. cases.Zip(locations)],
            async (item, token) => item.Second is { } location
                ? await ReadAsync(item.First.Brand, Parse(location), item.First.Id, token)
                : null,
            stopping);
    }

    public async Task<bool> SaveAsync(CareCase @case, CancellationToken stopping) =>
        await _table.SaveAsync(ToRow(@case), @case.Version, stopping) is not null;

    public async Task MarkAnnouncedAsync(IReadOnlyList<CareCase> cases, DateTimeOffset announcedAt, CancellationToken stopping)
    {
        // Only a case that was erased meanwhile cannot be marked, and then there is nothing left to mark.
        await _table.WriteAsync(
            [.. cases.Select(@case => new TableTransactionAction(
                TableTransactionActionType.UpdateMerge,
                new TableEntity(Keys.CasePartition(@case.Brand, @case.OpenedAt), @case.Id.Value)
                {
                    ["Announced"] = true,
                    ["AnnouncedAt"] = announcedAt,
                },
                ETag.All))],
            stopping);
    }

    public async IAsyncEnumerable<IReadOnlyList<CareCase>> UnannouncedAsync(
        DateTimeOffset from, [EnumeratorCancellation] CancellationToken stopping)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey lt {Keys.CasePartitionsSince(from)} and Announced eq {false} and OpenedAt ge {from}");
        await foreach (var page in _table.QueryAsync<TableEntity>(filter, cancellationToken: stopping).AsPages())
        {
            yield return [.. page.Values.Select(ToCase).Where(@case => @case.Status == CaseStatus.Open)];
        }
    }

    /// <summary>Every announced case of a queue that departments read, in the order of their announcements.</summary>
    public async Task<IReadOnlyList<CareCase>> AnnouncedAsync(string queue, CancellationToken stopping)
    {
        var filter = TableClient.CreateQueryFilter($"Queue eq {queue} and Announced eq {true}");
        var rows = await _table.QueryAsync<TableEntity>(filter, cancellationToken: stopping).ToListAsync(stopping);
        return [.. rows.OrderBy(row => row.GetDateTimeOffset("AnnouncedAt")).Select(ToCase)];
    }

    async Task<IReadOnlyList<string>> IPersonalData.FindAsync(IReadOnlyList<AuthorEntry> entries, CancellationToken stopping) =>
        [.. (await FindAsync(entries, stopping)).Where(found => found.IsThere).Select(found => found.Row)];

    public async Task EraseAsync(IReadOnlyList<AuthorEntry> entries, CancellationToken stopping) =>
        await _table.DeleteAsync(
            [.. (await FindAsync(entries, stopping)).Where(found => found.IsThere).Select(found => (found.Partition, found.Row))],
            stopping);

    public async Task ForgetAsync(IReadOnlyList<AuthorEntry> entries, CancellationToken stopping) =>
        await _index.RemoveAsync(
            [.. (await FindAsync(entries, stopping)).Where(found => !found.IsThere).Select(found => (found.Brand, found.Row))], stopping);

    /// <summary>The cases of the entries that ever had a row. A case's id names its author, so it is nobody else's.</summary>
    private async Task<IEnumerable<(string Brand, string Partition, string Row, bool IsThere)>> FindAsync(
        IReadOnlyList<AuthorEntry> entries, CancellationToken stopping)
    {
        (string Brand, string Id)[] ids = [.. entries.Select(entry => (entry.Brand, entry.Case.Value)).Distinct()];
        var keys = ids.Zip(await _index.FindAsync(ids, stopping))
            .Where(found => found.Second is not null)
            .Select(found => (Case: found.First, Partition: Keys.CasePartition(found.First.Brand, Parse(found.Second!)))).ToList();
        var rows = await Transactions.InParallelAsync(keys, (key, token) => _table.FindAsync(key.Partition, key.Case.Id, token), stopping);
        return keys.Zip(rows, (key, row) => (key.Case.Brand, key.Partition, key.Case.Id, row is not null));
    }

    private static bool IsSameCopy(Mention one, Mention other) =>
        (one.Id, one.Source, one.FetchedAt) == (other.Id, other.Source, other.FetchedAt);

    private static string Format(DateTimeOffset openedAt) => openedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset Parse(string location) =>
        DateTimeOffset.Parse(location, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private async Task<CareCase?> ReadAsync(string brand, DateTimeOffset openedAt, CaseId id, CancellationToken stopping) =>
        await _table.FindAsync(Keys.CasePartition(brand, openedAt), id.Value, stopping) is { } row ? ToCase(row) : null;

    private static TableEntity ToRow(CareCase @case)
    {
        var row = @case.Opening.ToRow(Keys.CasePartition(@case.Brand, @case.OpenedAt), @case.Id.Value);
        row["Announced"] = @case.AnnouncedAt is not null;
        Map(new Fields(row, writes: true), @case, @case.Opening, @case.Id);
        return row;
    }

    private static CareCase ToCase(TableEntity row) =>
        Map(new Fields(row, writes: false), null, row.ToMention(), new CaseId(row.RowKey)) with { Version = row.ETag.ToString() };

    private static CareCase Map(Fields row, CareCase? @case, JudgedMention opening, CaseId id) => new()
    {
        Id = id,
        Brand = opening.Brand,
        AnnouncedAt = row.Value("AnnouncedAt", @case?.AnnouncedAt),
        WithdrawnAt = row.Value("WithdrawnAt", @case?.WithdrawnAt),
        Opening = opening with { Location = row.Text("MentionPartition", opening.Location) },
        Rule = row.Required("Rule", @case?.Rule),
        Reason = row.Required("Reason", @case?.Reason),
        Queue = row.Required("Queue", @case?.Queue),
        Priority = row.Value("Priority", @case?.Priority) ?? 1,
        OpenedAt = row.Value("OpenedAt", @case?.OpenedAt) ?? default,
        DueAt = row.Value("DueAt", @case?.DueAt) ?? default,
        Announcement = row.Value("Announcement", @case?.Announcement) ?? 1,
        TraceParent = row.Text("TraceParent", @case?.TraceParent),
    };
}
