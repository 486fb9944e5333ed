using System.Collections.Concurrent;
using Azure;
using Azure.Storage.Queues;
using Listening.Collect;
using Listening.Domain;
using Listening.Messages;
using Listening.Route;

namespace Listening.Adapters.AzureStorage;

/// <summary>Queue <c>fetch</c>.</summary>
public sealed class StorageFetchQueue(StorageAccount account) : IFetchQueue
{
    public Task SendAsync(string source, CancellationToken stopping) =>
        account.Queue(Queues.Fetch).SendForGoodAsync(MessageCodec.Write(new FetchOrder(source)), stopping);
}

/// <summary>Queue <c>mentions</c>.</summary>
public sealed class StorageMentionQueue(StorageAccount account) : IMentionQueue
{
    public Task SendAsync(byte[] packed, CancellationToken stopping) =>
        account.Queue(Queues.Mentions).SendForGoodAsync(MessageCodec.ToText(packed), stopping);
}

/// <summary>
/// The queues that departments read. Their messages are base64 of the alert's JSON, as a queue trigger with default
/// settings and the storage browsers expect.
/// </summary>
public sealed class StorageAlertQueues(StorageAccount account) : IAlertQueues
{
    private readonly ConcurrentDictionary<string, Task<QueueClient>> _queues = new();

    public Task SendAsync(IReadOnlyList<CareCase> cases, CancellationToken stopping) =>
        Transactions.InParallelAsync(cases, async (@case, token) =>
        {
            var queue = await QueueAsync(@case.Queue);
            await queue.SendForGoodAsync(Convert.ToBase64String(CareAlert.From(@case).ToJson()), token);
        }, stopping);

    /// <summary>Created at its first alert: its name comes from a rule that may be an hour old.</summary>
    private async Task<QueueClient> QueueAsync(string name)
    {
        var creating = _queues.GetOrAdd(name, CreateAsync);
        try
        {
            return await creating;
        }
        catch
        {
            _queues.TryRemove(KeyValuePair.Create(name, creating));
            throw;
        }
    }

    private async Task<QueueClient> CreateAsync(string name)
    {
        var queue = account.Queue(name);
        await queue.CreateIfNotExistsAsync();
        return queue;
    }
}

internal static class QueueSending
{
    /// <summary>Never expires. Unless told so, a queue drops a message after 7 days.</summary>
    private static readonly TimeSpan ForGood = TimeSpan.FromSeconds(-1);

    public static Task SendForGoodAsync(this QueueClient queue, string text, CancellationToken stopping) =>
        queue.SendMessageAsync(text, visibilityTimeout: null, timeToLive: ForGood, cancellationToken: stopping);
}
