namespace Listening.Connectors.Feeds;

/// <summary>What a page turned out to be.</summary>
internal abstract record FeedReading
{
    public sealed record Feed(FeedDocument Document) : FeedReading;

    /// <summary>A web page, with the feeds it offers in its order.</summary>
    public sealed record WebPage(IReadOnlyList<Uri> Feeds) : FeedReading;

    /// <summary>Neither. The problem's sentence begins after the address.</summary>
    public sealed record Nothing(Problem Problem) : FeedReading
    {
        public Nothing(string code, ProblemText text)
            : this(Problem.Create(code, text))
        {
        }
    }
}

/// <summary>What the reader of a format finds in a feed.</summary>
/// <param name="Items">Read as they are asked for, with the line each begins at; 0 if unknown.</param>
/// <param name="Wish">How long the feed asks not to be read again; null if it does not.</param>
internal sealed record FeedParts(IEnumerable<(int Line, FeedItem Item)> Items, TimeSpan? Wish);

/// <summary>A feed, whatever its format was.</summary>
internal sealed record FeedDocument
{
    /// <summary>Newest first; in the order of the document where nothing is dated.</summary>
    public required IReadOnlyList<FeedItem> Items { get; init; }

    /// <summary>How long the feed asks not to be read again; null if it does not.</summary>
    public TimeSpan? Wish { get; init; }

    /// <summary>What could not be read.</summary>
    public IReadOnlyList<Problem> Rejected { get; init; } = [];

    /// <summary>Why the document ended early, so that it must be read again although its version is known; null if it is whole.</summary>
    public Problem? Damage { get; init; }
}

/// <summary>One post of a feed, in plain text.</summary>
internal sealed record FeedItem
{
    /// <summary>What the feed says makes it unique, trimmed; null if it says nothing.</summary>
    public string? Guid { get; init; }

    /// <summary>Where it can be read: an absolute http or https address.</summary>
    public Uri? Link { get; init; }

    public string? Title { get; init; }

    public string Text { get; init; } = "";

    /// <summary>The date as written: it tells apart what has neither guid nor link of its own.</summary>
    public string? Written { get; init; }

    public DateTimeOffset? PostedAt { get; init; }

    /// <summary>When this version of the post was written, or the post deleted, as the feed says; null if it does not.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    public Author? Author { get; init; }

    /// <summary>BCP 47, as claimed.</summary>
    public string? Language { get; init; }

    /// <summary>The guid of the post it answers (RFC 4685).</summary>
    public string? InReplyTo { get; init; }

    /// <summary>True if the feed says where its comments are, so that a conversation may hang on it.</summary>
    public bool HasComments { get; init; }

    /// <summary>The feed says that the post is gone (RFC 6721).</summary>
    public bool Deleted { get; init; }
}
