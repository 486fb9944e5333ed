using Listening.Telemetry;

namespace Listening.Cases;

/// <summary>Withdraws the cases whose mentions are gone, opens those that were decided on, and announces what is not announced yet.</summary>
public sealed class OpenCasesStep(ICases cases, CaseReview review, Announcer announcer, ILogger<OpenCasesStep> log)
{
    /// <param name="due">Cases to open, no id twice.</param>
    /// <param name="settled">The rows of the batch that <paramref name="due"/> comes from.</param>
    public async Task RunAsync(IReadOnlyList<CareCase> due, IReadOnlyList<JudgedMention> settled, CancellationToken stopping)
    {
        var toAnnounce = new List<CareCase>(await review.WithdrawAsync(settled, stopping));
        if (due.Count > 0)
        {
            var mentions = settled.Select(row => row.Mention.Id).ToHashSet();
            foreach (var (wanted, @case) in due.Zip(await cases.OpenAsync(due, stopping)))
            {
                if (@case.Status == CaseStatus.Announced)
                {
                    log.CaseAlreadyAnnounced(@case.Id);
                }
                else if (@case.Status == CaseStatus.Withdrawn)
                {
                    toAnnounce.AddRange(await review.ReopenAsync(wanted, stopping) is { } again ? [again] : []);
                }
                else if (!mentions.Contains(@case.Opening.Mention.Id))
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
        }

        await announcer.AnnounceAsync([.. toAnnounce.DistinctBy(@case => @case.Id)], stopping);
    }
}
