using Azure.Storage.Queues;

namespace Listening.AzureStorage;

/// <summary>The tables and queues of one installation.</summary>
/// <param name="prefix">Put before every name, so that tests can share an account; empty in production.</param>
public sealed class StorageAccount(TableServiceClient tables, QueueServiceClient queues, string prefix = "")
{
    /// <exception cref="ConnectionStringException">It is not a connection string, or names no queue or table endpoint.</exception>
    public static StorageAccount Connect(
        string connectionString, string prefix = "", TableClientOptions? tables = null, QueueClientOptions? queues = null)
    {
        // MessageCodec makes the base64: the text of a message is sent as it is.
        queues ??= new QueueClientOptions();
        queues.MessageEncoding = QueueMessageEncoding.None;
        try
        {
            var (table, queue) = (new TableServiceClient(connectionString, tables), new QueueServiceClient(connectionString, queues));
            if (ConnectionString.IsWebAddress(table.Uri) && ConnectionString.IsWebAddress(queue.Uri))
            {
                return new(table, queue, prefix);
            }
        }
        catch (Exception refused) when (refused is FormatException or ArgumentException or InvalidOperationException)
        {
            // It quotes the connection string, so it is not even kept as the inner exception.
        }

        throw ConnectionString.Refuse(connectionString);
    }

    public TableClient Mentions => tables.GetTableClient(prefix + "Mentions");

    public TableClient MentionIndex => tables.GetTableClient(prefix + "MentionIndex");

    public TableClient Cases => tables.GetTableClient(prefix + "Cases");

    public TableClient CaseIndex => tables.GetTableClient(prefix + "CaseIndex");

    public TableClient Checkpoints => tables.GetTableClient(prefix + "Checkpoints");

    public TableClient SourceProfiles => tables.GetTableClient(prefix + "SourceProfiles");

    public TableClient AuthorIndex => tables.GetTableClient(prefix + "AuthorIndex");

    public TableClient Annotations => tables.GetTableClient(prefix + "Annotations");

    public TableClient IrrelevantMentions => tables.GetTableClient(prefix + "IrrelevantMentions");

    public TableClient Poisoned => tables.GetTableClient(prefix + "Poisoned");

    public QueueClient Queue(string name) => queues.GetQueueClient(prefix.Length == 0 ? name : $"{prefix}-{name}");

    /// <summary>Creates what is missing. Safe to repeat, and for several at once.</summary>
    /// <exception cref="InvalidDataException">A table holds rows of another version, in one sentence with the remedy.</exception>
    public async Task CreateAsync(CancellationToken stopping)
    {
        TableClient[] all =
        [
            Mentions, MentionIndex, Cases, CaseIndex, AuthorIndex, Checkpoints, SourceProfiles, Annotations, IrrelevantMentions, Poisoned,
        ];
        await Task.WhenAll(all.Select(async table =>
        {
            await table.CreateIfNotExistsAsync(stopping);
            // Found row by row, another version's data would be refused only after new rows were written beside it.
            var first = await table.QueryAsync<TableEntity>(maxPerPage: 1, select: [Columns.Schema], cancellationToken: stopping)
                .FirstOrDefaultAsync(stopping);
            first?.Readable();
        }));
        await Task.WhenAll(Queues.Own.SelectMany(name => (string[])[name, Queues.PoisonQueueFor(name)])
            .Select(name => Queue(name).CreateIfNotExistsAsync(cancellationToken: stopping)));
    }
}
