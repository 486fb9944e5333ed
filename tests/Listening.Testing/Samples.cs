using Listening.Configuration;
using Listening.Domain;
using Listening.Messages;
using Listening.Queries;

namespace Listening.Testing;

/// <summary>The bicycle shop Nordrad and what people say of it.</summary>
public static class Samples
{
    public static readonly DateTimeOffset Morning = new(2026, 11, 16, 8, 0, 0, TimeSpan.Zero);

    /// <summary>A post on a forum, five minutes old when it is read.</summary>
    public static Mention Post(string nativeId, string text, string source = "forum") => new()
    {
        Id = MentionId.For("forum.example", nativeId),
        Platform = "forum.example",
        NativeId = nativeId,
        Source = source,
        Url = $"https://forum.example/{nativeId}",
        Text = text,
        PostedAt = Morning.AddMinutes(-5),
        FetchedAt = Morning,
        Revision = "1",
        Author = new Author("u-17", "lena", "Lena", 12),
    };

    /// <summary>Many different posts, all of one hour.</summary>
    public static IReadOnlyList<Mention> Posts(int count, string text = "Das Nordrad fährt sich gut.") =>
        [.. Enumerable.Range(0, count).Select(i => Post($"p{i}", text) with { Author = new Author($"u-{i}") })];

    /// <summary>Mentions of a source that both brands of <see cref="Config"/> listen to.</summary>
    public static MentionBatch Batch(string source, IReadOnlyList<Mention> mentions) =>
        new(source, mentions) { Brands = ["nordrad", "suedrad"] };

    public static readonly Verdict Negative = new(Polarity.Negative, new SentimentScores(0.96, 0.03, 0.01), "de", "words-1");

    /// <summary>A row that has something to say in every field.</summary>
    public static readonly JudgedMention Everything = new(
        "nordrad",
        Post("1", "Grüße 🚲, \"quoted\" \\ and\ttabbed\nlines") with
        {
            Title = "Fünf Sterne",
            TextTruncated = true,
            Language = "de-AT",
            PostedAt = new DateTimeOffset(2026, 11, 16, 7, 59, 59, TimeSpan.Zero).AddTicks(1_234_567),
            Revision = "r'2'/#?",
            Parent = MentionId.For("forum.example", "0"),
            Thread = "thread|0",
            Rating = 5,
            Author = new Author("u/1?", "lena#", "Lena Ö.", 9_000_000_000),
        },
        new Verdict(Polarity.Unsure, new SentimentScores(0, 1.0 / 3, 2.0 / 3), "de", "starter-1")
        {
            Intent = new DetectedIntent(Intent.Suggestion, 1.0 / 3, Confident: false),
            Care = new CareReading(1.0 / 3, AlertLevel.Thorough)
            {
                Severity = Severity.Press,
                SeverityProbability = 0.25,
                Severe = true,
                Voice = Voice.Opinion,
                Department = Department.Pr,
                Heads = CareReading.WordsAndEncoder,
                Passage = "Bitte melden",
            },
            Abuse = new Detection(0, Detected: false),
            Spam = new Detection(1, Detected: true),
            OtherMeaning = "another meaning of Nordrad",
            SourcePrior = "umsab 62 %, potts 21 %; negative ×1.12",
            Correction = "needsAction +0.84 (46 annotations, 12 of this source)",
            Compared = new ComparedVerdict("starter-2", Polarity.Negative, 0.4),
        })
    {
        EditedAt = Morning.AddSeconds(1),
        ConfirmedAt = Morning.AddSeconds(2),
        FirstCase = new CaseId("0123456789abcdef0123456789abcdef"),
        Irrelevant = true,
        Own = true,
        Observed = true,
        Purpose = new QueryPurpose("Lieferung", Objective.Support, "Käufer", Department.Care),
    };

    /// <summary>An annotation that answers every question.</summary>
    public static readonly Annotation EveryAnswer = new("nordrad", Everything.Mention.Id, "Jana", Morning)
    {
        NeedsAction = true,
        Severity = Severity.Legal,
        Voice = Voice.Experience,
        Intent = Intent.Complaint,
        Department = Department.Care,
        Sentiment = Polarity.Negative,
    };

    public static JudgedMention Judged(this Mention mention, string brand = "nordrad") => new(brand, mention, Negative);

    /// <summary>What a row says, without where it is: two rows of the same content are equal.</summary>
    public static JudgedMention WithoutPlace(this JudgedMention row) => row with { Location = null, Version = null };

    public static CareCase Case(Mention mention, string brand = "nordrad") => new()
    {
        Id = CaseId.For(brand, mention),
        Brand = brand,
        Opening = mention.Judged(brand),
        Rule = "unhappy",
        Reason = "negative at 96 %, rule 'unhappy' asks for 80 %",
        Queue = "care-alerts",
        Priority = 96,
        OpenedAt = Morning.AddMinutes(1),
        DueAt = Morning.AddHours(4),
        TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    };

    /// <summary>Two brands and two scripted sources: a forum that concerns whom its words name, and Nordrad's own blog.</summary>
    public static ListeningConfig Config { get; } = new()
    {
        Brands = [new BrandConfig("nordrad", "Nordrad", Parse("nordrad")), new BrandConfig("suedrad", "Südrad", Parse("südrad"))],
        Sources =
        [
            new SourceConfig { Name = "forum", Type = "scripted", Every = TimeSpan.FromHours(1) },
            new SourceConfig
            {
                Name = "blog",
                Type = "scripted",
                Brands = ["nordrad"],
                StoreEverything = true,
                Every = TimeSpan.FromHours(1),
            },
        ],
        Routing =
        [
            new RoutingRule { Name = "unhappy", Queue = "care-alerts", Sentiment = [Polarity.Negative], MinConfidence = 0.8 },
            new RoutingRule
            {
                Name = "praise",
                Queue = "marketing",
                Sentiment = [Polarity.Positive],
                MinConfidence = 0.8,
                AnswerWithin = TimeSpan.FromDays(1),
            },
        ],
    };

    private static Query Parse(string text) =>
        Query.TryParse(text, out var problem) ?? throw new ArgumentException(problem?.Sentence, nameof(text));
}
