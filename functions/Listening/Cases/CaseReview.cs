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
            var isTrue = row is not null && CaseRules.Review(@case, row, rules, now) == @case;
            if (row is not null && (isTrue ? @case : await ReviseAsync(row, stopping)) is { } revised)
            {
                due.Add(revised);
            }
        }

        return due;
    }

    /// <summary>Withdraws the cases that the rows opened and do not justify any more.</summary>
    /// <returns>Those that another mention has taken over, to be announced.</returns>
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
        foreach (var row in changed.Where(row => byId.TryGetValue(row.Case, out var @case) && CaseRules.Follows(@case, row)))
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
        var change = await ChangeAsync(row.Brand, row.Case, ReviseAsync, stopping);
        if (change is not { } done || done.After.Status == CaseStatus.Open)
        {
            return change?.After;
        }

        metrics.Withdrawn(done.After.Queue, done.After.Brand);
        log.CaseWithdrawn(done.After.Id);

        // A mention that arrived meanwhile found the case open, and left it to the one that is gone now.
        return await FindNextAsync(done.Before, stopping) is { } late ? await ReopenAsync(late, stopping) : null;

        async Task<CareCase?> ReviseAsync(CareCase @case)
        {
            if (!CaseRules.Follows(@case, row))
            {
                return null;
            }

            var revised = CaseRules.Review(@case, row, config.Current.Routing, time.GetUtcNow());
            return revised.Status == CaseStatus.Withdrawn && await FindNextAsync(@case, stopping) is { } next
                ? CaseRules.Replace(@case, next)
                : revised;
        }
    }

    /// <summary>Opens a withdrawn case again. Null if another worker did.</summary>
    public async Task<CareCase?> ReopenAsync(CareCase due, CancellationToken stopping)
    {
        var change = await ChangeAsync(due.Brand, due.Id, withdrawn => Task.FromResult(Reopened(withdrawn)), stopping);
        return change?.After;

        CareCase? Reopened(CareCase @case) => @case.Status == CaseStatus.Withdrawn ? CaseRules.Replace(@case, due) : null;
    }

    /// <summary>Saves a changed case over the one that was read, as often as another worker comes first.</summary>
    /// <param name="change">The changed case, or the same to save nothing; null if it is not to be changed.</param>
    /// <returns>The case before and after; null if it is not there or not to be changed.</returns>
    /// <exception cref="IOException">Other workers kept changing it; the batch is delivered again.</exception>
    private async Task<(CareCase Before, CareCase After)?> ChangeAsync(
        string brand, CaseId id, Func<CareCase, Task<CareCase?>> change, CancellationToken stopping)
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            if ((await cases.FindAsync([(brand, id)], stopping))[0] is not { } before || await change(before) is not { } after)
            {
                return null;
            }

            if (after == before || await cases.SaveAsync(after, stopping))
            {
                return (before, after);
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
