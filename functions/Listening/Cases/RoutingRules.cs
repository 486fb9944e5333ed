using Listening.Configuration;
using Listening.Queries;

namespace Listening.Cases;

/// <summary>What a rule decided about a mention.</summary>
/// <param name="Reason">Why, in words that a care agent understands.</param>
/// <param name="Priority">1 (can wait) to 100 (now).</param>
public sealed record RouteDecision(RoutingRule Rule, string Queue, string Reason, int Priority, DateTimeOffset DueAt);

/// <summary>Decides which mentions are announced, and on which queue. No clock, no I/O: a replay gives the same answer.</summary>
public static class RoutingRules
{
    private const double LikelierThanNot = 0.5;

    /// <summary>Somebody is hurt, or a court has written: that comes before a late parcel.</summary>
    private const double LeastOfSevere = 0.9;

    /// <summary>Null if the mention is not to be announced.</summary>
    public static RouteDecision? Decide(JudgedMention judged, IReadOnlyList<RoutingRule> rules)
    {
        if (NeverAnnounced(judged) is not null || FirstThatFits(judged, rules) is not { Queue: { } queue } rule)
        {
            return null;
        }

        var dueAt = (judged.EditedAt ?? judged.Mention.FetchedAt) + rule.AnswerWithin;
        return new RouteDecision(rule, queue, Reason(rule, judged), Priority(judged.Verdict), dueAt);
    }

    /// <summary>Why a mention is not announced, to be read after "no alert:"; null if it is.</summary>
    public static string? Silence(JudgedMention judged, IReadOnlyList<RoutingRule> rules) =>
        NeverAnnounced(judged) is { } never ? never
        : FirstThatFits(judged, rules) is { } rule ? rule.Queue is null ? $"rule '{rule.Name}' fits, and alerts nobody" : null
        : judged.Verdict.Care switch
        {
            null => $"no rule fits; the model does not judge posts in this language ({judged.Verdict.Language})",
            { Severe: false, Level: > AlertLevel.None, Voice: Voice.Report or Voice.Advert } care =>
                $"no rule fits; it reads like {(care.Voice == Voice.Report ? "a report" : "an advert")}, which is announced only if severe",
            _ => "no rule fits",
        };

    /// <summary>Why a mention is not announced whatever a rule says; null if rules decide.</summary>
    private static string? NeverAnnounced(JudgedMention judged) =>
        judged.Mention.Deleted ? "it was deleted"
        : judged.Own ? "the brand wrote it itself"
        : judged.Irrelevant ? "since an edit it does not concern the brand"
        : judged.Observed ? "its brand or source is only observed"
        : judged.Verdict.OtherMeaning is not null ? "it is about another meaning of the brand's word"
        : !judged.Mention.HasWords || judged.Verdict.Polarity is Polarity.Unknown ? "it has no words to judge"
        : null;

    private static RoutingRule? FirstThatFits(JudgedMention judged, IReadOnlyList<RoutingRule> rules)
    {
        var post = QueryPost.From(judged.Mention);
        return rules.FirstOrDefault(rule => Fits(rule, judged, post));
    }

    /// <summary>
    /// Whether somebody must act. What is severe is announced whatever else is said of it; what reports or advertises only then. A model
    /// that does not read this knows what is likelier negative than not.
    /// </summary>
    private static bool NeedsAction(Verdict verdict, AlertLevel level) => verdict.Care is { } care
        ? care.Severe || (care.Level >= level && care.Voice is not (Voice.Report or Voice.Advert))
        : verdict.Polarity == Polarity.Negative && verdict.Confidence >= LikelierThanNot && MayBeAnnounced(verdict);

    /// <summary>For rules that go by sentiment and intent alone.</summary>
    private static bool MayBeAnnounced(Verdict verdict) => verdict.Polarity != Polarity.Unsure && !AsksForNothing(verdict);

