using Listening.Configuration;

namespace Listening.Cases;

/// <summary>What a rule decided about a mention.</summary>
/// <param name="Reason">Why, in words that a care agent understands.</param>
/// <param name="Priority">1 (can wait) to 100 (now).</param>
public sealed record RouteDecision(RoutingRule Rule, string Queue, string Reason, int Priority, DateTimeOffset DueAt);

/// <summary>Decides which mentions are announced, and on which queue. No clock, no I/O: a replay gives the same answer.</summary>
public static class RoutingRules
{
    /// <summary>Null if the mention is not to be announced.</summary>
    public static RouteDecision? Decide(JudgedMention judged, IReadOnlyList<RoutingRule> rules)
    {
        // Whatever a rule says, an unsure verdict, a text without words and what is gone are never announced.
        if (judged.Irrelevant || judged.Mention.Deleted || !judged.Mention.HasWords || judged.Verdict.Polarity is Polarity.Unsure or Polarity.Unknown || AsksForNothing(judged.Verdict))
        {
            return null;
        }

        if (rules.FirstOrDefault(rule => Fits(rule, judged)) is not { Queue: { } queue } rule)
        {
            return null;
        }

        var dueAt = (judged.EditedAt ?? judged.Mention.FetchedAt) + rule.AnswerWithin;
        return new RouteDecision(rule, queue, Reason(rule, judged), Priority(judged.Verdict), dueAt);
    }

    /// <summary>
    /// Spam that is not a confident complaint, and abuse that is confidently nothing else. An unhappy customer may insult, or write
    /// like an advertisement, so neither alone keeps a mention from being announced: see infra/decisions/0007.
    /// </summary>
    private static bool AsksForNothing(Verdict verdict) =>
        (verdict.Spam is { Detected: true } && verdict.ConfidentIntent != Intent.Complaint)
        || (verdict.Abuse is { Detected: true } && verdict.ConfidentIntent == Intent.Other);

    private static bool Fits(RoutingRule rule, JudgedMention judged) =>
        (rule.Sentiment is null || rule.Sentiment.Contains(judged.Verdict.Polarity))
        && judged.Verdict.Confidence >= rule.MinConfidence
        && (rule.Intents is null || (judged.Verdict.ConfidentIntent is { } intent && rule.Intents.Contains(intent)))
        && (rule.Languages is null || rule.Languages.Contains(judged.Verdict.Language))
        && (rule.Brands is null || rule.Brands.Contains(judged.Brand))
        && (rule.Sources is null || rule.Sources.Contains(judged.Mention.Source))
        && (rule.Keywords is null || rule.Keywords.Matches($"{judged.Mention.Title}\n{judged.Mention.Text}"))
        && (rule.MaxAge is not { } maxAge || Age(judged) <= maxAge);

    /// <summary>
    /// By the post's own time, when it or its edit was read. A post whose time is missing or implausible counts as new: a needless alert
    /// costs less than a complaint that nobody sees. An edited post stays as old as it is, since archives are edited too.
    /// </summary>
    private static TimeSpan Age(JudgedMention judged) => (judged.EditedAt ?? judged.Mention.FetchedAt) - judged.Mention.Timestamp;

    private static string Reason(RoutingRule rule, JudgedMention judged)
    {
        var verdict = judged.Verdict;
        var wanted = verdict is { ConfidentIntent: { } intent, Intent.Probability: var probability }
            ? FormattableString.Invariant($", {intent.ToWord()} at {probability:P0}")
            : "";
        var sentiment = verdict.Polarity.ToWord();
        var reason = FormattableString.Invariant(
            $"{sentiment} at {verdict.Confidence:P0}{wanted}, rule '{rule.Name}' asks for {rule.MinConfidence:P0}");
        return rule.Keywords is { } keywords ? $"{reason} and for the words {keywords}" : reason;
    }

    /// <summary>
    /// The probability of negative, in percent. A confident complaint adds half of what is left to 100, times its probability: of two
    /// mentions that are equally negative, a complaint comes first.
    /// </summary>
    private static int Priority(Verdict verdict)
    {
        var negative = verdict.Probabilities.Negative;
        var complaint = verdict is { ConfidentIntent: Intent.Complaint, Intent.Probability: var probability } ? probability : 0;
        return Math.Clamp((int)Math.Round(100 * (negative + ((1 - negative) * complaint / 2))), 1, 100);
    }
}
