using Listening.Admit;
using Listening.Cases;
using Listening.Domain;
using Listening.Messages;
using Listening.Route;
using Listening.Sources;
using Listening.Store;
using Listening.Telemetry;
using Listening.Understand;
using Microsoft.Extensions.Logging;

namespace Listening;

/// <summary>Admit, understand, store, route: what happens to a batch, and the only place that knows the order.</summary>
public sealed class Pipeline(
    AdmitStep admit, CurrentSourceProfiles streams, UnderstandStep understand, StoreStep store, RouteStep route, OpenCasesStep cases,
    IMentionQueue again, ILogger<Pipeline> log)
{
    /// <summary>From this delivery on a failing batch is taken apart. Before it, a restart or a busy store is the likelier cause.</summary>
    public const int SplitFromDelivery = 3;

    /// <summary>
    /// Mentions from all over the batch that fail alone, with none succeeding, before we blame something else than the
    /// mentions. It is also about what an outage costs each delivery.
    /// </summary>
    private const int MaxProbeFailures = 8;

    /// <param name="delivery">How often the queue has delivered this batch, from 1.</param>
    public async Task RunAsync(MentionBatch batch, long delivery, CancellationToken stopping)
    {
        try
        {
            await RunAsync(batch, stopping);
        }
        catch (Exception e) when (delivery >= SplitFromDelivery && batch.Mentions.Count > 1 && !stopping.IsCancellationRequested)
        {
            log.BatchSplit(batch.Source, delivery, FailureCause.Describe(e));
            if (!await AnySucceedsAloneAsync(batch, delivery, stopping))
            {
                throw;
            }

            await SplitAsync(batch, stopping);
        }
    }

    private async Task RunAsync(MentionBatch batch, CancellationToken stopping)
    {
        var admitted = await admit.RunAsync(batch, stopping);
        var profiles = await streams.CurrentAsync(stopping);
        var judged = admitted.Mentions
            .Select(mention => (mention, understand.Judge(mention, profiles.GetValueOrDefault((mention.Brand, mention.Mention.Source)))))
            .ToList();
        var stored = await store.RunAsync(judged, stopping);
        var mentions = stored.Settled.Select(row => row.Mention.Id).ToHashSet();
        await cases.RunAsync(route.Run(stored.Settled), mentions, stopping);
        log.BatchStored(batch.Source, stored.New, stored.Edited, stored.Known, admitted.Irrelevant);
    }

    /// <summary>Whether a mention that concerns a brand can be processed at all just now. One that concerns none always can, which proves nothing.</summary>
    private async Task<bool> AnySucceedsAloneAsync(MentionBatch batch, long delivery, CancellationToken stopping)
    {
        var failures = 0;
        foreach (var place in Spread(batch.Mentions.Count, delivery))
        {
            var alone = batch with { Mentions = [batch.Mentions[place]] };
            try
            {
                if ((await admit.RunAsync(alone, stopping)).Mentions.Count > 0)
                {
                    await RunAsync(alone, stopping);
                    return true;
                }
            }
            catch (Exception) when (!stopping.IsCancellationRequested)
            {
                // What fails is found when the batch is taken apart; if none works, the batch's own exception goes on.
                if (++failures == MaxProbeFailures)
                {
                    return false;
                }
            }
        }

        return false;
    }

    /// <summary>Every place once, the first few of them from all over the batch, and others first at each delivery.</summary>
    private static IEnumerable<int> Spread(int count, long delivery)
    {
        var stride = ((count - 1) / MaxProbeFailures) + 1;
        for (var round = 0; round < stride; round++)
        {
            for (var place = (int)((delivery - SplitFromDelivery + round) % stride); place < count; place += stride)
            {
                yield return place;
            }
        }
    }

    /// <summary>
    /// Halves the batch until what is left works or is a single mention. Each single one that fails goes on as a
    /// message of its own, which ends on the poison queue without taking its neighbours along.
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
                // Which of them fails is the finding; why, their own message's deliveries will say.
                failing.Add(part[0]);
            }
        }

        foreach (var mention in failing)
        {
            await again.SendAsync(MessageCodec.Pack(new MentionBatch(batch.Source, [mention])), stopping);
            log.MentionIsolated(mention.Id);
        }
    }
}
