namespace Listening.AzureStorage;

/// <summary>Table <c>IrrelevantMentions</c>: a partition per source, a row per post.</summary>
public sealed class TableIrrelevantMentions(StorageAccount account) : IIrrelevantMentions
{
    private static readonly string[] Summary = ["Source", "MentionId", "FetchedAt", Columns.Schema];

    private readonly TableClient _table = account.IrrelevantMentions;

    public async Task KeepAsync(string source, IReadOnlyList<Mention> mentions, CancellationToken stopping)
    {
        var partition = Keys.Escape(source);
        var deleted = await _table
            .QueryAsync<TableEntity>(
                TableClient.CreateQueryFilter($"PartitionKey eq {partition} and Deleted eq true"),
                select: ["RowKey"],
                cancellationToken: stopping)
            .Select(row => row.RowKey)
            .ToHashSetAsync(cancellationToken: stopping);
        var kept = mentions.Where(mention => mention.Deleted || !deleted.Contains(mention.Id.Value));
        await _table.WriteAsync(
            [.. kept.Select(mention => new TableTransactionAction(
                TableTransactionActionType.UpsertReplace, mention.ToRow(partition, mention.Id.Value)))],
            stopping);
    }

    public Task RemoveAsync(string source, IReadOnlyList<MentionId> mentions, CancellationToken stopping) =>
        _table.DeleteAsync([.. mentions.Select(mention => (Keys.Escape(source), mention.Value))], stopping);

    public IAsyncEnumerable<KeptMention> AllAsync(CancellationToken stopping) => _table
        .QueryAsync<TableEntity>(select: Summary, cancellationToken: stopping)
        .Select(row => new Fields(row.Readable(), writes: false))
        .Select(row => new KeptMention(
            row.Required("Source", null),
            new MentionId(row.Required("MentionId", null)),
            row.Value<DateTimeOffset>("FetchedAt", null)!.Value));

    public IAsyncEnumerable<Mention> OfSourceAsync(string source, CancellationToken stopping)
    {
        var partition = Keys.Escape(source);
        return _table
            .QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), cancellationToken: stopping)
            .Select(row => row.ToIrrelevant());
    }
}
