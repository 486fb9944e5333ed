using Listening.Telemetry;
using Microsoft.Extensions.Logging;

namespace Listening.Messages;

/// <summary>A message that failed too often, kept until somebody mended the cause.</summary>
/// <param name="Queue">The queue it failed on.</param>
/// <param name="Id">Names it within its queue.</param>
public sealed record PoisonedMessage(string Queue, string Id, string Text, DateTimeOffset FoundAt);

/// <summary>The queues the host parks failing messages on. Its copies expire after 7 days.</summary>
public interface IPoisonQueues
{
    /// <summary>Takes messages off the poison queue of <paramref name="queue"/>; each comes back in a while unless deleted.</summary>
    Task<IReadOnlyList<ReceivedPoisonMessage>> ReceiveAsync(string queue, CancellationToken stopping);

    Task DeleteAsync(ReceivedPoisonMessage message, CancellationToken stopping);

    /// <summary>Puts a message back where it failed, for good.</summary>
    Task ReplayAsync(PoisonedMessage message, CancellationToken stopping);
}

/// <param name="Receipt">The queue's proof that we hold it.</param>
public sealed record ReceivedPoisonMessage(string Queue, string Id, string Receipt, string Text);

/// <summary>Keeps poisoned messages where they do not expire.</summary>
public interface IPoisonedMessages
{
    /// <summary>Returns false if it was kept before.</summary>
    Task<bool> SaveAsync(PoisonedMessage message, CancellationToken stopping);

    Task<IReadOnlyList<PoisonedMessage>> AllAsync(CancellationToken stopping);

    Task DeleteAsync(PoisonedMessage message, CancellationToken stopping);
}

/// <summary>Copies poisoned messages into a table before they expire, tells somebody, and replays them when told to.</summary>
public sealed class PoisonWatchStep(
    IPoisonQueues queues, IPoisonedMessages kept, ListeningMetrics metrics, TimeProvider time, ILogger<PoisonWatchStep> log)
{
    public async Task RunAsync(CancellationToken stopping)
    {
        foreach (var queue in Queues.Own)
        {
            var found = 0;
            while (await queues.ReceiveAsync(queue, stopping) is { Count: > 0 } taken)
            {
                foreach (var message in taken)
                {
                    // Keep, then delete: dying in between keeps it twice under one id, which is once.
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

    /// <summary>Puts every kept message back on its queue and returns how many there were.</summary>
    public async Task<int> ReplayAsync(CancellationToken stopping)
    {
        var messages = await kept.AllAsync(stopping);
        foreach (var message in messages)
        {
            // Send, then forget: dying in between replays it twice, which every step allows.
            await queues.ReplayAsync(message, stopping);
            await kept.DeleteAsync(message, stopping);
        }

        return messages.Count;
    }
}
