using Listening.Messages;

namespace Listening.Configuration;

/// <summary>Reads <c>$.routing</c>.</summary>
internal static class RoutingSection
{
    public static readonly IReadOnlyList<string> RuleProperties = ["name", "when", "queue", "answerWithin"];

    public static readonly IReadOnlyList<string> WhenProperties =
    [
        "needsAction", "severity", "departments", "sentiment", "confidence", "intents", "languages", "brands", "sources", "queries",
        "objectives", "keywords", "maxAge",
    ];

    /// <summary>
    /// Of a rule that alerts somebody. The first read of a feed or file brings posts of many years; nobody expects an answer to them.
    /// Stated before <see cref="Default"/>, which needs it.
    /// </summary>
    private static readonly TimeSpan DefaultMaxAge = TimeSpan.FromDays(30);

    /// <summary>Where <c>routing</c> is left out: posts that somebody of the brand must answer or act on.</summary>
    public static readonly IReadOnlyList<RoutingRule> Default =
    [
        new RoutingRule
        {
            Name = "Needs an answer",
            Queue = "care-alerts",
            NeedsAction = AlertLevel.Balanced,
            MaxAge = DefaultMaxAge,
            AnswerWithin = TimeSpan.FromHours(4),
        },
    ];

    /// <summary>Instead of a queue's name: nobody is alerted.</summary>
    private const string Nobody = "nobody";

    private static readonly string[] KnownLanguages = [Languages.German, Languages.English];
    private static readonly AlertLevel[] Levels = [AlertLevel.Quiet, AlertLevel.Balanced, AlertLevel.Thorough];
    private static readonly Severity[] Severities =
        [Severity.Safety, Severity.Legal, Severity.Privacy, Severity.Press, Severity.Leaving];

    private static readonly Polarity[] Sentiments = [Polarity.Negative, Polarity.Neutral, Polarity.Positive];
    private static readonly Intent[] Intents = [.. Enum.GetValues<Intent>().Except([Intent.Unknown])];

    /// <param name="named">The names that the rest of the document defines, which rules may refer to.</param>
    public static IReadOnlyList<RoutingRule> Read(ConfigNode list, DefinedNames named)
    {
        var rules = new List<RoutingRule>();
        var names = new UniqueNames("name");
        foreach (var item in list.Items() ?? [])
        {
            if (item.Object(RuleProperties) is { } members)
            {
                rules.Add(Rule(members, names, named));
            }
        }

        return rules;
    }

    private static RoutingRule Rule(ConfigObject members, UniqueNames names, DefinedNames named)
    {
        var name = names.Read(members.Required("name", "name in a few words which posts the rule is for; every alert shows it"));
        var when = members["when"]?.Object(WhenProperties);
        var queue = Queue(members.Required("queue", "name the queue that gets the alert, or write \"nobody\""));
        return new RoutingRule
        {
            Name = name ?? "",
            Queue = queue,
            AnswerWithin = members["answerWithin"]?.Duration("1m", "30d") ?? TimeSpan.FromHours(4),
            NeedsAction = when?["needsAction"]?.OneOf(Levels),
            Severity = Enums(when?["severity"], Severities),
            Departments = Enums(when?["departments"], BrandSection.Departments),
            Sentiment = Enums(when?["sentiment"], Sentiments),
            MinConfidence = (double)(when?["confidence"]?.Number(0, 1) ?? 0),
            Intents = Enums(when?["intents"], Intents),
            Languages = Given(when?["languages"]?.Items()?.Select(item => item.OneOf(KnownLanguages)).OfType<string>()),
            Brands = Given(NameReferences.Read(when?["brands"]?.Items(), "brand", named.Brands)),
            Sources = Given(NameReferences.Read(when?["sources"]?.Items(), "source", named.Sources)),
            Queries = Given(NameReferences.Read(when?["queries"]?.Items(), "query", named.Queries, "the queries of $.brands")),
            Objectives = Objectives(when?["objectives"], named.Objectives),
            Keywords = BrandSection.ReadQuery(when?["keywords"]),
            MaxAge = when?["maxAge"]?.Duration("1m", "36500d") ?? (queue is null ? null : DefaultMaxAge),
        };
    }

    /// <summary>An objective that no query has would leave the rule without posts.</summary>
    private static List<Objective>? Objectives(ConfigNode? list, IReadOnlyList<Objective> known)
    {
        var objectives = new List<Objective>();
        foreach (var item in list?.Items() ?? [])
        {
            if (item.OneOf<Objective>() is { } objective)
            {
                objectives.Add(objective);
                if (!known.Contains(objective))
                {
                    item.Error("config.unknown-objective", $"no query of $.brands has this objective; give it to one, or remove it here");
                }
            }
        }

        return Given(list is null ? null : objectives);
    }

    private static List<T>? Enums<T>(ConfigNode? list, IReadOnlyList<T> allowed)
        where T : struct, Enum => Given(list?.Items()?.Select(item => item.OneOf(allowed)).OfType<T>());

    /// <summary>An empty list is no condition: it is a placeholder for later.</summary>
    private static List<T>? Given<T>(IEnumerable<T>? values) => values?.ToList() is { Count: > 0 } given ? given : null;

    private static string? Queue(ConfigNode? node)
    {
        if (node is null || node.IsNull || node.Text() is not { } queue || queue == Nobody)
        {
            return null;
        }

        var written = Excerpt.Create(queue);
        if (!Queues.IsName(queue))
        {
            node.Error(
                "config.not-a-queue-name",
                $"'{written}' is not a queue name; use 3 to 63 lower-case letters a-z, digits and single hyphens between them");
        }
        else if (Queues.Own.Any(own => queue == own || queue == Queues.PoisonQueueFor(own)))
        {
            node.Error("config.own-queue", $"'{written}' is a queue the service itself reads; name another, such as 'care-alerts'");
        }

        return queue;
    }
}

/// <summary>The names that a document gives to what its rules may refer to; empty where they could not be read.</summary>
/// <param name="Queries">Of all brands.</param>
/// <param name="Objectives">Of all those queries.</param>
internal sealed record DefinedNames(
    IReadOnlyList<string> Brands, IReadOnlyList<string> Sources, IReadOnlyList<string> Queries, IReadOnlyList<Objective> Objectives);
