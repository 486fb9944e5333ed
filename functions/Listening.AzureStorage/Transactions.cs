using Azure.Data.Tables.Models;

namespace Listening.AzureStorage;

/// <summary>Few round trips for many rows.</summary>
internal static class Transactions
{
    /// <summary>Most rows of an entity-group transaction (Azure's documentation, 2026).</summary>
    public const int MaxActions = 100;

    /// <summary>
    /// UTF-16 units per transaction that stay below its 4 MiB with room for headers: the client writes every character
    /// beyond ASCII as six bytes (<c>\u00e4</c>).
    /// </summary>
    private const int MaxUnits = 600_000;

    /// <summary>Requests of one batch at a time: enough to hide the latency, too few to crowd out other batches.</summary>
    private const int MaxParallel = 8;

    public static Task InParallelAsync<T>(IEnumerable<T> items, Func<T, CancellationToken, Task> run, CancellationToken stopping) =>
        Parallel.ForEachAsync(
            items,
            new ParallelOptions { MaxDegreeOfParallelism = MaxParallel, CancellationToken = stopping },
            async (item, token) => await run(item, token));

    /// <summary>The results in the order of their items.</summary>
    public static async Task<TResult[]> InParallelAsync<T, TResult>(
        IReadOnlyList<T> items, Func<T, CancellationToken, Task<TResult>> run, CancellationToken stopping)
    {
        var results = new TResult[items.Count];
        await InParallelAsync(Enumerable.Range(0, items.Count), async (i, token) => { results[i] = await run(items[i], token); }, stopping);
        return results;
    }

    /// <summary>The row with these keys, checked to be readable; null if there is none.</summary>
    /// <param name="columns">Those that are needed beside the keys; null for all.</param>
    public static async Task<TableEntity?> FindAsync(
        this TableClient table, string partition, string row, CancellationToken stopping, string[]? columns = null)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(partition, row, WithKeys(columns), stopping);
        return found.HasValue ? found.Value!.Readable() : null;
    }

    /// <summary>Writes a row over its version, or adds it if it has none. Null if another worker changed or removed it.</summary>
    public static async Task<Response?> SaveAsync(this TableClient table, TableEntity row, string? version, CancellationToken stopping)
    {
        try
        {
            return version is not null
                ? await table.UpdateEntityAsync(row, new ETag(version), TableUpdateMode.Replace, stopping)
                : await table.AddEntityAsync(row, stopping);
        }
        catch (RequestFailedException e) when (IsConflict(e))
        {
            return null;
        }
    }

    /// <summary>The rows of a partition in [<c>First</c>, <c>End</c>).</summary>
    /// <param name="columns">Those that are needed beside the keys; null for all.</param>
    public static AsyncPageable<TableEntity> QueryAsync(
        this TableClient table, string partition, (string First, string End) rows, CancellationToken stopping, string[]? columns = null) =>
        table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {rows.First} and RowKey lt {rows.End}"),
            select: WithKeys(columns),
            cancellationToken: stopping);

    private static string[]? WithKeys(string[]? columns) =>
        columns is null ? null : ["PartitionKey", "RowKey", Columns.Schema, .. columns];

    /// <summary>Deletes those rows that are there.</summary>
    public static Task DeleteAsync(
        this TableClient table, IReadOnlyList<(string Partition, string Row)> keys, CancellationToken stopping) =>
        table.WriteAsync(
            [.. keys.Select(key => new TableTransactionAction(
                TableTransactionActionType.Delete, new TableEntity(key.Partition, key.Row), ETag.All))],
            stopping);

    /// <summary>
    /// Writes rows, a transaction per partition and up to 100 rows. Where one conflicts with what others wrote, all of its
    /// transaction are written one by one. Returns for each in order whether it was written.
    /// </summary>
    public static async Task<bool[]> WriteAsync(
        this TableClient table, IReadOnlyList<TableTransactionAction> actions, CancellationToken stopping)
    {
        var written = new bool[actions.Count];
        await InParallelAsync(Chunks(actions), async (chunk, token) =>
        {
            try
            {
                await table.SubmitTransactionAsync(chunk.Select(i => actions[i]), token);
                chunk.ForEach(i => written[i] = true);
            }
            catch (TableTransactionFailedException e) when (IsConflict(e))
            {
                foreach (var i in chunk)
                {
                    written[i] = await WriteOneAsync(table, actions[i], token);
                }
            }
        }, stopping);
        return written;
    }

    private static async Task<bool> WriteOneAsync(TableClient table, TableTransactionAction action, CancellationToken stopping)
    {
        try
        {
            await table.SubmitTransactionAsync([action], stopping);
            return true;
        }
        catch (TableTransactionFailedException e) when (IsConflict(e))
        {
            return false;
        }
    }

    /// <summary>Another worker added, changed or removed the row.</summary>
    private static bool IsConflict(RequestFailedException e) =>
        e.Status == 412
        || (e.Status == 409 && e.ErrorCode == TableErrorCode.EntityAlreadyExists)
        || (e.Status == 404 && e.ErrorCode != TableErrorCode.TableNotFound);

    private static IEnumerable<List<int>> Chunks(IReadOnlyList<TableTransactionAction> actions)
    {
        foreach (var partition in Enumerable.Range(0, actions.Count).GroupBy(i => actions[i].Entity.PartitionKey))
        {
            var (chunk, units) = (new List<int>(), 0);
            foreach (var i in partition)
            {
                var size = Units((TableEntity)actions[i].Entity);
                if (chunk.Count == MaxActions || (chunk.Count > 0 && units + size > MaxUnits))
                {
                    yield return chunk;
                    (chunk, units) = ([], 0);
                }

                chunk.Add(i);
                units += size;
            }

            yield return chunk;
        }
    }

    private static int Units(TableEntity row) =>
        row.Sum(property => property.Key.Length + (property.Value is string text ? text.Length : 40));
}
