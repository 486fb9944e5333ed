using Listening.Domain;
using Listening.Messages;

namespace Listening.Configuration;

/// <summary>Reads <c>$.routing</c>.</summary>
internal static class RoutingSection
{
    public static readonly IReadOnlyList<string> RuleProperties = ["name", "when", "queue", "answerWithin"];
    public static readonly IReadOnlyList<string> WhenProperties = ["sentiment", "confidence", "intents", "languages", "brands", "sources", "keywords"];

    /// <summary>Where <c>routing</c> is left out: whoever is likelier unhappy than not, in any language the model knows.</summary>
    public static readonly IReadOnlyList<RoutingRule> Default =
    [
        new RoutingRule { Name = "Unhappy customers", Queue = "care-alerts", Sentiment = [Polarity.Negative], MinConfidence = DefaultConfidence, AnswerWithin = TimeSpan.FromHours(4) },
    ];

    /// <summary>
    /// Of ten posts about a railway that are heard at .50, six to seven should be, and of ten that should be heard, six are; at .60 only four. A care team
    /// closes a case that is none faster than a customer forgives one that was missed.
    /// </summary>
    private const double DefaultConfidence = 0.5;

    /// <summary>Instead of a queue's name: nobody hears of it.</summary>
    private const string Nobody = "nobody";

    private const int MaxNameLength = 80;

    private static readonly IReadOnlyList<string> Sentiments = ["negative", "neutral", "positive"];
    private static readonly IReadOnlyList<string> Intents = ["complaint", "question", "praise", "suggestion", "purchase", "other"];

    public static IReadOnlyList<RoutingRule> Read(ConfigNode list, IReadOnlyList<string> brands, IReadOnlyList<string> sources)
    {
        var rules = new List<RoutingRule>();
        var names = new UniqueNames("name");
        foreach (var item in list.Items() ?? [])
        {
            if (item.Object(RuleProperties) is { } members)
            {
                rules.Add(Rule(members, names, brands, sources));
            }
        }

        return rules;
    }

    private static RoutingRule Rule(ConfigObject members, UniqueNames names, IReadOnlyList<string> brands, IReadOnlyList<string> sources)
    {
        var named = members.Required("name", "say in a few words whom the rule is about; every alert repeats it");
        var name = named?.Name(MaxNameLength);
        if (name is not null)
        {
            names.Add(name, named!);
        }

        var rule = new RoutingRule
        {
            Name = name ?? "",
            Queue = Queue(members.Required("queue", "name the queue that hears of it, or write \"nobody\"")),
            AnswerWithin = members["answerWithin"]?.Duration("1m", "30d") ?? TimeSpan.FromHours(4),
        };
        return members["when"]?.Object(WhenProperties) is { } when ? When(rule, when, brands, sources) : rule;
    }

    private static RoutingRule When(RoutingRule rule, ConfigObject when, IReadOnlyList<string> brands, IReadOnlyList<string> sources) => rule with
    {
        Sentiment = Given(Words(when["sentiment"], Sentiments)?.Select(word => Enum.Parse<Polarity>(word, ignoreCase: true))),
        MinConfidence = (double)(when["confidence"]?.Number(0, 1) ?? 0),
        Intents = Given(Words(when["intents"], Intents)?.Select(word => Enum.Parse<Intent>(word, ignoreCase: true))),
        Languages = Given(Words(when["languages"], [Languages.German, Languages.English])),
        Brands = Given(NameReferences.Read(when["brands"], "brand", brands)),
        Sources = Given(NameReferences.Read(when["sources"], "source", sources)),
        Keywords = BrandSection.Query(when["keywords"]),
    };

    private static IEnumerable<string>? Words(ConfigNode? list, IReadOnlyList<string> allowed) =>
        list?.Items()?.Select(item => item.OneOf(allowed)).OfType<string>();

    /// <summary>An empty list is no condition: it stands there for whoever fills it in.</summary>
    private static List<T>? Given<T>(IEnumerable<T>? values) => values?.ToList() is { Count: > 0 } given ? given : null;

    private static string? Queue(ConfigNode? node)
    {
        if (node is null || node.IsNull || node.Text() is not { } queue || queue == Nobody)
        {
            return null;
        }

        // https://learn.microsoft.com/rest/api/storageservices/naming-queues-and-metadata
        var wellFormed = queue.Length is >= 3 and <= 63
            && queue.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            && queue[0] != '-' && queue[^1] != '-' && !queue.Contains("--", StringComparison.Ordinal);
        if (!wellFormed)
        {
            node.Error($"'{ConfigNode.Quote(queue)}' is no queue's name; use 3 to 63 lower-case letters a-z, digits and single hyphens between them");
        }
        else if (Queues.Own.Any(own => queue == own || queue == Queues.PoisonQueueFor(own)))
        {
            node.Error($"'{queue}' is a queue the service itself reads; name another, such as 'care-alerts'");
        }

        return queue;
    }
}
