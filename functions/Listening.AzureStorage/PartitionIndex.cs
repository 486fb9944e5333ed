using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Listening.AzureStorage;

/// <summary>
/// Remembers where rows belong whose place cannot be computed from their name. Whoever asks first decides; everybody
/// later hears the same.
/// </summary>
internal sealed class PartitionIndex(TableClient table)
{
    private const string Location = "Location";

    /// <summary>The location of each in order, and whether it was chosen just now. One transaction for up to 100 new rows.</summary>
    public async Task<(string Location, bool First)[]> GetOrAddAsync(IReadOnlyList<PartitionIndexEntry> requests, CancellationToken stopping)
    {
        var answers = new (string, bool)[requests.Count];
        var chunks = requests
            .Select((request, index) => (request, index))
            .GroupBy(item => item.request.Partition)
            .SelectMany(group => group.Chunk(Transactions.MaxActions));
        await Transactions.InParallelAsync(chunks, async (chunk, token) =>
        {
            var open = chunk;
            while (open.Length > 0 && !await TryAddAsync(open, token))
            {
                // One of them was there before. A transaction says only which came first, so ask for all.
                var found = await FindAsync([.. open.Select(item => item.request)], token);
                for (var i = 0; i < open.Length; i++)
                {
                    if (found[i] is { } location)
                    {
                        answers[open[i].index] = (location, false);
                    }
                }

                open = [.. open.Where((_, i) => found[i] is null)];
            }

            foreach (var (request, index) in open)
            {
                answers[index] = (request.Location, true);
            }
        }, stopping);
        return answers;
    }

    /// <summary>The remembered location of each in order; null where none is.</summary>
    public async Task<string?[]> FindAsync(IReadOnlyList<PartitionIndexEntry> requests, CancellationToken stopping)
    {
        var locations = new string?[requests.Count];
        await Transactions.InParallelAsync(Enumerable.Range(0, requests.Count), async (i, token) =>
        {
            var row = await table.GetEntityIfExistsAsync<TableEntity>(requests[i].Partition, requests[i].Row, [Location], token);
            locations[i] = row.HasValue ? row.Value!.GetString(Location) : null;
        }, stopping);
        return locations;
    }

    private async Task<bool> TryAddAsync((PartitionIndexEntry Request, int Index)[] chunk, CancellationToken stopping)
    {
        var rows = chunk.Select(item => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity(item.Request.Partition, item.Request.Row)
        {
            [Location] = item.Request.Location,
            [Columns.Schema] = Columns.SchemaVersion,
        }));
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

/// <param name="Location">The location it gets if it has none yet.</param>
internal sealed record PartitionIndexEntry(string Partition, string Row, string Location);
