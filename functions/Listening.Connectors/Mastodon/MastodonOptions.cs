using Listening.Connectors.Api;
using Listening.Queries;

namespace Listening.Connectors.Mastodon;

/// <summary>What is read of a server.</summary>
public enum MastodonReading
{
    Unknown,

    /// <summary>Timelines of hashtags.</summary>
    Hashtags,

    /// <summary>What the server's full-text search finds.</summary>
    Search,

    /// <summary>Posts that name the token's account.</summary>
    Mentions,
}

/// <summary>The options of a source of type <c>mastodon</c>.</summary>
public sealed record MastodonOptions : ISearchOptions
{
    public required Uri Server { get; init; }

    public MastodonReading Read { get; init; } = MastodonReading.Hashtags;

    public Query? Query { get; init; }

    /// <summary>Of an account on the server; null to read what anybody may.</summary>
    public SecretReference? Token { get; init; }

    /// <summary>How far the first read of a hashtag or search goes back.</summary>
    public TimeSpan LookBack { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Allows a server at a loopback or private address, which is refused otherwise.</summary>
    public bool AllowPrivateNetwork { get; init; }

    IQueryTranslator? ISearchOptions.Translator => Read switch
    {
        MastodonReading.Mentions => null,
        MastodonReading.Search => QueryTranslators.MastodonSearch,
        _ => QueryTranslators.Mastodon,
    };

    public static ConnectorDescription Connector { get; } = new()
    {
        Type = "mastodon",
        Summary = "Posts of a Mastodon server, or a compatible one, with a hashtag, found by a search, or naming an account",
        ExampleName = "Mastodon",
        Capabilities = ConnectorCapabilities.Edits | ConnectorCapabilities.Replies | ConnectorCapabilities.Authors,
        Limits = "Free: 300 pages in 15 minutes. A server knows the posts only that have reached it, so read several large ones. "
            + "Deletions are not reported.",
        Cursor = "How far each hashtag or search was read, as an instant, and where a read that is under way goes on.",
        Read = ReadOptions,
    };

    private static MastodonOptions ReadOptions(OptionReader options)
    {
        var read = new MastodonOptions
        {
            Server = options.Url(
                "server",
                "The server's address.",
                example: "https://mastodon.social/",
                missing: "give the server's address, such as \"https://mastodon.social/\""),
            Read = options.Choice(
                "read",
                "hashtags: the timelines of the hashtags in the query. search: what the server's full-text search finds, which is posts of "
                    + "those only who agreed to be found. mentions: posts that name the token's account.",
                MastodonReading.Hashtags),
            Query = options.SearchQuery(example: "hashtag:northwind", "Each hashtag is a timeline; the rest is checked afterwards."),
            Token = options.Secret(
                "token",
                "The setting with an access token of an account there (Settings, Development) with the right to read. Needed for search "
                    + "and mentions, and for servers that show timelines to accounts only.",
                example: "@MastodonToken"),
            LookBack = options.LookBack(),
            AllowPrivateNetwork = options.AllowPrivateNetwork(),
        };
        if (read is { Read: MastodonReading.Search or MastodonReading.Mentions, Token: null })
        {
            options.Error("read", Problem.Create(
                "mastodon.needs-token", $"without a token the server finds nothing and says nothing; add \"token\": \"@MastodonToken\""));
        }

        return read;
    }
}
