using System.Text.Encodings.Web;
using System.Xml.Linq;

namespace Listening.Local.Sample;

/// <summary>Formats sample posts as feeds and as ingest lines. No clock, no I/O: the same posts give the same bytes.</summary>
public static class SampleFeeds
{
    private static readonly XNamespace Atom10 = "http://www.w3.org/2005/Atom";
    private static readonly XNamespace Content = "http://purl.org/rss/1.0/modules/content/";
    private static readonly XNamespace DublinCore = "http://purl.org/dc/elements/1.1/";
    private static readonly XNamespace Threading = "http://purl.org/syndication/thread/1.0";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        // Umlauts stay readable. Safe here, as nothing of this is pasted into a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private static readonly JsonSerializerOptions JsonFeedNames = new(Json) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The community as RSS 2.0, newest first.</summary>
    public static byte[] Rss(IEnumerable<SamplePost> posts, SampleDay day) => Write(new XElement("rss",
        new XAttribute("version", "2.0"),
        new XAttribute(XNamespace.Xmlns + "content", Content),
        new XAttribute(XNamespace.Xmlns + "dc", DublinCore),
        new XAttribute(XNamespace.Xmlns + "thr", Threading),
        new XElement("channel",
            new XElement("title", "Morgenrot Community"),
            new XElement("link", day.BaseAddress.AbsoluteUri),
            new XElement("description", "Blog und Forum von Morgenrot"),
            NewestFirst(posts).Select(post => new XElement("item",
                new XElement("title", post.Title),
                new XElement("link", day.UrlOf(post).AbsoluteUri),
                new XElement(DublinCore + "creator", post.Author.Name),
                new XElement("pubDate", day.CreatedAt(post).ToString("r")),
                new XElement("guid", new XAttribute("isPermaLink", "false"), SampleDay.TagOf(post.Id)),
                InReplyTo(post),
                new XElement(Content + "encoded", new XCData(SampleHtml.Body(post.Text))))))));

    /// <summary>The comments as Atom 1.0, newest first.</summary>
    public static byte[] Atom(IEnumerable<SamplePost> posts, SampleDay day)
    {
        var entries = NewestFirst(posts);
        return Write(new XElement(Atom10 + "feed",
            new XAttribute(XNamespace.Xmlns + "thr", Threading),
            new XElement(Atom10 + "id", SampleDay.TagOf("comments")),
            new XElement(Atom10 + "title", "Kommentare in der Morgenrot Community"),
            // Not the time of this response: an unchanged feed has to keep its ETag.
            new XElement(Atom10 + "updated", Instant(entries.Count > 0 ? day.CreatedAt(entries[0]) : day.Start)),
            Link(day.BaseAddress),
            entries.Select(post => new XElement(Atom10 + "entry",
                new XElement(Atom10 + "id", SampleDay.TagOf(post.Id)),
                new XElement(Atom10 + "title", post.Title),
                Link(day.UrlOf(post)),
                new XElement(Atom10 + "author",
                    new XElement(Atom10 + "name", post.Author.Name), new XElement(Atom10 + "uri", SampleDay.ProfileOf(post.Author))),
                new XElement(Atom10 + "published", Instant(day.CreatedAt(post))),
                new XElement(Atom10 + "updated", Instant(day.CreatedAt(post))),
                InReplyTo(post),
                new XElement(Atom10 + "content", new XAttribute("type", "html"), SampleHtml.Body(post.Text))))));
    }

    /// <summary>Press and blogs as JSON Feed 1.1, newest first.</summary>
    public static byte[] JsonFeed(IEnumerable<SamplePost> posts, SampleDay day) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        Version = "https://jsonfeed.org/version/1.1",
        Title = "Presse und Blogs",
        HomePageUrl = day.BaseAddress.AbsoluteUri,
        Items = NewestFirst(posts).Select(post => new
        {
            Id = SampleDay.TagOf(post.Id),
            Url = day.UrlOf(post).AbsoluteUri,
            post.Title,
            ContentHtml = SampleHtml.Body(post.Text),
            DatePublished = Instant(day.CreatedAt(post)),
            Authors = new[] { new { post.Author.Name, Url = SampleDay.ProfileOf(post.Author) } },
        }),
    }, JsonFeedNames);

    /// <summary>One review as a line of the ingest format, without the line ending.</summary>
    public static string IngestLine(SamplePost post, SampleDay day) => JsonSerializer.Serialize(new
    {
        Source = "morgenrot-shop",
        ExternalId = SampleDay.TagOf(post.Id),
        Url = day.UrlOf(post).AbsoluteUri,
        post.Text,
        post.Title,
        AuthorName = post.Author.Name,
        AuthorHandle = post.Author.Handle,
        CreatedAt = Instant(day.CreatedAt(post)),
        Language = post.Lang,
        ThreadId = SampleDay.TagOf(post.Thread),
        ParentExternalId = post.Parent is { } parent ? SampleDay.TagOf(parent) : null,
        post.Rating,
    }, Json);

    private static List<SamplePost> NewestFirst(IEnumerable<SamplePost> posts) =>
        [.. posts.OrderByDescending(post => post.Minute).ThenBy(post => post.Id, StringComparer.Ordinal)];

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");

    private static XElement Link(Uri target) => new(Atom10 + "link",
        new XAttribute("rel", "alternate"), new XAttribute("type", "text/html"), new XAttribute("href", target.AbsoluteUri));

    private static XElement? InReplyTo(SamplePost post) =>
        post.Parent is { } parent ? new XElement(Threading + "in-reply-to", new XAttribute("ref", SampleDay.TagOf(parent))) : null;

    private static byte[] Write(XElement feed) => Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + feed);
}
