using Listening.Admit;
using Listening.Cases;
using Listening.Messages;
using Listening.Sources;
using Listening.Store;
using Listening.Telemetry;
using Listening.Understand;

namespace Listening;

/// <summary>Admit, understand, store, route: what happens to a batch, and the only place that knows the order.</summary>
public sealed class Pipeline(
    AdmitStep admit, CurrentSourceProfiles sourceProfiles, UnderstandStep understand, StoreStep store, RouteStep route, OpenCasesStep cases,
    IMentionQueue queue, ILogger<Pipeline> log)
{
    /// <summary>From this delivery on a failing batch is split. Before it, a restart or a busy store is the likelier cause.</summary>
    public const int SplitFromDelivery = 3;

    /// <summary>
    /// Mentions from all over the batch that fail alone, with none succeeding, before the cause is taken to lie outside the
    /// mentions. It also limits what an outage costs per delivery.
    /// </summary>
    private const int MaxProbeFailures = 8;

    /// <param name="delivery">How often the queue has delivered this batch, from 1.</param>
    public Task RunAsync(MentionBatch batch, long delivery, CancellationToken stopping) =>
        ListeningTracing.RunAsync(ListeningTracing.Process, async activity =>
        {
            activity?.SetTag(ListeningTracing.SourceTag, batch.Source).SetTag(ListeningTracing.MentionsTag, batch.Mentions.Count)
                .SetTag(ListeningTracing.DeliveryTag, delivery);
            try
            {
                await RunAsync(delivery > 1 ? batch with { Retried = true } : batch, stopping);
            }
            catch (Exception e) when (delivery >= SplitFromDelivery && batch.Mentions.Count > 1 && !stopping.IsCancellationRequested)
            {
                log.BatchSplit(batch.Source, delivery, FailureCause.Describe(e));
                var retried = batch with { Retried = true };
                if (!await AnySucceedsAloneAsync(retried, delivery, stopping))
                {
                    throw;
                }

                await SplitAsync(retried, stopping);
            }
        }, batch.TraceParent);

    private async Task RunAsync(MentionBatch batch, CancellationToken stopping)
    {
        var admitted = await AdmitAsync(batch, stopping);
        var profiles = await sourceProfiles.CurrentAsync(stopping);
        var judged = await ListeningTracing.RunAsync(
            ListeningTracing.Understand, _ => Task.FromResult(understand.Judge(admitted.Mentions, profiles)));
        if (judged.ReadByWords > 0)
        {
            log.EncoderSlow(batch.Source, judged.ReadByWords, admitted.Mentions.Count, UnderstandStep.PatienceWithEncoder);
        }

        var stored = await ListeningTracing.RunAsync(ListeningTracing.Store, _ => store.RunAsync(judged.Mentions, stopping));
        var due = await ListeningTracing.RunAsync(ListeningTracing.Route, _ => Task.FromResult(route.Run(stored.Settled)));
        await ListeningTracing.RunAsync(ListeningTracing.OpenCases, _ => cases.RunAsync(due, stored.Settled, batch.Retried, stopping));
        log.BatchStored(batch.Source, stored.New, stored.Edited, stored.Known, admitted.Irrelevant);
    }

    private Task<Admitted> AdmitAsync(MentionBatch batch, CancellationToken stopping) =>
        ListeningTracing.RunAsync(ListeningTracing.Admit, _ => admit.RunAsync(batch, stopping));

    /// <summary>Whether any mention that concerns a brand can be processed now. One that concerns none always can.</summary>
    private async Task<bool> AnySucceedsAloneAsync(MentionBatch batch, long delivery, CancellationToken stopping)
    {
        var failures = 0;
        foreach (var index in ProbeOrder(batch.Mentions.Count, delivery))
        {
            var alone = batch with { Mentions = [batch.Mentions[index]] };
            try
            {
                if ((await AdmitAsync(alone, stopping)).Mentions.Count > 0)
                {
                    await RunAsync(alone, stopping);
                    return true;
                }
            }
            catch (Exception) when (!stopping.IsCancellationRequested)
            {
                // The split finds which mention fails; if none succeeds alone, the batch's own exception is rethrown.
                if (++failures == MaxProbeFailures)
                {
                    return false;
                }
            }
        }

        return false;
    }

    /// <summary>Every index once. The first few are spread over the batch, and each delivery starts with others.</summary>
    private static IEnumerable<int> ProbeOrder(int count, long delivery)
    {
        var stride = ((count - 1) / MaxProbeFailures) + 1;
        for (var round = 0; round < stride; round++)
        {
            for (var index = (int)((delivery - SplitFromDelivery + round) % stride); index < count; index += stride)
            {
                yield return index;
            }
        }
    }

    /// <summary>
    /// Halves the batch until each part succeeds or is a single mention. Each mention that fails alone is sent as a
    /// message of its own, which ends on the poison queue without its neighbours.
    /// </summary>
    private async Task SplitAsync(MentionBatch batch, CancellationToken stopping)
    {
        var failing = new List<Mention>();
        var halves = new Stack<IReadOnlyList<Mention>>([batch.Mentions]);
        while (halves.TryPop(out var part))
        {
            try
            {
                await RunAsync(batch with { Mentions = part }, stopping);
            }
            catch (Exception) when (part.Count > 1 && !stopping.IsCancellationRequested)
            {
                halves.Push([.. part.Skip(part.Count / 2)]);
                halves.Push([.. part.Take(part.Count / 2)]);
            }
            catch (Exception) when (!stopping.IsCancellationRequested)
            {
                // Only which one fails matters here; the deliveries of its own message will log why.
                failing.Add(part[0]);
            }
        }

        foreach (var mention in failing)
        {
            await queue.SendAsync(MessageCodec.Pack(batch with { Mentions = [mention] }), stopping);
            log.MentionIsolated(mention.Id);
        }
    }
}
