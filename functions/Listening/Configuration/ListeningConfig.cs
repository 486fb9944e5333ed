using Listening.Queries;

namespace Listening.Configuration;

/// <summary>What <c>listening.json</c> says, checked as a whole, so that its reader may trust it.</summary>
public sealed record ListeningConfig
{
    public required IReadOnlyList<BrandConfig> Brands { get; init; }
    public required IReadOnlyList<SourceConfig> Sources { get; init; }

    /// <summary>Tried in order; the first that fits a mention decides.</summary>
    public required IReadOnlyList<RoutingRule> Routing { get; init; }

    /// <summary>The rules where none are given: posts that somebody of the brand must answer or act on.</summary>
    public static IReadOnlyList<RoutingRule> DefaultRouting => RoutingSection.Default;

    public BrandConfig? Brand(string id) => Brands.FirstOrDefault(brand => brand.Id == id);

    public SourceConfig? Source(string name) => Sources.FirstOrDefault(source => source.Name == name);

    /// <summary>Whether posts of a source are only stored for a brand, and nobody is alerted.</summary>
    public bool IsObserved(string brand, string source) =>
        Brand(brand)?.Listen == Listen.Observe || Source(source)?.Listen == Listen.Observe;

    /// <summary>The sources that a brand listens to.</summary>
    public IEnumerable<SourceConfig> SourcesOf(string brand) => Sources.Where(source => source.IsFor(brand));

    /// <summary>The brands that listen to a source.</summary>
    public IEnumerable<BrandConfig> BrandsOf(SourceConfig source) => Brands.Where(brand => source.IsFor(brand.Id));
}

/// <summary>A brand that listens.</summary>
/// <param name="Id">Its name in keys, messages and commands: lower-case letters, digits and hyphens.</param>
/// <param name="Query">What a post must say to concern it; null if every post of its sources does.</param>
public sealed record BrandConfig(string Id, string Name, Query? Query)
{
    /// <summary>
    /// What it listens for, each with its purpose; the first that a post matches says which. <see cref="Query"/> then is any of them.
    /// Empty if it has one query or none.
    /// </summary>
    public IReadOnlyList<NamedQuery> Queries { get; init; } = [];

    /// <summary>
    /// What the brand is, in a sentence or more, to tell its posts from those about another meaning of its word; null if those are not
    /// looked for.
    /// </summary>
    public string? Description { get; init; }

    /// <summary>Who writes for it: their posts are marked as its own, and alert nobody.</summary>
    public IReadOnlyList<OwnAccount> Accounts { get; init; } = [];

    /// <summary>What is done about its posts.</summary>
    public Listen Listen { get; init; }

    /// <summary>What its posts are read with, where their source does not say.</summary>
    public Understanding Understanding { get; init; }
}

/// <summary>One of several queries of a brand.</summary>
public sealed record NamedQuery(Query Query, QueryPurpose Purpose);

/// <summary>What is done about posts of a brand or a source.</summary>
public enum Listen
{
    /// <summary>They are stored, and the routing rules decide who is alerted.</summary>
    Alert,

    /// <summary>They are stored, and nobody is alerted: a competitor, or a place that one watches before one speaks.</summary>
    Observe,
}

/// <summary>A source: what every one has, and its connector's own options.</summary>
public sealed record SourceConfig
{
    /// <summary>Most of <see cref="KeepIrrelevant"/>: all are read whenever a query is tried.</summary>
    public const int MaxKeepIrrelevant = 10_000;

    public required string Name { get; init; }

    /// <summary>Chooses the connector, such as <c>feed</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The record of options that the connector's <see cref="ConnectorDescription.Read"/> makes.</summary>
    public object? Options { get; init; }

    /// <summary>The brands this source is for; null means all.</summary>
    public IReadOnlyList<string>? Brands { get; init; }

    /// <summary>True if everything here concerns its brands, as on the brand's own blog; false if their queries decide.</summary>
    public bool StoreEverything { get; init; }

    /// <summary>How often to look, from a second to a week; the service looks every 15 seconds at most.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>What is done about its posts.</summary>
    public Listen Listen { get; init; }

    /// <summary>What its posts are read with; null if that is the brand's choice.</summary>
    public Understanding? Understanding { get; init; }

    /// <summary>
    /// How many of its latest posts that concern no brand are kept for trying queries, without author and for a week at most; 0 for none.
    /// </summary>
    public int KeepIrrelevant { get; init; }

    /// <summary>Money this source may cost in a calendar month; null for no limit.</summary>
    public decimal? MonthlyBudget { get; init; }

    /// <summary>Whether a brand, given by its id, listens to it.</summary>
    public bool IsFor(string brand) => Brands?.Contains(brand) != false;

    /// <summary>Changes with whatever decides when and how the source is read.</summary>
    public string Fingerprint => StableHash.Compute(
        Type, JsonSerializer.Serialize(Options), Every.ToString(), MonthlyBudget?.ToString(CultureInfo.InvariantCulture) ?? "");
}

/// <summary>Decides who is alerted to a mention. Every condition given must hold; one not given always does.</summary>
public sealed record RoutingRule
{
    public required string Name { get; init; }

    /// <summary>The queue that gets the alert; null means that nobody is alerted and no later rule is tried.</summary>
    public string? Queue { get; init; }

    /// <summary>How likely it must be that somebody has to act; null for posts of any kind.</summary>
    public AlertLevel? NeedsAction { get; init; }

    public IReadOnlyList<Severity>? Severity { get; init; }
    public IReadOnlyList<Department>? Departments { get; init; }
    public IReadOnlyList<Polarity>? Sentiment { get; init; }

    /// <summary>Minimum probability of the verdict's polarity, 0 to 1.</summary>
    public double MinConfidence { get; init; }

    /// <summary>What the author wants; a post whose intent is unknown or uncertain fits no list.</summary>
    public IReadOnlyList<Intent>? Intents { get; init; }

    public IReadOnlyList<string>? Languages { get; init; }
    public IReadOnlyList<string>? Brands { get; init; }
    public IReadOnlyList<string>? Sources { get; init; }

    /// <summary>The query that found the post, by its name; a post of a brand that names none fits no list.</summary>
    public IReadOnlyList<string>? Queries { get; init; }

    /// <summary>What that query is for.</summary>
    public IReadOnlyList<Objective>? Objectives { get; init; }

    /// <summary>Words the text must hold, read like a brand's query.</summary>
    public Query? Keywords { get; init; }

    /// <summary>How old a post may have been when it was read, by its own time; null for any age.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>How soon an answer is due after the mention was fetched.</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromHours(4);
}
