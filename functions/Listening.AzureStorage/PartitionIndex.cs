using System.Collections.Concurrent;
using Azure.Data.Tables.Models;

namespace Listening.AzureStorage;

/// <summary>Remembers locations that cannot be computed from a row's id: the first to ask decides, for every later caller too.</summary>
internal sealed class PartitionIndex(TableClient table)
{
    private const string Location = "Location";

    /// <summary>The location of each in order, and whether it was chosen just now. One transaction for up to 100 new rows.</summary>
    /// <param name="find">Finds the locations of items given by number, for callers that know more than their ids.</param>
    public async Task<(string Location, bool IsNew)[]> GetOrAddAsync(
        IReadOnlyList<(string Brand, string Id, string Location)> items,
        CancellationToken stopping,
        Func<IReadOnlyList<int>, Task<IReadOnlyList<string?>>>? find = null)
    {
        var answers = new (string, bool)[items.Count];
        IReadOnlyList<int> open = [.. Enumerable.Range(0, items.Count)];
        while (open.Count > 0)
        {
            var known = await AddAsync(items, open, answers, stopping);
            var found = known.Count == 0 ? []
                : find is not null ? await find(known)
                : await FindAsync([.. known.Select(i => (items[i].Brand, items[i].Id))], stopping);
            foreach (var (i, location) in known.Zip(found).Where(pair => pair.Second is not null))
            {
                answers[i] = (location!, false);
            }

            // Those that were there and are not any more were erased in between.
            open = [.. known.Where((_, at) => found[at] is null)];
        }

        return answers;
    }

    /// <summary>
    /// Adds what is not there. A transaction names its first conflict only: a few are taken out one by one, but where the last row is
    /// there too, so are most, and they are returned to be looked up together.
    /// </summary>
    private async Task<IReadOnlyList<int>> AddAsync(
        IReadOnlyList<(string Brand, string Id, string Location)> items,
        IReadOnlyList<int> open,
        (string, bool)[] answers,
        CancellationToken stopping)
    {
        var known = new ConcurrentBag<int>();
        var chunks = open.GroupBy(i => Keys.IndexPartition(items[i].Brand, items[i].Id))
            .SelectMany(group => group.Chunk(Transactions.MaxActions));
        await Transactions.InParallelAsync(chunks, async (chunk, token) =>
        {
            var left = chunk.ToList();
            while (left.Count > 0 && await FirstConflictAsync(left.Select(i => items[i]), token) is { } conflict)
            {
                var found = await FindAsync([.. new[] { left[conflict], left[^1] }.Select(i => (items[i].Brand, items[i].Id))], token);
                if (conflict < left.Count - 1 && found[1] is not null)
                {
                    left.ForEach(known.Add);
                    return;
                }

                if (found[0] is { } location)
                {
                    answers[left[conflict]] = (location, false);
                    left.RemoveAt(conflict);
                }
            }

            left.ForEach(i => answers[i] = (items[i].Location, true));
        }, stopping);
        return [.. known.Order()];
    }

    /// <summary>The remembered location of each in order; null where there is none.</summary>
    public Task<string?[]> FindAsync(IReadOnlyList<(string Brand, string Id)> items, CancellationToken stopping) =>
        Transactions.InParallelAsync(items, async (item, token) =>
        {
            var row = await table.GetEntityIfExistsAsync<TableEntity>(
                Keys.IndexPartition(item.Brand, item.Id), item.Id, [Location, Columns.Schema], token);
            return row.HasValue ? row.Value!.Readable().GetString(Location) : null;
        }, stopping);

    public Task RemoveAsync(IReadOnlyList<(string Brand, string Id)> items, CancellationToken stopping) =>
        table.DeleteAsync([.. items.Select(item => (Keys.IndexPartition(item.Brand, item.Id), item.Id))], stopping);

    /// <summary>Adds all of them, or none: then the number of the first that is there already.</summary>
    private async Task<int?> FirstConflictAsync(
        IEnumerable<(string Brand, string Id, string Location)> items, CancellationToken stopping)
    {
        var rows = items.Select(item =>
        {
            var row = Columns.NewRow(Keys.IndexPartition(item.Brand, item.Id), item.Id);
            row[Location] = item.Location;
            return new TableTransactionAction(TableTransactionActionType.Add, row);
        });
        try
        {
            await table.SubmitTransactionAsync(rows, stopping);
            return null;
        }
        // A table that is being deleted answers 409 too, and would be asked forever.
        catch (TableTransactionFailedException e) when (e.ErrorCode == TableErrorCode.EntityAlreadyExists)
        {
            return e.FailedTransactionActionIndex ?? 0;
        }
    }
}
