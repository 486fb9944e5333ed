using Listening.Telemetry;

namespace Listening.Messages;

/// <summary>A message that failed too often, kept until its cause is fixed and it is replayed.</summary>
/// <param name="Queue">The queue it failed on.</param>
/// <param name="Id">Unique within its queue.</param>
public sealed record PoisonedMessage(string Queue, string Id, string Text, DateTimeOffset FoundAt);

/// <summary>The queues on which the host parks failing messages. Its copies expire after 7 days.</summary>
public interface IPoisonQueues
{
    /// <summary>Receives messages from <paramref name="queue"/>'s poison queue; each becomes visible again unless it is deleted.</summary>
    Task<IReadOnlyList<ReceivedPoisonMessage>> ReceiveAsync(string queue, CancellationToken stopping);

    Task DeleteAsync(ReceivedPoisonMessage message, CancellationToken stopping);

    /// <summary>Puts a message back on the queue on which it failed, unchanged and without expiry.</summary>
    Task ReplayAsync(PoisonedMessage message, CancellationToken stopping);
}

/// <param name="Receipt">Proves to the queue that this receiver holds the message.</param>
public sealed record ReceivedPoisonMessage(string Queue, string Id, string Receipt, string Text);

/// <summary>Keeps poisoned messages where they do not expire.</summary>
public interface IPoisonedMessages
{
    /// <summary>Returns false if it was already kept.</summary>
    Task<bool> SaveAsync(PoisonedMessage message, CancellationToken stopping);

    Task<IReadOnlyList<PoisonedMessage>> AllAsync(CancellationToken stopping);

    Task DeleteAsync(PoisonedMessage message, CancellationToken stopping);
}

/// <summary>Copies poisoned messages into a table before they expire, logs an error, and replays them on demand.</summary>
public sealed class PoisonWatchStep(
    IPoisonQueues queues, IPoisonedMessages kept, ListeningMetrics metrics, TimeProvider time, ILogger<PoisonWatchStep> log)
{
    public async Task RunAsync(CancellationToken stopping)
    {
        foreach (var queue in Queues.Own)
        {
            var found = 0;
            while (await queues.ReceiveAsync(queue, stopping) is { Count: > 0 } received)
            {
                foreach (var message in received)
                {
                    // Save, then delete: a crash in between saves the same row again.
                    var isNew = await kept.SaveAsync(new PoisonedMessage(queue, message.Id, message.Text, time.GetUtcNow()), stopping);
                    await queues.DeleteAsync(message, stopping);
                    found += isNew ? 1 : 0;
                }
            }

            if (found > 0)
            {
                metrics.Poisoned(queue, found);
                log.MessagesPoisoned(found, queue);
            }
        }
    }

    /// <summary>Puts every kept message back on its queue and returns their number.</summary>
    public async Task<int> ReplayAsync(CancellationToken stopping)
    {
        var messages = await kept.AllAsync(stopping);
        foreach (var message in messages)
        {
            // Send, then delete: a crash in between replays it twice, which every step allows.
            await queues.ReplayAsync(message, stopping);
            await kept.DeleteAsync(message, stopping);
        }

        return messages.Count;
    }
}
