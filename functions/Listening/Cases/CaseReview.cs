using Listening.Configuration;
using Listening.Telemetry;

namespace Listening.Cases;

/// <summary>
/// Keeps cases true to their mentions. A worker that opens a case writes it and then reads the mention again; a worker that changes the
/// mention writes it and then looks for the case: whichever comes second sees what the other did.
/// </summary>
public sealed class CaseReview(
    ICases cases, ICaseMentions mentions, IListeningConfig config, ListeningMetrics metrics, TimeProvider time,
    ILogger<CaseReview> log)
{
    /// <summary>Rounds against other workers on the same case. Each lost round means that another one changed it.</summary>
    private const int MaxRounds = 5;

    /// <summary>Those of the open cases that need an answer as their mentions are now, and in those words.</summary>
    public async Task<IReadOnlyList<CareCase>> ReviewAsync(IReadOnlyList<CareCase> open, CancellationToken stopping)
    {
        var rules = config.Current.Routing;
        var rows = await mentions.FindAsync([.. open.Select(@case => @case.Opening)], stopping);
        var now = time.GetUtcNow();
        var due = new List<CareCase>(open.Count);
        foreach (var (@case, row) in open.Zip(rows))
        {
            // Without a row the author was erased, and the case is being erased too.
            if (row is not null && (CaseRules.Review(@case, row, rules, now) == @case ? @case : await ReviseAsync(row, stopping)) is { } revised)
            {
                due.Add(revised);
            }
        }

        return due;
    }

    /// <summary>Withdraws the cases that the rows opened and do not justify any more. Returns those that need another announcement.</summary>
    public async Task<IReadOnlyList<CareCase>> WithdrawAsync(IReadOnlyList<JudgedMention> rows, CancellationToken stopping)
    {
        var rules = config.Current.Routing;
        var changed = rows.Where(row => CaseRules.Withdraws(row, rules)).ToList();
        if (changed.Count == 0)
        {
            return [];
        }

        var found = await cases.FindAsync([.. changed.Select(row => (row.Brand, row.Case)).Distinct()], stopping);
        var byId = found.OfType<CareCase>().ToDictionary(@case => @case.Id);
        var again = new List<CareCase>();
        foreach (var row in changed.Where(row => byId.TryGetValue(row.Case, out var @case) && CaseRules.IsWithdrawnBy(row, @case)))
        {
            if (await ReviseAsync(row, stopping) is { } open)
            {
                again.Add(open);
            }
        }

        return again;
    }

    /// <summary>Brings the case that a row opened up to date. Returns it if it is to be announced.</summary>
    private async Task<CareCase?> ReviseAsync(JudgedMention row, CancellationToken stopping)
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            if ((await cases.FindAsync([(row.Brand, row.Case)], stopping))[0] is not { } @case
                || @case.Opening.Mention.Id != row.Mention.Id || @case.Status == CaseStatus.Withdrawn)
            {
                return null;
            }

            var revised = CaseRules.Review(@case, row, config.Current.Routing, time.GetUtcNow());
            if (revised == @case)
            {
                return @case.Status == CaseStatus.Open ? @case : null;
            }

            if (revised.Status == CaseStatus.Withdrawn && await FindNextAsync(@case, stopping) is { } next)
            {
                revised = CaseRules.Replace(@case, next);
            }

            if (!await cases.SaveAsync(revised, stopping))
            {
                continue;
            }

            if (revised.Status == CaseStatus.Open)
            {
                return revised;
            }

            metrics.Withdrawn(@case.Queue, @case.Brand);
            log.CaseWithdrawn(@case.Id);

            // A mention that arrived meanwhile found the case open, and left it to the one that is gone now.
            return await FindNextAsync(@case, stopping) is { } late ? await ReopenAsync(late, stopping) : null;
        }

        throw new IOException("A case is being changed by other workers; the batch will be delivered again.");
    }

    /// <summary>Opens a withdrawn case again. Null if another worker did.</summary>
    public async Task<CareCase?> ReopenAsync(CareCase due, CancellationToken stopping)
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            if ((await cases.FindAsync([(due.Brand, due.Id)], stopping))[0] is not { Status: CaseStatus.Withdrawn } withdrawn)
            {
                return null;
            }

            var again = CaseRules.Replace(withdrawn, due);
            if (await cases.SaveAsync(again, stopping))
            {
                return again;
            }
        }

        throw new IOException("A case is being changed by other workers; the batch will be delivered again.");
    }

    /// <summary>
    /// The case as the author's next mention in the conversation would have opened it; null if no other needs an answer. Mentions
    /// whose author is unknown are not found.
    /// </summary>
    private async Task<CareCase?> FindNextAsync(CareCase @case, CancellationToken stopping)
    {
        if (AuthorKey.For(@case.Opening.Mention) is not { } author)
        {
            return null;
        }

        var rules = config.Current.Routing;
        return (await mentions.OfCaseAsync(@case.Brand, author, @case.Id, stopping))
            .Where(row => row.Mention.Id != @case.Opening.Mention.Id)
            .OrderBy(row => row.Mention.Timestamp).ThenBy(row => row.Mention.Id.Value, StringComparer.Ordinal)
            .Select(row => RoutingRules.Decide(row, rules) is { } decision
                ? CaseRules.Open(row, decision, @case.OpenedAt, @case.TraceParent)
                : null)
            .OfType<CareCase>()
            .FirstOrDefault();
    }
}
