using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;

namespace Listening.Local.Hosting;

/// <summary>
/// Reads one queue as the Functions host does: batches, renewed invisibility while a message is in work, rest after a
/// failure, the poison queue after the last.
/// </summary>
internal sealed class QueueLoop(
    string name, QueueClient queue, QueueClient poison, HostSettings settings, Func<QueueMessage, CancellationToken, Task> call, ILogger log)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ForGood = TimeSpan.FromSeconds(-1);

    /// <summary>Takes messages until <paramref name="stopping"/> and lets those in work finish until <paramref name="work"/> ends.</summary>
    public async Task RunAsync(CancellationToken stopping, CancellationToken work)
    {
        var inWork = new List<Task>();
        var pause = FirstPause;
        while (!stopping.IsCancellationRequested)
        {
            inWork.RemoveAll(task => task.IsCompleted);
            if (inWork.Count > settings.NewBatchThreshold)
            {
                await Task.WhenAny(inWork);
                continue;
            }

            var taken = await TakeAsync(stopping);
            inWork.AddRange(taken.Select(message => HandleAsync(message, work)));
            if (taken.Count > 0)
            {
                pause = FirstPause;
                continue;
            }

            await Task.Delay(pause, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < settings.MaxPollingInterval ? pause * 2 : settings.MaxPollingInterval;
        }

        await Task.WhenAll(inWork);
    }

    private async Task<IReadOnlyList<QueueMessage>> TakeAsync(CancellationToken stopping)
    {
        try
        {
            return (await queue.ReceiveMessagesAsync(settings.BatchSize, settings.Invisible, stopping)).Value;
        }
        catch (Exception e) when (StorageFailure.Is(e))
        {
            log.QueueUnreadable(name, queue.Name, StorageFailure.Describe(e));
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
        var held = new HeldMessage(queue, message);
        var renewing = held.RenewAsync(settings.Invisible, settings.Invisible / 3, done.Token);
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
        await renewing;
        try
        {
            if (failure is null)
            {
                await held.DeleteAsync();
            }
            else if (work.IsCancellationRequested)
            {
                await held.ReleaseAsync(TimeSpan.Zero);
            }
            else if (message.DequeueCount < settings.MaxDequeueCount)
            {
                log.DeliveryFailed(name, message.DequeueCount, settings.MaxDequeueCount, StorageFailure.Describe(failure));
                await held.ReleaseAsync(settings.VisibilityTimeout);
            }
            else
            {
                log.MessageParked(name, poison.Name, StorageFailure.Describe(failure));
                await poison.SendMessageAsync(message.MessageText, visibilityTimeout: null, timeToLive: ForGood, CancellationToken.None);
                await held.DeleteAsync();
            }
        }
        catch (Exception e) when (StorageFailure.Is(e))
        {
            // Somebody else has it by now, or the queue does not answer: either way it comes again, which every step allows.
            log.MessageComesAgain(name, StorageFailure.Describe(e));
        }
    }

    /// <summary>A message while it is ours. Each renewal changes the receipt that proves so.</summary>
    private sealed class HeldMessage(QueueClient queue, QueueMessage message)
    {
        private string _receipt = message.PopReceipt;

        public async Task RenewAsync(TimeSpan invisible, TimeSpan every, CancellationToken done)
        {
            while (true)
            {
                await Task.Delay(every, done).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (done.IsCancellationRequested)
                {
                    return;
                }

                try
                {
                    _receipt = (await queue.UpdateMessageAsync(message.MessageId, _receipt, visibilityTimeout: invisible, cancellationToken: CancellationToken.None)).Value.PopReceipt;
                }
                catch (Exception e) when (StorageFailure.Is(e))
                {
                    // Lost to another worker: ours goes on and ends in the same rows, and the delete will tell.
                    return;
                }
            }
        }

        public async Task DeleteAsync() => await queue.DeleteMessageAsync(message.MessageId, _receipt, CancellationToken.None);

        public async Task ReleaseAsync(TimeSpan rest) =>
            await queue.UpdateMessageAsync(message.MessageId, _receipt, visibilityTimeout: rest, cancellationToken: CancellationToken.None);
    }
}
