using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Listening.Cases;
using Listening.Domain;
using Listening.Route;

namespace Listening.AzureStorage;

/// <summary>Table <c>Cases</c>, by day of opening; table <c>CaseHomes</c> says for each case which day that was.</summary>
public sealed class TableCases(StorageAccount account) : ICases
{
    private readonly TableClient _table = account.Cases;
    private readonly PartitionIndex _index = new(account.CaseIndex);

    public async Task<IReadOnlyList<(OpenResult State, CareCase Case)>> OpenAsync(IReadOnlyList<CareCase> cases, CancellationToken stopping)
    {
        // What is remembered is the instant of opening: the day follows from it, and so does every later run's row.
        var locations = await _index.GetOrAddAsync(
            [.. cases.Select(@case => new PartitionIndexEntry(
                Keys.IndexPartition(@case.Brand, @case.Id.Value), @case.Id.Value, @case.OpenedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)))],
            stopping);
        var opened = cases.Zip(locations, (@case, location) => @case with
        {
            OpenedAt = DateTimeOffset.Parse(location.Location, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        }).ToList();

        var existing = new (OpenResult, CareCase)?[cases.Count];
        await FindAsync([.. Enumerable.Range(0, cases.Count).Where(i => !locations[i].First)]);
        var missing = Enumerable.Range(0, cases.Count).Where(i => existing[i] is null).ToList();
        var written = await _table.WriteAsync(
            [.. missing.Select(i => new TableTransactionAction(TableTransactionActionType.Add, ToRow(opened[i])))], stopping);
        for (var i = 0; i < missing.Count; i++)
        {
            existing[missing[i]] = written[i] ? (OpenResult.New, opened[missing[i]]) : null;
        }

        // Whoever was quicker just now has written the row.
        await FindAsync([.. missing.Where(i => existing[i] is null)]);
        return [.. existing.Select(row => row ?? throw new RequestFailedException(409, "A case row was neither to be written nor to be read."))];

        Task FindAsync(IReadOnlyList<int> wanted) => Transactions.InParallelAsync(wanted, async (i, token) =>
        {
            var row = await _table.GetEntityIfExistsAsync<TableEntity>(
                Keys.CasePartition(opened[i].Brand, opened[i].OpenedAt), opened[i].Id.Value, cancellationToken: token);
            if (row.HasValue)
            {
                existing[i] = (row.Value!.GetBoolean("Announced") == true ? OpenResult.Announced : OpenResult.Unannounced, ToCase(row.Value!));
            }
        }, stopping);
    }

    public async Task MarkAnnouncedAsync(IReadOnlyList<CareCase> cases, DateTimeOffset announcedAt, CancellationToken stopping)
    {
        // Only a case that was erased meanwhile cannot be marked, and then there is nothing left to mark.
        await _table.WriteAsync(
            [.. cases.Select(@case => new TableTransactionAction(
                TableTransactionActionType.UpdateMerge,
                new TableEntity(Keys.CasePartition(@case.Brand, @case.OpenedAt), @case.Id.Value) { ["Announced"] = true, ["AnnouncedAt"] = announcedAt },
                ETag.All))],
            stopping);
    }

    public async IAsyncEnumerable<IReadOnlyList<CareCase>> UnannouncedAsync(
        DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken stopping)
    {
        var (first, end) = Keys.CasePartitions(from, to);
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey ge {first} and PartitionKey lt {end} and Announced eq {false} and OpenedAt ge {from} and OpenedAt lt {to}");
        await foreach (var page in _table.QueryAsync<TableEntity>(filter, cancellationToken: stopping).AsPages())
        {
            yield return [.. page.Values.Select(ToCase)];
        }
    }

    private static TableEntity ToRow(CareCase @case)
    {
        var row = @case.Opening.ToRow(Keys.CasePartition(@case.Brand, @case.OpenedAt), @case.Id.Value);
        row["Rule"] = @case.Rule;
        row["Reason"] = @case.Reason;
        row["Queue"] = @case.Queue;
        row["Priority"] = @case.Priority;
        row["OpenedAt"] = @case.OpenedAt;
        row["DueAt"] = @case.DueAt;
        row["Announcement"] = @case.Announcement;
        row["Announced"] = false;
        row["TraceParent"] = @case.TraceParent;
        return row;
    }

    private static CareCase ToCase(TableEntity row)
    {
        var opening = row.ToMention();
        return new CareCase
        {
            Id = new CaseId(row.RowKey),
            Brand = opening.Brand,
            Opening = opening,
            Rule = row.GetString("Rule"),
            Reason = row.GetString("Reason"),
            Queue = row.GetString("Queue"),
            Priority = row.GetInt32("Priority") ?? 1,
            OpenedAt = row.GetDateTimeOffset("OpenedAt") ?? default,
            DueAt = row.GetDateTimeOffset("DueAt") ?? default,
            Announcement = row.GetInt32("Announcement") ?? 1,
            TraceParent = row.GetString("TraceParent"),
        };
    }
}
