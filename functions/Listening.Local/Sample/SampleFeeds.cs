using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Xml;
using Listening.Domain;

namespace Listening.Local.Sample;

/// <summary>Writes sample posts the way the world serves them. No clock, no I/O: the same posts give the same bytes.</summary>
public static class SampleFeeds
{
    private const string Atom10 = "http://www.w3.org/2005/Atom";
    private const string Content = "http://purl.org/rss/1.0/modules/content/";
    private const string DublinCore = "http://purl.org/dc/elements/1.1/";
    private const string Threading = "http://purl.org/syndication/thread/1.0";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        // Umlauts and emoji stay readable. Safe here, as nothing of this is pasted into a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private static readonly JsonSerializerOptions JsonFeedNames = new(Json) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The community as RSS 2.0, newest first.</summary>
    public static byte[] Rss(IEnumerable<SamplePost> posts, SampleDay day) => WriteXml(xml =>
    {
        xml.WriteStartElement("rss");
        xml.WriteAttributeString("version", "2.0");
        xml.WriteAttributeString("xmlns", "content", null, Content);
        xml.WriteAttributeString("xmlns", "dc", null, DublinCore);
        xml.WriteAttributeString("xmlns", "thr", null, Threading);
        xml.WriteStartElement("channel");
        xml.WriteElementString("title", "Morgenrot Community");
        xml.WriteElementString("link", day.BaseAddress.AbsoluteUri);
        xml.WriteElementString("description", "Blog und Forum von Morgenrot");

        foreach (var post in NewestFirst(posts))
        {
            xml.WriteStartElement("item");
            xml.WriteElementString("title", post.Title);
            xml.WriteElementString("link", day.UrlOf(post).AbsoluteUri);
            xml.WriteElementString("dc", "creator", DublinCore, post.Author.Name);
            xml.WriteElementString("pubDate", day.CreatedAt(post).ToString("r"));
            xml.WriteStartElement("guid");
            xml.WriteAttributeString("isPermaLink", "false");
            xml.WriteString(SampleDay.TagOf(post.Id));
            xml.WriteEndElement();
            WriteInReplyTo(xml, post);
            xml.WriteStartElement("content", "encoded", Content);
            xml.WriteCData(SampleHtml.Body(post.Text));
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
        xml.WriteEndElement();
    });

    /// <summary>The comments as Atom 1.0, newest first.</summary>
    public static byte[] Atom(IEnumerable<SamplePost> posts, SampleDay day) => WriteXml(xml =>
    {
        var entries = NewestFirst(posts);
        xml.WriteStartElement("feed", Atom10);
        xml.WriteAttributeString("xmlns", "thr", null, Threading);
        xml.WriteElementString("id", Atom10, SampleDay.TagOf("comments"));
        xml.WriteElementString("title", Atom10, "Kommentare in der Morgenrot Community");
        // Not the time of this answer: an unchanged feed has to keep its ETag.
        xml.WriteElementString("updated", Atom10, Instant(entries.Count > 0 ? day.CreatedAt(entries[0]) : day.Start));
        WriteLink(xml, day.BaseAddress);

        foreach (var post in entries)
        {
            xml.WriteStartElement("entry", Atom10);
            xml.WriteElementString("id", Atom10, SampleDay.TagOf(post.Id));
            xml.WriteElementString("title", Atom10, post.Title);
            WriteLink(xml, day.UrlOf(post));
            xml.WriteStartElement("author", Atom10);
            xml.WriteElementString("name", Atom10, post.Author.Name);
            xml.WriteElementString("uri", Atom10, SampleDay.ProfileOf(post.Author));
            xml.WriteEndElement();
            xml.WriteElementString("published", Atom10, Instant(day.CreatedAt(post)));
            xml.WriteElementString("updated", Atom10, Instant(day.CreatedAt(post)));
            WriteInReplyTo(xml, post);
            xml.WriteStartElement("content", Atom10);
            xml.WriteAttributeString("type", "html");
            xml.WriteString(SampleHtml.Body(post.Text));
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    });

    /// <summary>Press and bloggers as JSON Feed 1.1, newest first.</summary>
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

    /// <summary>One review as a line of the ingest format, without the line's end.</summary>
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

    private static void WriteLink(XmlWriter xml, Uri target)
    {
        xml.WriteStartElement("link", Atom10);
        xml.WriteAttributeString("rel", "alternate");
        xml.WriteAttributeString("type", "text/html");
        xml.WriteAttributeString("href", target.AbsoluteUri);
        xml.WriteEndElement();
    }

    private static void WriteInReplyTo(XmlWriter xml, SamplePost post)
    {
        if (post.Parent is { } parent)
        {
            xml.WriteStartElement("thr", "in-reply-to", Threading);
            xml.WriteAttributeString("ref", SampleDay.TagOf(parent));
            xml.WriteEndElement();
        }
    }

    private static byte[] WriteXml(Action<XmlWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, NewLineChars = "\n" }))
        {
            write(xml);
        }
        return bytes.ToArray();
    }
}
