namespace Listening.AzureStorage;

/// <summary>Table <c>Checkpoints</c>: one row per source.</summary>
public sealed class TableCheckpoints(StorageAccount account) : ICheckpoints
{
    private const string Partition = "source";

    private readonly TableClient _table = account.Checkpoints;

    public async Task<IReadOnlyList<Checkpoint>> AllAsync(CancellationToken stopping) =>
        await _table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {Partition}"), cancellationToken: stopping)
            .Select(row => ToCheckpoint(row.Readable()))
            .ToListAsync(stopping);

    public async Task<Checkpoint?> FindAsync(string source, CancellationToken stopping) =>
        await _table.FindAsync(Partition, Keys.Escape(source), stopping) is { } row ? ToCheckpoint(row) : null;

    public async Task<Checkpoint?> SaveAsync(Checkpoint checkpoint, CancellationToken stopping)
    {
        var row = Columns.NewRow(Partition, Keys.Escape(checkpoint.Source));
        Map(new Fields(row, writes: true), checkpoint);
        return await _table.SaveAsync(row, checkpoint.Version, stopping) is { } saved
            ? checkpoint with { Version = saved.Headers.ETag.ToString() }
            : null;
    }

    private static Checkpoint ToCheckpoint(TableEntity row) =>
        Map(new Fields(row, writes: false), null) with { Version = row.ETag.ToString() };

    private static Checkpoint Map(Fields row, Checkpoint? from) => new()
    {
        Source = row.Required("Source", from?.Source),
        Cursor = row.Text("Cursor", from?.Cursor),
        ConfigFingerprint = row.Text("ConfigFingerprint", from?.ConfigFingerprint),
        ReadUntil = row.Value("ReadUntil", from?.ReadUntil),
        DueAt = row.Value("DueAt", from?.DueAt) ?? default,
        ScheduledAt = row.Value("ScheduledAt", from?.ScheduledAt),
        OrderedAt = row.Value("OrderedAt", from?.OrderedAt),
        Slow = row.Value("Slow", from?.Slow) ?? false,
        Throttled = row.Value("Throttled", from?.Throttled) ?? false,
        HealthyAt = row.Value("HealthyAt", from?.HealthyAt),
        Problem = row.Text("ProblemCode", from?.Problem?.Code) is { } code
            ? new Problem(
                code,
                row.Json("ProblemParameters", from?.Problem?.Parameters, ProblemJson.Default.IReadOnlyDictionaryStringString),
                row.Required("Problem", from?.Problem?.Sentence))
            : null,
        Failures = row.Value("Failures", from?.Failures) ?? 0,
        SpentIn = row.Text("SpentIn", from?.SpentIn),
        Spent = (decimal)(row.Value("Spent", (double?)from?.Spent) ?? 0),
    };
}

[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
internal sealed partial class ProblemJson : JsonSerializerContext;
