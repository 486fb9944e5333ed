using Listening.Connectors.Api;
using Listening.Queries;

namespace Listening.Connectors.StackExchange;

/// <summary>The options of a source of type <c>stackexchange</c>.</summary>
public sealed record StackExchangeOptions : ISearchOptions
{
    public Query? Query { get; init; }

    IQueryTranslator? ISearchOptions.Translator => QueryTranslators.StackExchange;

    /// <summary>The site's name in the API, such as <c>stackoverflow</c> or <c>coffee</c>.</summary>
    public string Site { get; init; } = DefaultSite;

    /// <summary>Raises the daily quota; null to do without.</summary>
    public SecretReference? Key { get; init; }

    /// <summary>How far the first read of a search goes back.</summary>
    public TimeSpan LookBack { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Where the API is; another address in tests only.</summary>
    internal Uri Api { get; init; } = new("https://api.stackexchange.com/");

    internal bool AllowPrivateNetwork { get; init; }

    private const string DefaultSite = "stackoverflow";

    public static ConnectorDescription Connector { get; } = new()
    {
        Type = "stackexchange",
        Summary = "Questions and answers of a Stack Exchange site that a search finds",
        ExampleName = "Stack Overflow",
        Capabilities = ConnectorCapabilities.Edits | ConnectorCapabilities.Replies | ConnectorCapabilities.Authors,
        Limits = "Free: 300 requests a day from one address, or 10,000 with a key; a read takes one for each search, and another if "
            + "there are posts. Comments cannot be searched. Deletions are not reported.",
        Cursor = "How far each search was read, as an instant, and where a read that is under way goes on.",
        Read = options => new StackExchangeOptions
        {
            Query = options.SearchQuery(example: "northwind (sdk OR api)"),
            Site = options.Text("site", "The site's name in the API. Left out: stackoverflow.", example: "stackoverflow") ?? DefaultSite,
            Key = options.Secret(
                "key", "The setting with an application's key (stackapps.com): it raises the daily quota.", example: "@StackExchangeKey"),
            LookBack = options.LookBack(),
        },
    };
}
