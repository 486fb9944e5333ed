using Listening.Telemetry;

namespace Listening.Cases;

/// <summary>Opens the cases that were decided on, and announces those that are not announced yet.</summary>
public sealed class OpenCasesStep(ICases cases, Announcer announcer, ILogger<OpenCasesStep> log)
{
    /// <param name="due">Cases to open, no id twice.</param>
    /// <param name="mentions">The mentions of the batch that <paramref name="due"/> comes from.</param>
    public async Task RunAsync(IReadOnlyList<CareCase> due, IReadOnlySet<MentionId> mentions, CancellationToken stopping)
    {
        if (due.Count == 0)
        {
            return;
        }

        var toAnnounce = new List<CareCase>();
        foreach (var (state, @case) in await cases.OpenAsync(due, stopping))
        {
            if (state == OpenResult.Announced)
            {
                log.CaseAlreadyAnnounced(@case.Id);
            }
            else if (state == OpenResult.Unannounced && !mentions.Contains(@case.Opening.Mention.Id))
            {
                // The batch with the mention that opened it announces it, now or when it is redelivered; the sweep does
                // the rest. Announcing it here as well would alert the care team twice.
                log.CaseAnnouncedElsewhere(@case.Id);
            }
            else
            {
                toAnnounce.Add(@case);
            }
        }

        await announcer.AnnounceAsync(toAnnounce, stopping);
    }
}
