using System.Collections.Concurrent;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Listening.AzureStorage;

/// <summary>Queues <c>fetch</c> and <c>fetch-slow</c>.</summary>
public sealed class StorageFetchQueue(StorageAccount account) : IFetchQueue
{
    public Task SendAsync(FetchOrder order, CancellationToken stopping, TimeSpan delay = default) =>
        account.Queue(order.Queue).SendWithoutExpiryAsync(MessageCodec.WriteFetchOrder(order), stopping, delay);
}

/// <summary>Queue <c>mentions</c>.</summary>
public sealed class StorageMentionQueue(StorageAccount account) : IMentionQueue
{
    public Task SendAsync(byte[] packed, CancellationToken stopping) =>
        account.Queue(Queues.Mentions).SendWithoutExpiryAsync(MessageCodec.Encode(packed), stopping);

    public async Task<int> CountAsync(CancellationToken stopping) =>
        (await account.Queue(Queues.Mentions).GetPropertiesAsync(stopping)).Value.ApproximateMessagesCount;
}

/// <summary>
/// The queues that departments read. Their messages are base64 of the alert's JSON, which a queue trigger with default
/// settings and storage browsers expect.
/// </summary>
public sealed class StorageAlertQueues(StorageAccount account) : IAlertQueues
{
    private readonly ConcurrentDictionary<string, QueueClient> _queues = new();

    public async Task SendAsync(IReadOnlyList<AlertMessage> alerts, CancellationToken stopping)
    {
        // Created at its first alert: its name comes from a rule that may be an hour old.
        foreach (var name in alerts.Select(alert => alert.Queue).Distinct().Where(name => !_queues.ContainsKey(name)))
        {
            var queue = account.Queue(name);
            await queue.CreateIfNotExistsAsync(cancellationToken: stopping);
            _queues[name] = queue;
        }

        await Transactions.InParallelAsync(alerts, SendAsync, stopping);
    }

    private async Task SendAsync(AlertMessage alert, CancellationToken stopping)
    {
        try
        {
            var queue = _queues.GetValueOrDefault(alert.Queue) ?? account.Queue(alert.Queue);
            await queue.SendWithoutExpiryAsync(Convert.ToBase64String(alert.Body), stopping);
        }
        catch (RequestFailedException e) when (e.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            // An operator deleted it; the next delivery creates it again.
            _queues.TryRemove(alert.Queue, out _);
            throw;
        }
    }
}

internal static class QueueSending
{
    /// <summary>Never expires. Unless told so, a queue drops a message after 7 days.</summary>
    private static readonly TimeSpan ForGood = TimeSpan.FromSeconds(-1);

    public static Task SendWithoutExpiryAsync(
        this QueueClient queue, string text, CancellationToken stopping, TimeSpan delay = default) =>
        queue.SendMessageAsync(text, delay, ForGood, stopping);
}
