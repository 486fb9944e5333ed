namespace Listening.Connectors.Feeds;

/// <summary>The options of a source of type <c>feed</c>.</summary>
public sealed record FeedOptions
{
    public required Uri Url { get; init; }

    /// <summary>Allows this feed to be at a loopback or private address, which is refused otherwise.</summary>
    public bool AllowPrivateNetwork { get; init; }

    public static ConnectorDescription Connector { get; } = new()
    {
        Type = "feed",
        Summary = "An RSS, Atom or JSON feed",
        ExampleName = "Blog comments",
        Capabilities = ConnectorCapabilities.Edits | ConnectorCapabilities.Deletions | ConnectorCapabilities.Replies
            | ConnectorCapabilities.Authors,
        Limits = "A feed holds its latest posts only, so read it often enough that none scrolls out of it.",
        Cursor = "Which posts were in the feed when it was last read, and the version that the server gave it.",
        Read = options => new FeedOptions
        {
            Url = options.Url(
                "url",
                "Where the feed is, in full and without user name or password.",
                example: "https://blog.northwind.example/comments/feed/",
                missing: "give the feed's address, such as \"https://blog.example/comments/feed/\""),
            AllowPrivateNetwork = options.Flag(
                "allowPrivateNetwork", "Allows this feed to be on this machine or in a private network, which is refused otherwise."),
        },
    };
}
