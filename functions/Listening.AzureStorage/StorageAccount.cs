using Azure.Storage.Queues;

namespace Listening.AzureStorage;

/// <summary>The tables and queues of one installation.</summary>
/// <param name="prefix">Put before every name, so that tests can share an account; empty in production.</param>
public sealed class StorageAccount(TableServiceClient tables, QueueServiceClient queues, string prefix = "")
{
    /// <exception cref="FormatException">It is not a connection string, or names no queue or table endpoint.</exception>
    public static StorageAccount Connect(
        string connectionString, string prefix = "", TableClientOptions? tables = null, QueueClientOptions? queues = null)
    {
        // MessageCodec makes the base64: the text of a message is sent as it is.
        queues ??= new QueueClientOptions();
        queues.MessageEncoding = QueueMessageEncoding.None;
        try
        {
            return new(new TableServiceClient(connectionString, tables), new QueueServiceClient(connectionString, queues), prefix);
        }
        catch (Exception refused) when (refused is ArgumentException or InvalidOperationException)
        {
            // What the table client throws where the queue client throws a FormatException (Azure.Data.Tables 12.13).
            throw new FormatException(refused.Message, refused);
        }
    }

    public TableClient Mentions => tables.GetTableClient(prefix + "Mentions");

    public TableClient MentionIndex => tables.GetTableClient(prefix + "MentionIndex");

    public TableClient Cases => tables.GetTableClient(prefix + "Cases");

    public TableClient CaseIndex => tables.GetTableClient(prefix + "CaseIndex");

    public TableClient Checkpoints => tables.GetTableClient(prefix + "Checkpoints");

    public TableClient SourceProfiles => tables.GetTableClient(prefix + "SourceProfiles");

    public TableClient AuthorIndex => tables.GetTableClient(prefix + "AuthorIndex");

    public TableClient Annotations => tables.GetTableClient(prefix + "Annotations");

    public TableClient Poisoned => tables.GetTableClient(prefix + "Poisoned");

    public QueueClient Queue(string name) => queues.GetQueueClient(prefix.Length == 0 ? name : $"{prefix}-{name}");

    /// <summary>Creates what is missing. Safe to repeat, and for several at once.</summary>
    /// <exception cref="InvalidDataException">A table holds rows of another version, in one sentence with the remedy.</exception>
    public async Task CreateAsync(CancellationToken stopping)
    {
        TableClient[] all = [Mentions, MentionIndex, Cases, CaseIndex, AuthorIndex, Checkpoints, SourceProfiles, Annotations, Poisoned];
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
