using System.Diagnostics;
using Listening.Domain;
using Listening.Telemetry;

namespace Listening.Cases;

/// <summary>Tells the queues of cases, then notes that they were told.</summary>
public sealed class Announcer(ICases cases, IAlertQueues queues, ListeningMetrics metrics, TimeProvider time)
{
    public async Task AnnounceAsync(IReadOnlyList<CareCase> open, CancellationToken stopping)
    {
        if (open.Count == 0)
        {
            return;
        }

        using var activity = ListeningTracing.Start(ListeningTracing.Announce);
        // Send, then mark. Dying in between announces a case twice under one id and number, which the care desk
        // absorbs; marking first could lose a complaint, which nobody would notice.
        await queues.SendAsync(open, stopping);
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
