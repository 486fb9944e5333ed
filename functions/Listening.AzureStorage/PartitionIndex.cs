using Azure.Data.Tables.Models;

namespace Listening.AzureStorage;

/// <summary>Remembers locations that cannot be computed from a row's id: the first to ask decides, for every later caller too.</summary>
internal sealed class PartitionIndex(TableClient table)
{
    private const string Location = "Location";

    /// <summary>The location of each in order, and whether it was chosen just now. One transaction for up to 100 new rows.</summary>
    public async Task<(string Location, bool IsNew)[]> GetOrAddAsync(
        IReadOnlyList<(string Brand, string Id, string Location)> items, CancellationToken stopping)
    {
        var answers = new (string, bool)[items.Count];
        var chunks = Enumerable.Range(0, items.Count)
            .GroupBy(i => Keys.IndexPartition(items[i].Brand, items[i].Id))
            .SelectMany(group => group.Chunk(Transactions.MaxActions));
        await Transactions.InParallelAsync(chunks, async (chunk, token) =>
        {
            var open = chunk;
            while (open.Length > 0 && !await TryAddAsync(open.Select(i => items[i]), token))
            {
                // One of them was there before. A transaction says only which came first, so ask for all.
                var found = await FindAsync([.. open.Select(i => (items[i].Brand, items[i].Id))], token);
                foreach (var (i, location) in open.Zip(found).Where(pair => pair.Second is not null))
                {
                    answers[i] = (location!, false);
                }

                open = [.. open.Where((_, at) => found[at] is null)];
            }

            foreach (var i in open)
            {
                answers[i] = (items[i].Location, true);
            }
        }, stopping);
        return answers;
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

    private async Task<bool> TryAddAsync(IEnumerable<(string Brand, string Id, string Location)> items, CancellationToken stopping)
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
            return true;
        }
        // A table that is being deleted answers 409 too, and would be asked forever.
        catch (TableTransactionFailedException e) when (e.ErrorCode == TableErrorCode.EntityAlreadyExists)
        {
            return false;
        }
    }
}
