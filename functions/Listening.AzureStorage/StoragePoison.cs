using Azure.Storage.Queues.Models;

namespace Listening.AzureStorage;

/// <summary>The queues <c>*-poison</c>.</summary>
public sealed class StoragePoisonQueues(StorageAccount account) : IPoisonQueues
{
    private static readonly TimeSpan VisibilityTimeout = TimeSpan.FromMinutes(1);

    public async Task<IReadOnlyList<ReceivedPoisonMessage>> ReceiveAsync(string queue, CancellationToken stopping)
    {
        var taken = await account.Queue(Queues.PoisonQueueFor(queue)).ReceiveMessagesAsync(maxMessages: 32, VisibilityTimeout, stopping);
        return [.. taken.Value.Select(message =>
            new ReceivedPoisonMessage(queue, message.MessageId, message.PopReceipt, message.MessageText))];
    }

    public async Task DeleteAsync(ReceivedPoisonMessage message, CancellationToken stopping)
    {
        try
        {
            await account.Queue(Queues.PoisonQueueFor(message.Queue)).DeleteMessageAsync(message.Id, message.Receipt, stopping);
        }
        catch (RequestFailedException e) when (
            e.ErrorCode == QueueErrorCode.MessageNotFound || e.ErrorCode == QueueErrorCode.PopReceiptMismatch)
        {
            // Another watch has deleted it, or has received it and will delete it.
        }
    }

    public Task ReplayAsync(PoisonedMessage message, CancellationToken stopping) =>
        account.Queue(message.Queue).SendWithoutExpiryAsync(message.Text, stopping);
}

/// <summary>Table <c>Poisoned</c>: one row per message, by queue.</summary>
public sealed class TablePoisonedMessages(StorageAccount account) : IPoisonedMessages
{
    private readonly TableClient _table = account.Poisoned;

    public async Task<bool> SaveAsync(PoisonedMessage message, CancellationToken stopping)
    {
        var row = Columns.NewRow(message.Queue, message.Id);
        // As bytes: a string column holds 32 Ki characters, a message 64 Ki.
        row["Message"] = Encoding.UTF8.GetBytes(message.Text);
        row["FoundAt"] = message.FoundAt;
        return await _table.SaveAsync(row, version: null, stopping) is not null;
    }

    public async Task<IReadOnlyList<PoisonedMessage>> AllAsync(CancellationToken stopping) =>
        await _table.QueryAsync<TableEntity>(cancellationToken: stopping)
            .Select(row => row.Readable())
            .Select(row => new PoisonedMessage(
                row.PartitionKey,
                row.RowKey,
                Encoding.UTF8.GetString(row.GetBinary("Message")),
                row.GetDateTimeOffset("FoundAt") ?? default))
            .ToListAsync(stopping);

    public Task DeleteAsync(PoisonedMessage message, CancellationToken stopping) =>
        _table.DeleteEntityAsync(message.Queue, message.Id, ETag.All, stopping);
}
