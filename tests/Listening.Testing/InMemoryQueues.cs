using Listening.Cases;
using Listening.Messages;
using Listening.Sources;

namespace Listening.Testing;

public sealed class InMemoryFetchQueue : IFetchQueue
{
    public InMemoryQueue Queue { get; } = new();

    /// <summary>Queue <c>fetch-slow</c>.</summary>
    public InMemoryQueue SlowQueue { get; } = new();

    public TimeSpan LastDelay { get; private set; }

    public async Task SendAsync(FetchOrder order, CancellationToken stopping, TimeSpan delay = default)
    {
        await Task.Yield();
        LastDelay = delay;
        (order.Slow ? SlowQueue : Queue).Send(MessageCodec.WriteFetchOrder(order));
    }
}

public sealed class InMemoryMentionQueue : IMentionQueue
{
    public InMemoryQueue Queue { get; } = new();

    public async Task SendAsync(byte[] packed, CancellationToken stopping)
    {
        await Task.Yield();
        Queue.Send(MessageCodec.Encode(packed));
    }

    public async Task<int> CountAsync(CancellationToken stopping)
    {
        await Task.Yield();
        return Queue.Texts.Count;
    }
}

/// <summary>The queues that departments read.</summary>
public sealed class InMemoryAlertQueues : IAlertQueues
{
    private readonly Lock _lock = new();
    private readonly List<(string Queue, string AlertId, string Json)> _sent = [];

    /// <summary>Sending an alert with this text fails; null if none does.</summary>
    public string? Refuses { get; set; }

    /// <summary>Everything ever announced, in its order.</summary>
    public IReadOnlyList<(string Queue, string AlertId, string Json)> Sent
    {
        get
        {
            lock (_lock)
            {
                return [.. _sent];
            }
        }
    }

    public async Task SendAsync(IReadOnlyList<AlertMessage> alerts, CancellationToken stopping)
    {
        await Task.Yield();
        lock (_lock)
        {
            foreach (var alert in alerts)
            {
                var json = Encoding.UTF8.GetString(alert.Body);
                if (Refuses is { } text && json.Contains(text, StringComparison.Ordinal))
                {
                    throw new InvalidOperationException("The queue refuses this alert.");
                }

                _sent.Add((alert.Queue, alert.Id, json));
            }
        }
    }
}
