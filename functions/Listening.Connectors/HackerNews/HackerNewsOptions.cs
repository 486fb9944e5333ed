using Listening.Connectors.Api;
using Listening.Queries;

namespace Listening.Connectors.HackerNews;

/// <summary>The options of a source of type <c>hackernews</c>.</summary>
public sealed record HackerNewsOptions : ISearchOptions
{
    public Query? Query { get; init; }

    IQueryTranslator? ISearchOptions.Translator => QueryTranslators.HackerNews;

    /// <summary>How far the first read of a search goes back.</summary>
    public TimeSpan LookBack { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Where the search is; another address in tests only.</summary>
    internal Uri Api { get; init; } = new("https://hn.algolia.com/");

    internal bool AllowPrivateNetwork { get; init; }

    public static ConnectorDescription Connector { get; } = new()
    {
        Type = "hackernews",
        Summary = "Stories and comments of Hacker News that a search finds",
        ExampleName = "Hacker News",
        Capabilities = ConnectorCapabilities.Edits | ConnectorCapabilities.Replies | ConnectorCapabilities.Authors,
        Limits = "Free and without a login; 10,000 requests an hour from one address. Deletions are not reported.",
        Cursor = "How far each search was read, as an instant, and where a read that is under way goes on.",
        Read = options => new HackerNewsOptions
        {
            Query = options.SearchQuery(example: "northwind OR \"north wind\""),
            LookBack = options.LookBack(),
        },
    };
}
