using System.Diagnostics;
using Listening.Telemetry;

namespace Listening.Cases;

/// <summary>Sends the alerts of cases, then marks the cases as announced.</summary>
public sealed class Announcer(ICases cases, IAlertQueues queues, ListeningMetrics metrics, TimeProvider time)
{
    public async Task AnnounceAsync(IReadOnlyList<CareCase> open, CancellationToken stopping)
    {
        if (open.Count == 0)
        {
            return;
        }

        using var activity = ListeningTracing.Start(ListeningTracing.Announce);
        // Send, then mark. Dying in between sends an alert twice under one id and number, which the care desk
        // drops; marking first could lose a complaint, which nobody would notice.
        await queues.SendAsync([.. open.Select(@case => CareAlert.FromCase(@case).ToMessage(@case.Queue))], stopping);
        foreach (var @case in open)
        {
            metrics.Announced(@case.Queue, @case.Brand);
            activity?.AddEvent(new ActivityEvent("announced", tags: new ActivityTagsCollection
            {
                [ListeningTracing.CaseTag] = @case.Id.Value,
                [ListeningTracing.MentionTag] = @case.Opening.Mention.Id.Value,
            }));
        }

        await cases.MarkAnnouncedAsync(open, time.GetUtcNow(), stopping);
    }
}
