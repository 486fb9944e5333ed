using Azure.Storage.Queues.Models;
using Listening.Admit;
using Microsoft.Azure.Functions.Worker;

namespace Listening.Functions;

/// <summary>
/// Every trigger of the service, in flow order. A trigger, a decode, one call: exceptions leave the function, the queue
/// delivers again and, after host.json's <c>maxDequeueCount</c>, the host moves the message to its poison queue.
/// </summary>
public sealed class Triggers(
    CollectStep collect, FetchStep fetch, Pipeline pipeline, SweepStep sweep, PoisonWatchStep poisonWatch,
    LearnSourceProfilesStep learnSourceProfiles, TrimIrrelevantStep trimIrrelevant)
{
    /// <summary>Every 15 seconds: orders a read of each source that is due.</summary>
    [Function("Collect")]
    public Task CollectAsync([TimerTrigger("*/15 * * * * *")] TimerInfo timer, CancellationToken stopping) =>
        collect.RunAsync(everySource: false, stopping);

    /// <summary>Reads one source on from its checkpoint.</summary>
    [Function("Fetch")]
    public Task FetchAsync([QueueTrigger(Queues.Fetch)] QueueMessage message, CancellationToken stopping) =>
        fetch.RunAsync(MessageCodec.ReadFetchOrder(message.MessageText), stopping);

    /// <summary>Reads one slow source on from its checkpoint, in slots apart from those of the others.</summary>
    [Function("FetchSlow")]
    public Task FetchSlowAsync([QueueTrigger(Queues.FetchSlow)] QueueMessage message, CancellationToken stopping) =>
        fetch.RunAsync(MessageCodec.ReadFetchOrder(message.MessageText, Queues.FetchSlow), stopping);

    /// <summary>Admits, understands, stores and routes a batch of mentions.</summary>
    [Function("Process")]
    public Task ProcessAsync([QueueTrigger(Queues.Mentions)] QueueMessage message, CancellationToken stopping) =>
        pipeline.RunAsync(MessageCodec.ReadBatch(message.MessageText), message.DequeueCount, stopping);

    /// <summary>Every 10 minutes: announces cases that were opened but not announced.</summary>
    [Function("Sweep")]
    public Task SweepAsync([TimerTrigger("0 */10 * * * *")] TimerInfo timer, CancellationToken stopping) =>
        sweep.RunAsync(SweepStep.AnnouncementTimeout, stopping);

    /// <summary>Every 15 minutes: keeps poisoned messages before they expire, and logs an error.</summary>
    [Function("PoisonWatch")]
    public Task PoisonWatchAsync([TimerTrigger("0 */15 * * * *")] TimerInfo timer, CancellationToken stopping) =>
        poisonWatch.RunAsync(stopping);

    /// <summary>Every hour: learns the source profiles from the latest posts.</summary>
    [Function("LearnSourceProfiles")]
    public Task LearnSourceProfilesAsync([TimerTrigger("0 5 * * * *")] TimerInfo timer, CancellationToken stopping) =>
        learnSourceProfiles.RunAsync(stopping);

    /// <summary>Every hour: removes posts that concern no brand and are not kept any longer.</summary>
    [Function("TrimIrrelevant")]
    public Task TrimIrrelevantAsync([TimerTrigger("0 35 * * * *")] TimerInfo timer, CancellationToken stopping) =>
        trimIrrelevant.RunAsync(stopping);
}
