using Listening.Connectors.Api;
using Listening.Queries;

namespace Listening.Connectors.Bluesky;

/// <summary>What is read of Bluesky.</summary>
public enum BlueskyReading
{
    Unknown,

    /// <summary>What its search finds.</summary>
    Search,

    /// <summary>Posts that name, answer or quote the account that reads.</summary>
    Mentions,
}

/// <summary>The options of a source of type <c>bluesky</c>.</summary>
public sealed record BlueskyOptions : ISearchOptions
{
    /// <summary>Where the account logs in.</summary>
    public Uri Server { get; init; } = DefaultServer;

    /// <summary>The account that reads.</summary>
    public required string Handle { get; init; }

    public required SecretReference AppPassword { get; init; }

    public BlueskyReading Read { get; init; } = BlueskyReading.Search;

    public Query? Query { get; init; }

    /// <summary>How far the first read of a search goes back.</summary>
    public TimeSpan LookBack { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Allows a server at a loopback or private address, or without https, which is refused otherwise.</summary>
    public bool AllowPrivateNetwork { get; init; }

    IQueryTranslator? ISearchOptions.Translator => Read == BlueskyReading.Mentions ? null : QueryTranslators.Bluesky;

    private static readonly Uri DefaultServer = new("https://bsky.social/");

    public static ConnectorDescription Connector { get; } = new()
    {
        Type = "bluesky",
        Summary = "Posts of Bluesky that a search finds, or that name, answer or quote an account",
        ExampleName = "Bluesky",
        Capabilities = ConnectorCapabilities.Edits | ConnectorCapabilities.Replies | ConnectorCapabilities.Authors,
        Limits = "Free: 3,000 requests in five minutes, and 300 logins a day. Bluesky promises no complete search. Posts that are dated "
            + "back are not found, and deletions are not reported.",
        Cursor = "How far each search was read, as an instant, and where a read that is under way goes on.",
        Read = options => new BlueskyOptions
        {
            Server = options.Url(
                "server", "Where the account logs in, if not at Bluesky itself. Left out: https://bsky.social/.", "https://pds.example/")
                    ?? DefaultServer,
            Handle = options.Text(
                "handle",
                "The account that reads: search needs a login.",
                example: "northwind.bsky.social",
                missing: "give the handle of the account that reads, such as \"northwind.bsky.social\"",
                maxLength: 253),
            AppPassword = options.Secret(
                "appPassword",
                "The setting with an app password of the account (Settings, Privacy and Security, App Passwords), not its own password.",
                example: "@BlueskyPassword",
                missing: "name the setting with an app password of the account, such as \"@BlueskyPassword\""),
            Read = options.Choice(
                "read",
                "search: what Bluesky's search finds. mentions: posts that name, answer or quote the account that reads.",
                BlueskyReading.Search),
            Query = options.SearchQuery(example: "northwind OR \"north wind\""),
            LookBack = options.LookBack(),
            AllowPrivateNetwork = options.AllowPrivateNetwork(),
        },
    };
}
