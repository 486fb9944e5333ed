using Listening.Admit;
using Listening.Collect;
using Listening.Domain;
using Listening.Messages;
using Listening.Route;
using Listening.Store;
using Listening.Telemetry;
using Listening.Understand;
using Microsoft.Extensions.Logging;

namespace Listening;

/// <summary>Admit, understand, store, route: what happens to a batch, and the only place that knows the order.</summary>
public sealed class Pipeline(
    AdmitStep admit, UnderstandStep understand, StoreStep store, RouteStep route, IMentionQueue again, ILogger<Pipeline> log)
{
    /// <summary>From this delivery on a failing batch is taken apart. Before it, a restart or a busy store is the likelier cause.</summary>
    public const int TakenApartFrom = 3;

    /// <summary>Mentions that fail alone, with none succeeding, before we blame something else than the mentions.</summary>
    private const int FailuresToBlameOthers = 3;

    /// <param name="delivery">How often the queue has delivered this batch, from 1.</param>
    public async Task RunAsync(MentionBatch batch, long delivery, CancellationToken stopping)
    {
        try
        {
            await RunAsync(batch, stopping);
        }
        catch (Exception e) when (delivery >= TakenApartFrom && batch.Mentions.Count > 1 && !stopping.IsCancellationRequested)
        {
            log.BatchTakenApart(batch.Source, delivery, Cause.Of(e));
            await TakeApartAsync(batch, stopping);
        }
    }

    private async Task RunAsync(MentionBatch batch, CancellationToken stopping)
    {
        var admitted = await admit.RunAsync(batch, stopping);
        var judged = admitted.Mentions.Select(mention => (mention, understand.Judge(mention))).ToList();
        var stored = await store.RunAsync(judged, stopping);
        await route.RunAsync(stored.Settled, stopping);
        log.BatchStored(batch.Source, stored.New, stored.Edited, stored.Known, admitted.Irrelevant);
    }

    /// <summary>
    /// Halves the batch until what is left works or is a single mention. Each single one that fails goes on as a
    /// message of its own, which ends on the poison queue without taking its neighbours along.
    /// </summary>
    private async Task TakeApartAsync(MentionBatch batch, CancellationToken stopping)
    {
        var failing = new List<Mention>();
        var succeeded = false;
        var halves = new Stack<IReadOnlyList<Mention>>([batch.Mentions]);
        while (halves.TryPop(out var part))
        {
            try
            {
                await RunAsync(batch with { Mentions = part }, stopping);
                succeeded = true;
            }
            catch (Exception) when (part.Count > 1 && !stopping.IsCancellationRequested)
            {
                halves.Push([.. part.Skip(part.Count / 2)]);
                halves.Push([.. part.Take(part.Count / 2)]);
            }
            catch (Exception) when (!stopping.IsCancellationRequested && (succeeded || failing.Count + 1 < FailuresToBlameOthers))
            {
                // Which of them fails is the finding; why, their own message's deliveries will say.
                failing.Add(part[0]);
            }
        }

        if (!succeeded)
        {
            throw new IOException($"None of {batch.Mentions.Count} mentions of {batch.Source} could be processed, so the fault is not in one of them.");
        }

        foreach (var mention in failing)
        {
            await again.SendAsync(MessageCodec.Pack(new MentionBatch(batch.Source, [mention])), stopping);
            log.MentionFailsAlone(mention.Id);
        }
    }
}
