using Listening.Domain;
using Listening.Queries;

namespace Listening.Configuration;

/// <summary>What <c>listening.json</c> says, checked as a whole: whoever holds one may trust it.</summary>
public sealed record ListeningConfig
{
    public required IReadOnlyList<BrandConfig> Brands { get; init; }
    public required IReadOnlyList<SourceConfig> Sources { get; init; }

    /// <summary>Asked in order; the first that fits a mention decides.</summary>
    public required IReadOnlyList<RoutingRule> Routing { get; init; }

    public SourceConfig? Source(string name) => Sources.FirstOrDefault(source => source.Name == name);

    /// <summary>The brands that listen to a source.</summary>
    public IEnumerable<BrandConfig> BrandsOf(SourceConfig source) =>
        source.Brands is { } names ? Brands.Where(brand => names.Contains(brand.Id)) : Brands;
}

/// <summary>A brand that listens.</summary>
/// <param name="Id">Its name in keys, queues' messages and commands: lower-case letters, digits and hyphens.</param>
/// <param name="Query">What a post must say to concern it; null if every post of its sources does.</param>
public sealed record BrandConfig(string Id, string Name, BrandQuery? Query);

/// <summary>One node to listen to.</summary>
public sealed record SourceConfig
{
    public required string Name { get; init; }

    /// <summary>Chooses the connector: <c>feed</c> or <c>file</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The brands that listen here; null means all.</summary>
    public IReadOnlyList<string>? Brands { get; init; }

    /// <summary>True if everything here concerns its brands, as on the brand's own blog; false if their queries decide.</summary>
    public bool StoreEverything { get; init; }

    /// <summary>How often to look, from a second to a week; the service looks every 15 seconds at most.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Where a feed is.</summary>
    public Uri? Url { get; init; }

    /// <summary>Where a file is; relative to the folder of <c>listening.json</c>, absolute once read.</summary>
    public string? Path { get; init; }

    /// <summary>Makes the ids of an imported file unique; null means the file's own name.</summary>
    public string? Platform { get; init; }

    /// <summary>The zone of instants without one, as an IANA name; UTC if null.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Allows this source to reach loopback and private addresses, which are refused otherwise.</summary>
    public bool AllowPrivateNetwork { get; init; }

    /// <summary>Money this source may cost in a calendar month; null for no limit.</summary>
    public decimal? MonthlyBudget { get; init; }

    /// <summary>Changes with whatever decides when and how the source is read.</summary>
    public string Fingerprint => StableHash.Compute(
        Type, Url?.AbsoluteUri ?? "", Path ?? "", Platform ?? "", TimeZone ?? "", AllowPrivateNetwork.ToString(), Every.ToString(),
        MonthlyBudget?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "");
}

/// <summary>Decides who hears of a mention. Every condition given must hold; one not given always does.</summary>
public sealed record RoutingRule
{
    public required string Name { get; init; }

    /// <summary>The queue that hears of it; null means nobody does, and no later rule is asked.</summary>
    public string? Queue { get; init; }

    public IReadOnlyList<Polarity>? Sentiment { get; init; }

    /// <summary>Least probability of the verdict's polarity, 0 to 1.</summary>
    public double MinConfidence { get; init; }

    /// <summary>What the author wants; a post whose intent the model does not tell, or is not sure of, wants none of them.</summary>
    public IReadOnlyList<Intent>? Intents { get; init; }

    public IReadOnlyList<string>? Languages { get; init; }
    public IReadOnlyList<string>? Brands { get; init; }
    public IReadOnlyList<string>? Sources { get; init; }

    /// <summary>Words the text must hold, read like a brand's query.</summary>
    public BrandQuery? Keywords { get; init; }

    /// <summary>How soon an answer is due after the mention was fetched.</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromHours(4);
}
