using Listening.Telemetry;

namespace Listening.Cases;

/// <summary>Withdraws the cases whose mentions are gone, opens those that were decided on, and announces what is not announced yet.</summary>
public sealed class OpenCasesStep(ICases cases, CaseReview review, Announcer announcer, ILogger<OpenCasesStep> log)
{
    /// <param name="due">Cases to open, no id twice.</param>
    /// <param name="settled">The rows of the batch that <paramref name="due"/> comes from.</param>
    /// <param name="retried">Whether the batch was delivered before: it may have opened a case and failed before announcing it.</param>
    public async Task RunAsync(
        IReadOnlyList<CareCase> due, IReadOnlyList<JudgedMention> settled, bool retried, CancellationToken stopping)
    {
        var toAnnounce = new List<CareCase>(await review.WithdrawAsync(settled, stopping));
        if (due.Count > 0)
        {
            var mentions = settled.Select(row => row.Mention.Id).ToHashSet();
            foreach (var (wanted, (@case, isNew)) in due.Zip(await cases.OpenAsync(due, stopping)))
            {
                if (@case.Status == CaseStatus.Announced)
                {
                    log.CaseAlreadyAnnounced(@case.Id);
                }
                else if (@case.Status == CaseStatus.Withdrawn)
                {
                    toAnnounce.AddRange(await review.ReopenAsync(wanted, stopping) is { } again ? [again] : []);
                }
                else if (isNew || (retried && mentions.Contains(@case.Opening.Mention.Id)))
                {
                    toAnnounce.Add(@case);
                }
                else
                {
                    // The batch that opened it announces it, now or when it is delivered again; the sweep does the rest.
                    // Announcing it here as well, for the same post from another source, would alert the care team twice.
                    log.CaseAnnouncedElsewhere(@case.Id);
                }
            }
        }

        await announcer.AnnounceAsync([.. toAnnounce.DistinctBy(@case => @case.Id)], stopping);
    }
}
