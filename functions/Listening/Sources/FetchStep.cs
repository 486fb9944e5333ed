using System.Diagnostics;
using Listening.Configuration;
using Listening.Messages;
using Listening.Queries;
using Listening.Telemetry;

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
    /// <summary>Pages per order. A longer backlog is read under a new order, so that no source occupies a worker for long.</summary>
    internal const int PagesPerOrder = 20;

    /// <summary>Batches on queue <c>mentions</c> from which on reading pauses: more of them would only make every queue slower.</summary>
    internal const int MaxWaitingBatches = 64;

    /// <summary>How long a read pauses while so many wait.</summary>
    internal static readonly TimeSpan PauseWhileFull = TimeSpan.FromSeconds(5);

    private const int MaxRejectionsLogged = 20;

    public Task RunAsync(FetchOrder order, CancellationToken stopping) =>
        ListeningTracing.RunAsync(ListeningTracing.Fetch, activity =>
        {
            activity?.SetTag(ListeningTracing.SourceTag, order.Source);
            return ReadAsync(order.Source, order.Slow, stopping);
        }, order.TraceParent);

    private async Task ReadAsync(string name, bool slow, CancellationToken stopping)
    {
        var current = config.Current;
        if (current.Source(name) is not { } source)
        {
            log.SourceNotConfigured(name);
            return;
        }

        var connector = connectors.First(candidate => candidate.Description.Type == source.Type);
        var brands = current.BrandsOf(source).ToList();
        var checkpoint = await checkpoints.FindAsync(name, stopping) ?? new Checkpoint { Source = name };
        if (CollectRules.MustWait(checkpoint, time.GetUtcNow()))
        {
            log.FetchDropped(name, checkpoint.DueAt);
            return;
        }

        Checkpoint? next = checkpoint with { ConfigFingerprint = source.Fingerprint };
        var pause = TimeSpan.Zero;
        for (var page = 1; page <= PagesPerOrder && next is { } before; page++)
        {
            if (await mentions.CountAsync(stopping) > MaxWaitingBatches)
            {
                pause = PauseWhileFull;
                break;
            }

            next = await ListeningTracing.RunAsync(ListeningTracing.FetchPage, activity =>
            {
                activity?.SetTag(ListeningTracing.PageTag, page);
                return ReadPageAsync(before, source, slow, connector, brands, stopping);
            });
        }

        if (next is not null)
        {
            await fetches.SendAsync(new FetchOrder(name, Activity.Current?.Id, slow), stopping, pause);
        }
    }

    /// <summary>Returns the checkpoint to read the next page from; null if there is none to be read now.</summary>
    private async Task<Checkpoint?> ReadPageAsync(
        Checkpoint checkpoint, SourceConfig source, bool slow, IConnector connector, IReadOnlyList<BrandConfig> brands,
        CancellationToken stopping)
    {
        var now = time.GetUtcNow();
        var budgetLeft = source.MonthlyBudget - checkpoint.SpentInMonthOf(now);
        if (budgetLeft <= 0)
        {
            log.BudgetSpent(source.Name, Checkpoint.MonthOf(now));
            var paused = checkpoint with { DueAt = CollectRules.NextMonth(now), ScheduledAt = now, Throttled = true, OrderedAt = null };
            await checkpoints.SaveAsync(paused, stopping);
            return null;
        }

        var queries = brands.Select(brand => brand.Query).OfType<Query>().ToList();
        var request = new FetchRequest(source, queries, checkpoint.Cursor, now, budgetLeft);
        var (patience, startedAt) = (PatienceRules.For(checkpoint, slow), time.GetTimestamp());
        var outcome = await FetchAsync(connector, request, patience, stopping);
        var taken = time.GetElapsedTime(startedAt);
        if (outcome is null && !slow)
        {
            await fetches.SendAsync(new FetchOrder(source.Name, Activity.Current?.Id, Slow: true), stopping);
            log.SourceSlow(source.Name, patience.TotalSeconds);
            return null;
        }

        outcome ??= new FetchOutcome.Failed(
            Problem.Create(
                "source.too-slow",
                $"a page could not be read within {patience.TotalMinutes:0} minutes; check whether the source ever ends"),
            NeedsOperator: false);
        if (outcome is FetchOutcome.Page read)
        {
            var ordered = FetchRules.InOrder(read.Mentions, FetchRules.NextInstant(checkpoint.ReadUntil, now));
            await QueueAsync(source, brands, read, ordered, stopping);
            checkpoint = checkpoint with { ReadUntil = ordered is [.., var last] ? last.FetchedAt : checkpoint.ReadUntil };
        }

        // Every mention of the page is queued by now. A crash before this line reads the page again, and posts that were
        // queued twice are recognised later; moving the cursor first would lose the page.
        var saved = await SaveAsync(checkpoint, source, outcome, taken, stopping);
        if (saved is null)
        {
            log.SourceBusy(source.Name);
        }

        return outcome is FetchOutcome.Page { More: true } ? saved : null;
    }

    /// <summary>Null if the source took longer than <paramref name="patience"/>.</summary>
    private async Task<FetchOutcome?> FetchAsync(
        IConnector connector, FetchRequest request, TimeSpan patience, CancellationToken stopping)
    {
        using var late = new CancellationTokenSource(patience, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stopping);
        try
        {
            // A connector that computes, or is blocked by its file, does not notice the end of its time. It remembers nothing between
            // calls, so what it may still return can be dropped.
            return await Task.Run(() => connector.FetchAsync(request, ending.Token), ending.Token).WaitAsync(ending.Token);
        }
        catch (OperationCanceledException ended) when (stopping.IsCancellationRequested)
        {
            // Under the caller's token, by which the Functions host knows a cancelled invocation from a failed one.
            throw new OperationCanceledException(ended.Message, ended, stopping);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Null if another worker has moved the cursor since.</summary>
    /// <param name="taken">How long reading the page took.</param>
    private async Task<Checkpoint?> SaveAsync(
        Checkpoint checkpoint, SourceConfig source, FetchOutcome outcome, TimeSpan taken, CancellationToken stopping)
    {
        var now = time.GetUtcNow();
        var after = After(checkpoint, source, outcome, now) with
        {
            ScheduledAt = now,
            OrderedAt = outcome is FetchOutcome.Page { More: true } ? now : null,
            Slow = PatienceRules.IsSlow(checkpoint, outcome, taken),
        };
        if (await checkpoints.SaveAsync(after, stopping) is { } saved)
        {
            return saved;
        }

        // CollectStep marks a source just after ordering it, often while the first page is being read. It moves no
        // cursor; yielding to it would read the page again next time, and could lose to it again.
        return await checkpoints.FindAsync(source.Name, stopping) is { } existing && existing.Cursor == checkpoint.Cursor
            ? await checkpoints.SaveAsync(after with { Version = existing.Version }, stopping)
            : null;
    }

    /// <param name="ordered">The mentions of the page that are to be processed.</param>
    private async Task QueueAsync(
        SourceConfig source, IReadOnlyList<BrandConfig> brands, FetchOutcome.Page page, IReadOnlyList<Mention> ordered,
        CancellationToken stopping)
    {
        var messages = 0;
        var batch = new MentionBatch(source.Name, [.. ordered.Select(mention => mention.WithinLimits())], Activity.Current?.Id)
        {
            Brands = [.. brands.Select(brand => brand.Id)],
            StoreEverything = source.StoreEverything,
        };
        foreach (var packed in BatchPacker.Pack(batch))
        {
            await mentions.SendAsync(packed, stopping);
            messages++;
        }

        Activity.Current?.SetTag(ListeningTracing.MentionsTag, ordered.Count);
        metrics.Fetched(source.Name, page.Mentions.Count);
        metrics.Duplicate(source.Name, page.Mentions.Count - ordered.Count);
        metrics.Rejected(source.Name, page.Rejected.Count);
        foreach (var rejection in page.Rejected.Take(MaxRejectionsLogged))
        {
            log.ItemRejected(source.Name, rejection, rejection.Code);
        }

        if (page.Rejected.Count > MaxRejectionsLogged)
        {
            log.FurtherItemsRejected(source.Name, page.Rejected.Count - MaxRejectionsLogged);
        }

        foreach (var note in page.Notes)
        {
            log.SourceNote(source.Name, note, note.Code);
        }

        if (messages > 0)
        {
            log.PageQueued(source.Name, ordered.Count, messages);
        }
    }

    private Checkpoint After(Checkpoint before, SourceConfig source, FetchOutcome outcome, DateTimeOffset now)
    {
        var healthy = before with { HealthyAt = now, Problem = null, Failures = 0, Throttled = false };
        switch (outcome)
        {
            case FetchOutcome.Page page:
                return healthy with
                {
                    Cursor = page.Cursor,
                    Problem = page.Problem,
                    DueAt = CollectRules.NextRead(now, source.Every, page.NotBefore),
                    Spent = before.SpentInMonthOf(now) + page.Cost,
                    SpentIn = Checkpoint.MonthOf(now),
                };
            case FetchOutcome.Unchanged unchanged:
                return healthy with { Cursor = unchanged.Cursor, DueAt = CollectRules.NextRead(now, source.Every, unchanged.NotBefore) };
            case FetchOutcome.SlowDown slow:
                var waitsUntil = CollectRules.NextAfterThrottle(now, slow.For, source.Every, before.Failures + 1);
                log.SourceThrottled(source.Name, waitsUntil, slow.Problem, slow.Problem.Code);
                return before with { DueAt = waitsUntil, Throttled = true, Problem = slow.Problem, Failures = before.Failures + 1 };
            case FetchOutcome.Failed failed:
                var dueAt = CollectRules.NextRetry(
                    now, source.Every, before.Failures + 1, failed.NeedsOperator, wasHealthy: before.HealthyAt is not null);
                if (failed.NeedsOperator && CollectRules.IsLeftToOperator(now, dueAt))
                {
                    log.SourceNeedsOperator(source.Name, failed.Problem, failed.Problem.Code, dueAt);
                }
                else
                {
                    log.SourceFailed(source.Name, failed.Problem, failed.Problem.Code);
                }

                return before with { DueAt = dueAt, Problem = failed.Problem, Failures = before.Failures + 1, Throttled = false };
            default:
                throw new InvalidOperationException($"Connector '{source.Type}' returned an unknown outcome: {outcome.GetType().Name}.");
        }
    }
}
