using System.Diagnostics;
using Listening.Telemetry;

namespace Listening.Cases;

/// <summary>Sends the alerts of the cases that still need an answer, then marks those cases as announced.</summary>
public sealed class Announcer(ICases cases, CaseReview review, IAlertQueues queues, ListeningMetrics metrics, TimeProvider time)
{
    /// <returns>The cases that were announced.</returns>
    public async Task<IReadOnlyList<CareCase>> AnnounceAsync(IReadOnlyList<CareCase> open, CancellationToken stopping)
    {
        var due = open.Count == 0 ? [] : await review.ReviewAsync(open, stopping);
        if (due.Count == 0)
        {
            return due;
        }

        using var activity = ListeningTracing.Start(ListeningTracing.Announce);
        // Send, then mark. Dying in between sends an alert twice under one id and number, which the care desk
        // drops; marking first could lose a complaint, which nobody would notice.
        await queues.SendAsync([.. due.Select(@case => CareAlert.FromCase(@case).ToMessage(@case.Queue))], stopping);
        foreach (var @case in due)
        {
            metrics.Announced(@case.Queue, @case.Brand);
            activity?.AddEvent(new ActivityEvent("announced", tags: new ActivityTagsCollection
            {
                [ListeningTracing.CaseTag] = @case.Id.Value,
                [ListeningTracing.MentionTag] = @case.Opening.Mention.Id.Value,
            }));
        }

        await cases.MarkAnnouncedAsync(due, time.GetUtcNow(), stopping);
        return due;
    }
}
