using Listening.Messages;

namespace Listening.Testing;

/// <summary>The queues the host parks failing messages on.</summary>
/// <param name="origins">The queues that messages go back to.</param>
public sealed class InMemoryPoisonQueues(IReadOnlyDictionary<string, InMemoryQueue> origins) : IPoisonQueues
{
    private const int MaxMessages = 32;

    private readonly Dictionary<string, InMemoryQueue> _queues = Queues.Own.ToDictionary(name => name, _ => new InMemoryQueue());

    /// <summary>The poison queue of <paramref name="queue"/>.</summary>
    public InMemoryQueue For(string queue) => _queues[queue];

    public async Task<IReadOnlyList<ReceivedPoisonMessage>> ReceiveAsync(string queue, CancellationToken stopping)
    {
        await Task.Yield();
        var taken = new List<ReceivedPoisonMessage>();
        while (taken.Count < MaxMessages && _queues[queue].Receive() is { } message)
        {
            taken.Add(new ReceivedPoisonMessage(queue, message.Id, message.Receipt, message.Text));
        }

        return taken;
    }

    public async Task DeleteAsync(ReceivedPoisonMessage message, CancellationToken stopping)
    {
        await Task.Yield();
        _queues[message.Queue].Delete(message.Id, message.Receipt);
    }

    public async Task ReplayAsync(PoisonedMessage message, CancellationToken stopping)
    {
        await Task.Yield();
        origins[message.Queue].Send(message.Text);
    }
}

public sealed class InMemoryPoisonedMessages : IPoisonedMessages
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Queue, string Id), PoisonedMessage> _kept = [];

    public async Task<bool> SaveAsync(PoisonedMessage message, CancellationToken stopping)
    {
        await Task.Yield();
        lock (_lock)
        {
            return _kept.TryAdd((message.Queue, message.Id), message);
        }
    }

    public async Task<IReadOnlyList<PoisonedMessage>> AllAsync(CancellationToken stopping)
    {
        await Task.Yield();
        lock (_lock)
        {
            return
            [
                .. _kept.Values
                    .OrderBy(message => message.Queue, StringComparer.Ordinal).ThenBy(message => message.Id, StringComparer.Ordinal),
            ];
        }
    }

    public async Task DeleteAsync(PoisonedMessage message, CancellationToken stopping)
    {
        await Task.Yield();
        lock (_lock)
        {
            _kept.Remove((message.Queue, message.Id));
        }
    }
}
