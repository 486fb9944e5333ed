using Listening.Configuration;
using Listening.Domain;
using Listening.Telemetry;
using Microsoft.Extensions.Logging;

namespace Listening.Route;

/// <summary>Opens a case for whatever somebody has to answer, and tells that department's queue.</summary>
public sealed class RouteStep(IListeningConfig config, ICases cases, Announcer announcer, TimeProvider time, ILogger<RouteStep> log)
{
    public async Task RunAsync(IReadOnlyList<JudgedMention> settled, CancellationToken stopping)
    {
        var rules = config.Current.Routing;
        var now = time.GetUtcNow();

        // One unhappy customer who wrote three times in a conversation is one case, opened by what they said first.
        var due = settled
            .OrderBy(judged => judged.Mention.At).ThenBy(judged => judged.Mention.Id.Value, StringComparer.Ordinal)
            .Select(judged => (Judged: judged, Decision: RoutingRules.Decide(judged, rules)))
            .Where(routed => routed.Decision is not null)
            .Select(routed => Case(routed.Judged, routed.Decision!, now))
            .DistinctBy(@case => @case.Id)
            .ToList();
        if (due.Count == 0)
        {
            return;
        }

        var opened = await cases.OpenAsync(due, stopping);
        var ours = settled.Select(judged => judged.Mention.Id).ToHashSet();
        var toAnnounce = new List<CareCase>();
        foreach (var (state, @case) in opened)
        {
            if (state == Opened.AndAnnounced)
            {
                log.DuplicateAlertDropped(@case.Id);
            }
            else if (state == Opened.ButNotAnnounced && !ours.Contains(@case.Opening.Mention.Id))
            {
                // Whoever has the post that opened it is announcing it just now, or will when its batch comes again; the
                // sweep sees to the rest. Announcing it here as well would tell the care desk twice for nothing.
                log.CaseLeftToItsOpener(@case.Id);
            }
            else
            {
                toAnnounce.Add(@case);
            }
        }

        await announcer.AnnounceAsync(toAnnounce, stopping);
    }

    private static CareCase Case(JudgedMention judged, RouteDecision decision, DateTimeOffset now) => new()
    {
        Id = CaseId.For(judged.Brand, judged.Mention),
        Brand = judged.Brand,
        Opening = judged,
        Rule = decision.Rule.Name,
        Reason = decision.Reason,
        Queue = decision.Queue,
        Priority = decision.Priority,
        OpenedAt = now,
        DueAt = decision.DueAt,
    };
}

/// <summary>Tells the queues of cases, then notes that they were told.</summary>
public sealed class Announcer(ICases cases, IAlertQueues queues, ListeningMetrics metrics, TimeProvider time)
{
    public async Task AnnounceAsync(IReadOnlyList<CareCase> open, CancellationToken stopping)
    {
        if (open.Count == 0)
        {
            return;
        }

        // Send, then mark. Dying in between announces a case twice under one id and number, which the care desk
        // absorbs; marking first could lose a complaint, which nobody would notice.
        await queues.SendAsync(open, stopping);
        foreach (var @case in open)
        {
            metrics.Announced(@case.Queue, @case.Brand);
        }

        await cases.MarkAnnouncedAsync(open, time.GetUtcNow(), stopping);
    }
}
