using System.Reflection;
using Listening.Functions;
using Listening.Messages;
using Microsoft.Azure.Functions.Worker;

namespace Listening.Local.Hosting;

/// <summary>Runs the functions as the Functions host does: finds them by their attributes, fires the timers and reads the queues.</summary>
internal sealed class LocalFunctionHost(
    Triggers triggers, StorageAccount account, HostSettings settings, TimeProvider time, ILogger<LocalFunctionHost> log)
{
    /// <summary>How long messages in progress may take to finish after a stop; the rest is cancelled and left to the next start.</summary>
    private static readonly TimeSpan TimeToFinish = TimeSpan.FromSeconds(1.5);

    /// <summary>How long what was cancelled may take to end. What computes, or waits for a file, does not notice.</summary>
    private static readonly TimeSpan TimeToCancel = TimeSpan.FromMilliseconds(250);

    /// <summary>Runs until <paramref name="stopping"/>, then finishes the messages in progress, as far as they finish soon.</summary>
    /// <param name="timers">False for a single run, which reads every source once, whether or not it is due.</param>
    public async Task RunAsync(bool timers, CancellationToken stopping)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using var work = new CancellationTokenSource();
        await using var ending = ended.Token.Register(() => work.CancelAfter(TimeToFinish));
        var loops = new List<Task>();
        foreach (var method in typeof(Triggers).GetMethods().Where(method => method.GetCustomAttribute<FunctionAttribute>() is not null))
        {
            var name = method.GetCustomAttribute<FunctionAttribute>()!.Name;
            var trigger = method.GetParameters()[0];
            if (trigger.GetCustomAttribute<QueueTriggerAttribute>() is { } queue)
            {
                var call = method.CreateDelegate<QueueFunction>(triggers);
                var poison = account.Queue(Queues.PoisonQueueFor(queue.QueueName));
                var loop = new QueueLoop(name, account.Queue(queue.QueueName), poison, settings, call, log);
                loops.Add(loop.RunAsync(ended.Token, work.Token));
            }
            else if (trigger.GetCustomAttribute<TimerTriggerAttribute>() is { } timer && timers)
            {
                var call = method.CreateDelegate<Func<TimerInfo, CancellationToken, Task>>(triggers);
                loops.Add(new TimerLoop(name, timer.Schedule, call, time, log).RunAsync(ended.Token, work.Token));
            }
        }

        // A loop ends when stopped, or by an error after which no messages would be processed: then all end, and the error is thrown.
        await Task.WhenAny(loops);
        if (loops.Exists(loop => loop.IsFaulted))
        {
            await ended.CancelAsync();
        }

        await FinishAsync(Task.WhenAll(loops), work.Token);
    }

    private async Task FinishAsync(Task loops, CancellationToken work)
    {
        var cancelled = new TaskCompletionSource();
        await using var registration = work.Register(() => cancelled.TrySetResult());
        if (await Task.WhenAny(loops, cancelled.Task) != loops
            && await Task.WhenAny(loops, Task.Delay(TimeToCancel, time, CancellationToken.None)) != loops)
        {
            // Its messages become visible again by themselves, and are processed again from the start.
            log.WorkAbandoned();
            return;
        }

        await loops;
    }
}
