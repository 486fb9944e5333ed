using System.Text.Json;
using System.Text.Json.Serialization;
using Azure;
using Azure.Data.Tables;
using Listening.Domain;
using Listening.Sources;

namespace Listening.AzureStorage;

/// <summary>Table <c>Checkpoints</c>: one row per source.</summary>
public sealed class TableCheckpoints(StorageAccount account) : ICheckpoints
{
    private const string Partition = "source";

    private readonly TableClient _table = account.Checkpoints;

    public async Task<IReadOnlyList<Checkpoint>> AllAsync(CancellationToken stopping)
    {
        var all = new List<Checkpoint>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: stopping))
        {
            all.Add(ToCheckpoint(row.Readable()));
        }

        return all;
    }

    public async Task<Checkpoint?> FindAsync(string source, CancellationToken stopping)
    {
        return await _table.FindAsync(Partition, Keys.Escape(source), stopping) is { } row ? ToCheckpoint(row) : null;
    }

    public async Task<Checkpoint?> SaveAsync(Checkpoint checkpoint, CancellationToken stopping)
    {
        var row = new TableEntity(Partition, Keys.Escape(checkpoint.Source))
        {
            [Columns.Schema] = Columns.SchemaVersion,
            ["Source"] = checkpoint.Source,
            ["Cursor"] = checkpoint.Cursor,
            ["ConfigFingerprint"] = checkpoint.ConfigFingerprint,
            ["DueAt"] = checkpoint.DueAt,
            ["Throttled"] = checkpoint.Throttled,
            ["HealthyAt"] = checkpoint.HealthyAt,
            ["Problem"] = checkpoint.Problem?.Sentence,
            ["ProblemCode"] = checkpoint.Problem?.Code,
            ["ProblemParameters"] = checkpoint.Problem is { } problem
                ? JsonSerializer.Serialize(problem.Parameters, ProblemJson.Default.IReadOnlyDictionaryStringString)
                : null,
            ["Failures"] = checkpoint.Failures,
            ["SpentIn"] = checkpoint.SpentIn,
            ["Spent"] = (double)checkpoint.Spent,
        };
        try
        {
            var response = checkpoint.Version is { } version
                ? await _table.UpdateEntityAsync(row, new ETag(version), TableUpdateMode.Replace, stopping)
                : await _table.AddEntityAsync(row, stopping);
            return checkpoint with { Version = response.Headers.ETag.ToString() };
        }
        // 404: an operator reset the source meanwhile.
        catch (RequestFailedException e) when (Transactions.IsConflict(e))
        {
            return null;
        }
    }

    private static Checkpoint ToCheckpoint(TableEntity row) => new()
    {
        Source = row.GetString("Source"),
        Cursor = row.GetString("Cursor"),
        ConfigFingerprint = row.GetString("ConfigFingerprint"),
        DueAt = row.GetDateTimeOffset("DueAt") ?? default,
        Throttled = row.GetBoolean("Throttled") ?? false,
        HealthyAt = row.GetDateTimeOffset("HealthyAt"),
        Problem = row.GetString("ProblemCode") is { } code
            ? new Problem(
                code,
                JsonSerializer.Deserialize(row.GetString("ProblemParameters"), ProblemJson.Default.IReadOnlyDictionaryStringString)!,
                row.GetString("Problem"))
            : null,
        Failures = row.GetInt32("Failures") ?? 0,
        SpentIn = row.GetString("SpentIn"),
        Spent = (decimal)(row.GetDouble("Spent") ?? 0),
        Version = row.ETag.ToString(),
    };
}

[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
internal sealed partial class ProblemJson : JsonSerializerContext;
