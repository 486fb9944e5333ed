using Listening.Connectors.Api;
using Listening.Queries;

namespace Listening.Connectors.Discourse;

/// <summary>What is read of a forum.</summary>
public enum DiscourseReading
{
    Unknown,

    /// <summary>All new posts.</summary>
    Posts,

    /// <summary>What the forum's search finds.</summary>
    Search,
}

/// <summary>The options of a source of type <c>discourse</c>.</summary>
public sealed record DiscourseOptions : ISearchOptions
{
    /// <summary>The forum's address, which may be a folder of its host.</summary>
    public required Uri Server { get; init; }

    public DiscourseReading Read { get; init; } = DiscourseReading.Posts;

    public Query? Query { get; init; }

    /// <summary>For a forum that asks for a login; null to read what anybody may.</summary>
    public SecretReference? ApiKey { get; init; }

    /// <summary>The account that the key belongs to.</summary>
    public string? ApiUsername { get; init; }

    /// <summary>How far the first read goes back.</summary>
    public TimeSpan LookBack { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Allows a forum at a loopback or private address, which is refused otherwise.</summary>
    public bool AllowPrivateNetwork { get; init; }

    IQueryTranslator? ISearchOptions.Translator => Read == DiscourseReading.Search ? QueryTranslators.Discourse : null;

    public static ConnectorDescription Connector { get; } = new()
    {
        Type = "discourse",
        Summary = "Posts of a Discourse forum, all of them or those that its search finds",
        ExampleName = "Community forum",
        Capabilities = ConnectorCapabilities.Edits | ConnectorCapabilities.Deletions | ConnectorCapabilities.Replies
            | ConnectorCapabilities.Authors,
        Limits = "Free: 200 requests a minute from one address. A search shows 500 posts at most, and takes a request more for each topic.",
        Cursor = "The number of the newest post read, and where a read that is under way goes on.",
        Read = ReadOptions,
    };

    private static DiscourseOptions ReadOptions(OptionReader options)
    {
        var read = new DiscourseOptions
        {
            Server = options.Url(
                "server",
                "The forum's address.",
                example: "https://community.northwind.example/",
                missing: "give the forum's address, such as \"https://community.northwind.example/\""),
            Read = options.Choice(
                "read",
                "posts: all new posts, of which the queries choose. search: what the forum's search finds, for a large forum that says "
                    + "little of you.",
                DiscourseReading.Posts),
            Query = options.SearchQuery(example: "northwind"),
            ApiKey = options.Secret(
                "apiKey", "The setting with a key that may read, for a forum that asks for a login.", example: "@DiscourseKey"),
            ApiUsername = options.Text("apiUsername", "The account that the key belongs to.", example: "listener"),
            LookBack = options.LookBack(),
            AllowPrivateNetwork = options.AllowPrivateNetwork(),
        };
        if (read is { ApiKey: not null, ApiUsername: null })
        {
            options.Error("apiKey", Problem.Create(
                "discourse.needs-username", $"a key works for its account only; add \"apiUsername\" with that account's name"));
        }

        return read;
    }
}
