using Listening.Connectors.Api;
using Listening.Connectors.Text;

namespace Listening.Connectors.Bluesky;

/// <summary>A post as Bluesky's views and notifications write it (lexicons app.bsky.feed.defs and .post, August 2026).</summary>
/// <param name="Uri">Its name in the world, <c>at://(author)/app.bsky.feed.post/(key)</c>.</param>
/// <param name="Cid">Names its version: an edit keeps the uri and even <c>indexedAt</c>.</param>
internal sealed record BlueskyPost(string Uri, string Cid, ApiJson Json)
{
    private const string Platform = "bluesky";

    private ApiJson Record => Json["record"];

    /// <summary>
    /// What Bluesky sorts by: the date that the author's program claims, unless the post was seen before that. A date to come is thereby
    /// none.
    /// </summary>
    public DateTimeOffset? SortAt =>
        (Record["createdAt"].Instant, Json["indexedAt"].Instant) is ({ } created, { } indexed) ? (created < indexed ? created : indexed)
            : Record["createdAt"].Instant ?? Json["indexedAt"].Instant;

    /// <summary>False for what moderators have taken down or hidden, where a server leaves that to the reader.</summary>
    public bool MayBeRead => !Json["labels"].Items.Concat(Json["author"]["labels"].Items)
        .Any(label => label["val"].Text is "!takedown" or "!hide" or "!suspend" && !label["neg"].IsTrue);

    public WalkItem WalkItem => new(Uri, SortAt?.ToUnixTimeMilliseconds());

    public static (BlueskyPost? Item, Problem? Cause) Read(ApiJson post) =>
        post["uri"].Text is not { } uri ? (null, ApiProblems.Missing("uri"))
            : post["cid"].Text is not { } cid ? (null, ApiProblems.Missing("cid"))
            : !post["record"].IsObject ? (null, ApiProblems.Missing("record"))
            : (new(uri, cid, post), null);

    public Mention ToMention(FetchRequest request) => new()
    {
        Id = MentionId.For(MentionId.GlobalUri, Uri),
        Platform = Platform,
        NativeId = Uri,
        Source = request.Source.Name,
        Url = UrlOf(),
        Author = AuthorOf(Json["author"]),
        Text = TextOf(),
        Language = LanguageTag.Parse(Record["langs"].Items is [var first, ..] ? first.Text : null),
        PostedAt = SortAt,
        FetchedAt = request.Now,
        Revision = Cid,
        Parent = Record["reply"]["parent"]["uri"].Text is { } parent ? MentionId.For(MentionId.GlobalUri, parent) : null,
        Thread = Record["reply"]["root"]["uri"].Text ?? Uri,
    };

    /// <summary>By the author's id, as a handle may change.</summary>
    private string? UrlOf() => Uri.Split('/') is ["at:", "", var author, _, var key]
        ? $"https://bsky.app/profile/{author}/post/{System.Uri.EscapeDataString(key)}"
        : null;

    private static Author? AuthorOf(ApiJson author) => author["did"].Text is not { } id ? null
        : new Author(id, author["handle"].Text is { } handle and not "handle.invalid" ? handle : null, author["displayName"].Text);

    /// <summary>
    /// The text with its links as they lead, since programs show them shortened, and below it what belongs to the post and is not in its
    /// text: the link of its card, and hashtags that are set beside it.
    /// </summary>
    private string TextOf()
    {
        var text = HtmlText.Tidy(WithLinks(Record["text"].Text ?? ""));
        IEnumerable<string?> beside =
        [
            WebAddress.Parse(Record["embed"]["external"]["uri"].Text)?.AbsoluteUri,
            .. Record["tags"].Items.Select(tag => tag.Text is { } name ? $"#{name}" : null),
        ];
        var missing = beside.OfType<string>().Where(item => !text.Contains(item, StringComparison.OrdinalIgnoreCase)).Distinct();
        return string.Join('\n', missing.Prepend(text).Where(line => line.Length > 0));
    }

    /// <summary>Places in the text are given in bytes of UTF-8; one that makes no sense is passed over.</summary>
    private string WithLinks(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var (written, at) = (new StringBuilder(), 0);
        foreach (var (start, end, link) in Links().OrderBy(link => link.Start))
        {
            if (start >= at && start < end && end <= bytes.Length && IsBoundary(bytes, start) && IsBoundary(bytes, end))
            {
                written.Append(Encoding.UTF8.GetString(bytes.AsSpan(at..start))).Append(link);
                at = end;
            }
        }

        return written.Append(Encoding.UTF8.GetString(bytes.AsSpan(at..))).ToString();
    }

    private IEnumerable<(int Start, int End, string Link)> Links() =>
        from facet in Record["facets"].Items
        from feature in facet["features"].Items
        where feature["$type"].Text == "app.bsky.richtext.facet#link"
        let link = WebAddress.Parse(feature["uri"].Text)
        let start = facet["index"]["byteStart"].Number
        let end = facet["index"]["byteEnd"].Number
        where link is not null && start is >= 0 and <= int.MaxValue && end is >= 0 and <= int.MaxValue
        select ((int)start.Value, (int)end.Value, link.AbsoluteUri);

    /// <summary>True at the first byte of a character, and at the end.</summary>
    private static bool IsBoundary(byte[] utf8, int at) => at == utf8.Length || (utf8[at] & 0xC0) != 0x80;
}