    /// <summary>
    /// Spam that is not a confident complaint, and abuse that is confidently nothing else. An unhappy customer may insult, or write
    /// like an advertisement, so neither alone keeps a mention from being announced: see infra/decisions/0007.
    /// </summary>
    private static bool AsksForNothing(Verdict verdict) =>
        (verdict.Spam is { Detected: true } && verdict.ConfidentIntent != Intent.Complaint)
        || (verdict.Abuse is { Detected: true } && verdict.ConfidentIntent == Intent.Other);

    private static bool Fits(RoutingRule rule, JudgedMention judged, QueryPost post) =>
        (rule.NeedsAction is { } level ? NeedsAction(judged.Verdict, level) : MayBeAnnounced(judged.Verdict))
        && (rule.Severity is null || (judged.Verdict.Care is { Severe: true } care && rule.Severity.Contains(care.Severity)))
        && (rule.Departments is null || (judged.Department is { } concerned && rule.Departments.Contains(concerned)))
        && (rule.Sentiment is null || rule.Sentiment.Contains(judged.Verdict.Polarity))
        && judged.Verdict.Confidence >= rule.MinConfidence
        && (rule.Intents is null || (judged.Verdict.ConfidentIntent is { } intent && rule.Intents.Contains(intent)))
        && (rule.Languages is null || rule.Languages.Contains(judged.Verdict.Language))
        && (rule.Brands is null || rule.Brands.Contains(judged.Brand))
        && (rule.Sources is null || rule.Sources.Contains(judged.Mention.Source))
        && (rule.Queries is null || (judged.Purpose is { Query: var query } && rule.Queries.Contains(query)))
        && (rule.Objectives is null || (judged.Purpose?.Objective is { } objective && rule.Objectives.Contains(objective)))
        && (rule.Keywords is null || rule.Keywords.Matches(post))
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
        var sentiment = verdict.LikeliestSentiment;
        var mood = FormattableString.Invariant($"{sentiment.ToWord()} at {verdict.Probabilities.Probability(sentiment):P0}{wanted}");
        var reason = rule.NeedsAction is { } level && verdict.Care is { } care
            ? $"{Need(care)}, {mood}, rule '{rule.Name}' asks for {level.ToWord()}"
            : Severe(verdict.Care) + mood + FormattableString.Invariant($", rule '{rule.Name}'")
                + (rule.MinConfidence > 0 ? FormattableString.Invariant($" asks for {rule.MinConfidence:P0}") : "");
        var words = rule.Keywords is { } keywords ? $" and for the words {keywords}" : "";
        return reason + words + (judged.Purpose is { } purpose ? $", found by the query '{purpose.Query}'" : "");
    }

    private static string Severe(CareReading? care) =>
        care is { Severe: true } ? FormattableString.Invariant($"{care.Severity.ToWord()} at {care.SeverityProbability:P0}, ") : "";

    private static string Need(CareReading care)
    {
        var concerned = care.Department == Department.None ? "" : $" by {care.Department.ToWord()}";
        return FormattableString.Invariant($"{Severe(care)}to be answered{concerned} at {care.NeedsAction:P0} ({care.Voice.ToWord()})");
    }

    /// <summary>
    /// The probability that somebody must act, in percent; where something is severe, that of the severity if it is higher, and at least
    /// 90. Of a model that does not read this, the probability of negative. A confident complaint adds half of what is left to 100, times
    /// its probability: of two mentions that are equally negative, a complaint comes first.
    /// </summary>
    private static int Priority(Verdict verdict)
    {
        if (verdict.Care is { } care)
        {
            var likeliest = care.Severe ? Math.Max(Math.Max(care.NeedsAction, care.SeverityProbability), LeastOfSevere) : care.NeedsAction;
            return Math.Clamp((int)Math.Round(100 * likeliest), 1, 100);
        }

        var negative = verdict.Probabilities.Negative;
        var complaint = verdict is { ConfidentIntent: Intent.Complaint, Intent.Probability: var probability } ? probability : 0;
        return Math.Clamp((int)Math.Round(100 * (negative + ((1 - negative) * complaint / 2))), 1, 100);
    }
}
