using Listening.Configuration;
using Listening.Domain;

namespace Listening.Route;

/// <summary>What a rule decided about a mention.</summary>
/// <param name="Reason">Why, in words a care agent understands.</param>
/// <param name="Priority">1 (can wait) to 100 (now).</param>
public sealed record RouteDecision(RoutingRule Rule, string Queue, string Reason, int Priority, DateTimeOffset DueAt);

/// <summary>Decides who hears of a mention. No clock, no I/O: a replay gives the same answer.</summary>
public static class RoutingRules
{
    /// <summary>Null if nobody has to hear of it.</summary>
    public static RouteDecision? Decide(JudgedMention judged, IReadOnlyList<RoutingRule> rules)
    {
        // Whatever a rule says: an unsure verdict and a post that was taken back never alarm anyone.
        if (judged.Mention.Deleted || judged.Verdict.Polarity is Polarity.Unsure or Polarity.Unknown)
        {
            return null;
        }

        return rules.FirstOrDefault(rule => Fits(rule, judged)) is { Queue: { } queue } rule
            ? new RouteDecision(rule, queue, Reason(rule, judged), Priority(judged.Verdict), (judged.EditedAt ?? judged.Mention.FetchedAt) + rule.AnswerWithin)
            : null;
    }

    private static bool Fits(RoutingRule rule, JudgedMention judged) =>
        (rule.Sentiment is null || rule.Sentiment.Contains(judged.Verdict.Polarity))
        && judged.Verdict.Confidence >= rule.MinConfidence
        && (rule.Languages is null || rule.Languages.Contains(judged.Verdict.Language))
        && (rule.Brands is null || rule.Brands.Contains(judged.Brand))
        && (rule.Sources is null || rule.Sources.Contains(judged.Mention.Source))
        && (rule.Keywords is null || rule.Keywords.Matches($"{judged.Mention.Title}\n{judged.Mention.Text}"));

    private static string Reason(RoutingRule rule, JudgedMention judged)
    {
        var verdict = judged.Verdict;
        var reason = FormattableString.Invariant($"{verdict.Polarity.ToString().ToLowerInvariant()} at {verdict.Confidence:P0}, rule '{rule.Name}' asks for {rule.MinConfidence:P0}");
        return rule.Keywords is { } keywords ? $"{reason} and for the words {keywords}" : reason;
    }

    /// <summary>For now the more surely negative, the sooner.</summary>
    private static int Priority(Verdict verdict) => Math.Clamp((int)Math.Round(100 * verdict.Probabilities.Negative), 1, 100);
}
