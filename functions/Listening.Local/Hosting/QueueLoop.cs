using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Listening.Local.Hosting;

/// <summary>Processes one message.</summary>
internal delegate Task QueueFunction(QueueMessage message, CancellationToken stopping);

/// <summary>Reads one queue as the Functions host does: in batches, a delay after a failure, the poison queue after the last.</summary>
internal sealed class QueueLoop(
    string function, QueueClient queue, QueueClient poison, HostSettings settings, QueueFunction call, ILogger log)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan NeverExpires = TimeSpan.FromSeconds(-1);

    /// <summary>Receives messages until <paramref name="stopping"/>; those in progress may finish until <paramref name="work"/>.</summary>
    public async Task RunAsync(CancellationToken stopping, CancellationToken work)
    {
        var inProgress = new List<Task>();
        var pause = FirstPause;
        while (!stopping.IsCancellationRequested)
        {
            inProgress.RemoveAll(task => task.IsCompleted);
            if (inProgress.Count > settings.NewBatchThreshold)
            {
                await Task.WhenAny(inProgress);
                continue;
            }

            var received = await ReceiveAsync(stopping);
            inProgress.AddRange(received.Select(message => HandleAsync(message, work)));
            if (received.Count > 0)
            {
                pause = FirstPause;
                continue;
            }

            await Task.Delay(pause, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < settings.MaxPollingInterval ? pause * 2 : settings.MaxPollingInterval;
        }

        await Task.WhenAll(inProgress);
    }

    private async Task<IReadOnlyList<QueueMessage>> ReceiveAsync(CancellationToken stopping)
    {
        try
        {
            return (await queue.ReceiveMessagesAsync(settings.BatchSize, settings.Invisible, stopping)).Value;
        }
        catch (Exception e) when (StorageFailure.Is(e))
        {
            log.QueueUnreadable(function, queue.Name, StorageFailure.Describe(e));
            return [];
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return [];
        }
    }

    private async Task HandleAsync(QueueMessage message, CancellationToken work)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(work);
        var hiding = KeepHiddenAsync(message, done.Token);
        Exception? failure = null;
        try
        {
            await call(message, work);
        }
        catch (Exception e)
        {
            failure = e;
        }

        await done.CancelAsync();
        var receipt = await hiding;
        try
        {
            if (failure is null)
            {
                await queue.DeleteMessageAsync(message.MessageId, receipt, CancellationToken.None);
            }
            else if (work.IsCancellationRequested)
            {
                await HideAsync(message, receipt, TimeSpan.Zero);
            }
            else if (message.DequeueCount < settings.MaxDequeueCount)
            {
                log.DeliveryFailed(function, message.DequeueCount, settings.MaxDequeueCount, StorageFailure.Describe(failure));
                await HideAsync(message, receipt, settings.VisibilityTimeout);
            }
            else
            {
                log.MessagePoisoned(function, poison.Name, StorageFailure.Describe(failure));
                await poison.SendMessageAsync(message.MessageText, timeToLive: NeverExpires, cancellationToken: CancellationToken.None);
                await queue.DeleteMessageAsync(message.MessageId, receipt, CancellationToken.None);
            }
        }
        catch (Exception e) when (StorageFailure.Is(e))
        {
            // Another worker has it by now, or the queue does not respond: it is delivered again, which every step allows.
            log.MessageRedelivered(function, StorageFailure.Describe(e));
        }
    }

    /// <returns>Once <paramref name="done"/>, the receipt needed to delete the message: each renewal changes it.</returns>
    private async Task<string> KeepHiddenAsync(QueueMessage message, CancellationToken done)
    {
        var receipt = message.PopReceipt;
        while (true)
        {
            await Task.Delay(settings.Invisible / 3, done).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (done.IsCancellationRequested)
            {
                return receipt;
            }

            try
            {
                receipt = await HideAsync(message, receipt, settings.Invisible);
            }
            catch (Exception e) when (StorageFailure.Is(e))
            {
                // Another worker has received it: this one continues, writes the same rows, and its delete fails.
                return receipt;
            }
        }
    }

    private async Task<string> HideAsync(QueueMessage message, string receipt, TimeSpan duration)
    {
        var updated = await queue.UpdateMessageAsync(
            message.MessageId, receipt, visibilityTimeout: duration, cancellationToken: CancellationToken.None);
        return updated.Value.PopReceipt;
    }
}
