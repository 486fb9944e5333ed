using Listening.Configuration;

namespace Listening.Cases;

/// <summary>Decides what becomes of a case as its mention changes. No clock, no I/O.</summary>
public static class CaseRules
{
    /// <summary>The case that a decision opens for a mention.</summary>
    public static CareCase Open(JudgedMention judged, RouteDecision decision, DateTimeOffset now, string? traceParent) => new()
    {
        Id = judged.Case,
        Brand = judged.Brand,
        Opening = judged,
        Rule = decision.Rule.Name,
        Reason = decision.Reason,
        Queue = decision.Queue,
        Priority = decision.Priority,
        OpenedAt = now,
        DueAt = decision.DueAt,
        TraceParent = traceParent,
    };

    /// <summary>
    /// The case as it is true now that its mention's row says <paramref name="current"/>: unchanged, with the edited text under the next
    /// announcement number, or withdrawn.
    /// </summary>
    public static CareCase Review(CareCase @case, JudgedMention current, IReadOnlyList<RoutingRule> rules, DateTimeOffset now)
    {
        // Every edit has its own instant; what else may change in a row says nothing new.
        if (current.EditedAt == @case.Opening.EditedAt && !current.Mention.Deleted)
        {
            return @case;
        }

        return RoutingRules.Decide(current, rules) is { } decision
            ? Replace(@case, Open(current, decision, @case.OpenedAt, @case.TraceParent))
            : Withdraw(@case, now);
    }

    /// <summary>
    /// Another mention, or the same one in other words, becomes the reason for the case, and is announced under the next number: the
    /// number before it may have been sent.
    /// </summary>
    public static CareCase Replace(CareCase @case, CareCase by) => by with
    {
        Id = @case.Id,
        OpenedAt = @case.OpenedAt,
        Announcement = @case.Announcement + 1,
        Version = @case.Version,
    };

    /// <summary>The case without a word of its mention and without its author.</summary>
    public static CareCase Withdraw(CareCase @case, DateTimeOffset now) => @case with
    {
        WithdrawnAt = now,
        Opening = @case.Opening with
        {
            Mention = @case.Opening.Mention.WithoutContent(),
            Verdict = WithoutWords(@case.Opening.Verdict),
        },
    };

    private static Verdict WithoutWords(Verdict verdict) => verdict with
    {
        Polarity = Polarity.Unknown,
        Care = verdict.Care is { } care ? care with { Passage = null } : null,
        OtherMeaning = null,
        SourcePrior = null,
        Correction = null,
        Compared = null,
    };

    /// <summary>Whether a mention's row may have to withdraw a case that it opened.</summary>
    public static bool Withdraws(JudgedMention row, IReadOnlyList<RoutingRule> rules) =>
        row.Mention.Deleted || (row.EditedAt is not null && RoutingRules.Decide(row, rules) is null);

    /// <summary>
    /// Whether a case still follows a mention's changes: the one that opened it, until the alert is sent, and even then if it is deleted.
    /// After an edit an announced case stays: the care team has it.
    /// </summary>
    public static bool Follows(CareCase @case, JudgedMention row) =>
        @case.Opening.Mention.Id == row.Mention.Id
        && (@case.Status == CaseStatus.Open || (@case.Status == CaseStatus.Announced && row.Mention.Deleted));
}
