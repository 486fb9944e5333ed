using Listening.Configuration;
using Listening.Domain;
using Listening.Messages;
using Listening.Queries;
using Listening.Telemetry;
using Microsoft.Extensions.Logging;

namespace Listening.Sources;

/// <summary>Reads a source on from its checkpoint, page by page.</summary>
public sealed class FetchStep(
    IListeningConfig config,
    ICheckpoints checkpoints,
    IEnumerable<IConnector> connectors,
    IFetchQueue fetches,
    IMentionQueue mentions,
    ListeningMetrics metrics,
    TimeProvider time,
    ILogger<FetchStep> log)
{
    /// <summary>Pages per order. A longer backlog goes on under a new order, so that no source holds a worker for long.</summary>
    internal const int PagesPerOrder = 20;

    private const int RejectionsToName = 20;

    public async Task RunAsync(FetchOrder order, CancellationToken stopping)
    {
        var current = config.Current;
        if (current.Source(order.Source) is not { } source)
        {
            log.SourceNotConfigured(order.Source);
            return;
        }

        var connector = connectors.First(candidate => candidate.Description.Type == source.Type);
        var queries = current.BrandsOf(source).Select(brand => brand.Query).OfType<BrandQuery>().ToList();
        var checkpoint = await checkpoints.FindAsync(source.Name, stopping) ?? new Checkpoint { Source = source.Name };
        if (CollectRules.MustWait(checkpoint, time.GetUtcNow()))
        {
            log.FetchDropped(source.Name, checkpoint.DueAt);
            return;
        }

        checkpoint = checkpoint with { ConfigFingerprint = source.Fingerprint };
        for (var page = 0; page < PagesPerOrder; page++)
        {
            var now = time.GetUtcNow();
            var budgetLeft = source.MonthlyBudget - checkpoint.SpentInMonthOf(now);
            if (budgetLeft <= 0)
            {
                log.BudgetSpent(source.Name, Checkpoint.MonthOf(now));
                await checkpoints.SaveAsync(checkpoint with { DueAt = CollectRules.NextMonth(now), Throttled = true }, stopping);
                return;
            }

            var outcome = await connector.FetchAsync(new FetchRequest(source, queries, checkpoint.Cursor, now, budgetLeft), stopping);
            if (outcome is FetchOutcome.Page read)
            {
                await QueueAsync(source, read, stopping);
            }

            // Every mention of the page is queued by now. Dying before this line reads the page again, and what was
            // queued twice is recognised later; moving the cursor first would lose the page.
            if (await SaveAsync(checkpoint, source, outcome, stopping) is not { } saved)
            {
                log.SourceBusy(source.Name);
                return;
            }

            if (outcome is not FetchOutcome.Page { More: true })
            {
                return;
            }

            checkpoint = saved;
        }

        await fetches.SendAsync(source.Name, stopping);
    }

    /// <summary>Null if another worker has moved the cursor since.</summary>
    private async Task<Checkpoint?> SaveAsync(Checkpoint checkpoint, SourceConfig source, FetchOutcome outcome, CancellationToken stopping)
    {
        var after = After(checkpoint, source, outcome);
        if (await checkpoints.SaveAsync(after, stopping) is { } saved)
        {
            return saved;
        }

        // The collector marks a source just after ordering it, often while the first page is under way. It moves no
        // cursor; giving way to it would read the page again next time, and lose to it again.
        return await checkpoints.FindAsync(source.Name, stopping) is { } existing && existing.Cursor == checkpoint.Cursor
            ? await checkpoints.SaveAsync(after with { Version = existing.Version }, stopping)
            : null;
    }

    private async Task QueueAsync(SourceConfig source, FetchOutcome.Page page, CancellationToken stopping)
    {
        var messages = 0;
        foreach (var packed in BatchPacker.Pack(source.Name, [.. page.Mentions.Select(mention => mention.WithinLimits())]))
        {
            await mentions.SendAsync(packed, stopping);
            messages++;
        }

        metrics.Fetched(source.Name, page.Mentions.Count);
        metrics.Rejected(source.Name, page.Rejected.Count);
        foreach (var rejection in page.Rejected.Take(RejectionsToName))
        {
            log.ItemRejected(source.Name, rejection);
        }

        if (page.Rejected.Count > RejectionsToName)
        {
            log.FurtherItemsRejected(source.Name, page.Rejected.Count - RejectionsToName);
        }

        foreach (var note in page.Notes)
        {
            log.SourceNote(source.Name, note);
        }

        if (messages > 0)
        {
            log.PageQueued(source.Name, page.Mentions.Count, messages);
        }
    }

    private Checkpoint After(Checkpoint before, SourceConfig source, FetchOutcome outcome)
    {
        var now = time.GetUtcNow();
        var well = before with { HealthyAt = now, Problem = null, Failures = 0, Throttled = false };
        switch (outcome)
        {
            case FetchOutcome.Page page:
                return well with
                {
                    Cursor = page.Cursor,
                    DueAt = CollectRules.NextRead(now, source.Every, page.NotBefore),
                    Spent = before.SpentInMonthOf(now) + page.Cost,
                    SpentIn = Checkpoint.MonthOf(now),
                };
            case FetchOutcome.Unchanged unchanged:
                return well with { Cursor = unchanged.Cursor, DueAt = CollectRules.NextRead(now, source.Every, unchanged.NotBefore) };
            case FetchOutcome.SlowDown slow:
                var waitsUntil = CollectRules.NextAfterThrottle(now, slow.For);
                log.SourceThrottled(source.Name, waitsUntil, slow.Reason);
                return before with { DueAt = waitsUntil, Throttled = true, Problem = slow.Reason };
            case FetchOutcome.Failed failed:
                var dueAt = CollectRules.NextRetry(now, source.Every, before.Failures + 1, failed.NeedsOperator);
                if (failed.NeedsOperator)
                {
                    log.SourceNeedsOperator(source.Name, failed.Reason, dueAt);
                }
                else
                {
                    log.SourceFailed(source.Name, failed.Reason);
                }

                return before with { DueAt = dueAt, Problem = failed.Reason, Failures = before.Failures + 1, Throttled = false };
            default:
                throw new InvalidOperationException($"Connector '{source.Type}' returned an outcome unknown here: {outcome.GetType().Name}.");
        }
    }
}
