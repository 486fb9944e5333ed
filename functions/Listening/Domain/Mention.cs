namespace Listening.Domain;

/// <summary>One public post, as a source delivered it. Text is plain; what a connector cannot know is null.</summary>
public sealed record Mention
{
    /// <summary>Most UTF-16 units of <see cref="Text"/>. Longer texts are cut and marked: a table property holds 32 Ki units.</summary>
    public const int MaxTextLength = 32_000;

    public required MentionId Id { get; init; }

    /// <summary>Where the post lives: <c>x</c>, <c>mastodon</c>, a host name, or what an imported file says.</summary>
    public required string Platform { get; init; }

    /// <summary>The platform's own id, an opaque string: many do not fit a number.</summary>
    public required string NativeId { get; init; }

    /// <summary>The configured source that brought it here.</summary>
    public required string Source { get; init; }

    public string? Url { get; init; }

    /// <summary>Null where the source does not say who wrote it.</summary>
    public Author? Author { get; init; }

    public string? Title { get; init; }

    public required string Text { get; init; }

    /// <summary>True if a limit cut off the end of <see cref="Text"/>; <see cref="Url"/> leads to the whole.</summary>
    public bool TextTruncated { get; init; }

    /// <summary>The language the source claims (BCP 47); the verdict has the one that the model found.</summary>
    public string? Language { get; init; }

    /// <summary>When the source says it was written; null if it does not say, or the instant is implausible.</summary>
    public DateTimeOffset? PostedAt { get; init; }

    /// <summary>
    /// When it was fetched. Of two mentions of one source the one that was read later has the later instant, within a page too, so
    /// that edits apply in order (<see cref="Sources.FetchRules"/>).
    /// </summary>
    public required DateTimeOffset FetchedAt { get; init; }

    /// <summary>Changes when the post is edited (<see cref="Revisions"/>).</summary>
    public required string Revision { get; init; }

    /// <summary>
    /// True if the source has delivered another version before, or says that there was one: the post may be stored for a brand that
    /// this version no longer concerns.
    /// </summary>
    public bool Edited { get; init; }

    /// <summary>The id of the post this one answers; null if it answers none that is known.</summary>
    public MentionId? Parent { get; init; }

    /// <summary>Names the conversation, unique in the world or within <see cref="Platform"/>; null for a post that stands alone.</summary>
    public string? Thread { get; init; }

    /// <summary>Stars as the platform counts them, mostly 1 to 5.</summary>
    public double? Rating { get; init; }

    /// <summary>The source says that its author or platform deleted the post: nothing of it may stay but its ids.</summary>
    public bool Deleted { get; init; }

    /// <summary>
    /// The author's own words: the text, below the title where that adds some. An answer's title quotes what it
    /// answers ("Re: …", "Comment on … by …"), and a kind word below a complaint is not a complaint.
    /// </summary>
    [JsonIgnore]
    public string OwnText =>
        Title is { } title && Parent is null && !Text.StartsWith(title, StringComparison.Ordinal) && !AnswerTitle.IsOne(title, Author)
            ? $"{title}\n{Text}" : Text;

    /// <summary>
    /// Compares the marks of two copies of a post: less than 0 if this one is older, 0 if they are the same or do not tell. ISO 8601
    /// instants compare whatever their sources; numbers only where one source or one platform counts.
    /// </summary>
    public int CompareRevision(Mention other) =>
        (Source == other.Source || Platform == other.Platform)
        && long.TryParse(Revision, CultureInfo.InvariantCulture, out var mine)
        && long.TryParse(other.Revision, CultureInfo.InvariantCulture, out var theirs)
            ? mine.CompareTo(theirs)
            : Revisions.InstantOf(Revision) is { } from && Revisions.InstantOf(other.Revision) is { } to ? from.CompareTo(to) : 0;

    /// <summary>What stays of a post that was deleted: nothing but what names it.</summary>
    public Mention WithoutContent() => new()
    {
        Id = Id,
        Platform = Platform,
        NativeId = NativeId,
        Source = Source,
        Text = "",
        Deleted = true,
        Revision = Revision,
        FetchedAt = FetchedAt,
    };

    /// <summary>False for a text that says nothing to judge: empty, blank, punctuation, numbers, symbols, addresses.</summary>
    [JsonIgnore]
    public bool HasWords => WordCheck.HasWords(OwnText);

    /// <summary>The instant analysts sort by: the source's where it is plausible, else the time of the fetch.</summary>
    [JsonIgnore]
    public DateTimeOffset Timestamp => MentionLimits.Believable(PostedAt, FetchedAt) ?? FetchedAt;
}

/// <summary>Who wrote a mention, as the platform names them.</summary>
/// <param name="Id">The platform's id of the account, or the best stand-in a source gives (a handle, a name).</param>
/// <param name="Handle">The @name, without the @.</param>
public sealed record Author(string Id, string? Handle = null, string? Name = null, long? Followers = null);
