using System.Xml.Linq;
using Listening.Connectors.Text;

namespace Listening.Connectors.Feeds;

/// <summary>Reads Atom 1.0 (RFC 4287), a lone entry as well as a feed, and its ancestor 0.3.</summary>
internal static class AtomReader
{
    /// <summary>Google Alerts gives a story a new id for each alert it fits: the story's own address is what stays the same.</summary>
    private const string GoogleAlert = "tag:google.com,2013:googlealerts/";

    private static readonly HashSet<string> VoidElements =
        ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

    public static FeedDocument Read(XElement root, Uri url)
    {
        XElement[] entries = root.Name.LocalName == "entry" ? [root] : [.. root.Elements(root.Name.Namespace + "entry")];
        var feedAuthor = AuthorOf(root, root.Name.Namespace);
        var gone = root.Elements(FeedXml.Tombstones + "deleted-entry").Select(Gone).OfType<FeedItem>().Select(item => (0, item));
        return FeedReader.Document(
            entries.Select(entry => (FeedXml.LineOf(entry), Entry(entry, url, feedAuthor))).Concat(gone), wish: null);
    }

    private static FeedItem Entry(XElement entry, Uri url, Author? feedAuthor)
    {
        var atom = entry.Name.Namespace;
        var against = FeedReader.Base(entry, url);
        var links = entry.Elements(atom + "link").ToList();
        var alternates = links.Where(link => (string?)link.Attribute("rel") is null or "alternate");
        var alternate = alternates.OrderBy(link => (string?)link.Attribute("type") is not (null or "text/html")).FirstOrDefault();
        var id = FeedReader.Own(entry, "id");
        var published = FeedReader.Own(entry, "published") ?? FeedReader.Own(entry, "issued")
            ?? FeedReader.Own(entry, "updated") ?? FeedReader.Own(entry, "modified");
        var body = Text(entry.Element(atom + "content"));
        return new FeedItem
        {
            Guid = id is not null && id.StartsWith(GoogleAlert, StringComparison.Ordinal) ? null : id,
            Link = FeedUri.Link(alternate is null ? against : FeedReader.Base(alternate, url), (string?)alternate?.Attribute("href")),
            Title = FeedReader.NullIfEmpty(Text(entry.Element(atom + "title")).ReplaceLineEndings(" ")),
            Text = body.Length > 0 ? body : Text(entry.Element(atom + "summary")),
            Written = published,
            PostedAt = DateReader.Read(published, TimeZoneInfo.Utc),
            Author = AuthorOf(entry, atom) ?? (entry.Element(atom + "source") is { } source ? AuthorOf(source, atom) : null) ?? feedAuthor,
            Language = FeedReader.LanguageOf(entry),
            InReplyTo = FeedReader.NullIfEmpty((string?)entry.Element(FeedXml.Threading + "in-reply-to")?.Attribute("ref")),
            HasComments = links.Any(link => (string?)link.Attribute("rel") == "replies"),
        };
    }

    private static FeedItem? Gone(XElement tombstone) =>
        FeedReader.NullIfEmpty((string?)tombstone.Attribute("ref")) is { } id ? new FeedItem { Guid = id, Deleted = true } : null;

    /// <summary>A text construct as plain text: text, escaped HTML, or XHTML. Content kept elsewhere or in other types is none.</summary>
    private static string Text(XElement? construct)
    {
        if (construct is null || construct.Attribute("src") is not null)
        {
            return "";
        }

        var type = ((string?)construct.Attribute("type") ?? "text").Trim().ToLowerInvariant();
        if (construct.HasElements)
        {
            return type.Contains("html", StringComparison.Ordinal) ? HtmlText.FromHtml(Markup(construct)) : "";
        }

        // Atom 0.3 says text/html and mode="escaped".
        return type switch
        {
            "html" or "text/html" or "application/xhtml+xml" or "xhtml" => HtmlText.FromHtml(construct.Value),
            _ when (string?)construct.Attribute("mode") == "escaped" => HtmlText.FromHtml(construct.Value),
            _ when type is "text" or "" || type.StartsWith("text/", StringComparison.Ordinal) => HtmlText.Tidy(construct.Value),
            _ => "",
        };
    }

    /// <summary>XHTML as HTML: no namespaces, and <c>&lt;a&gt;&lt;/a&gt;</c> for <c>&lt;a/&gt;</c>, which HTML would never close.</summary>
    private static string Markup(XElement construct) =>
        string.Concat(construct.Nodes().Select(node => Html(node)?.ToString(SaveOptions.DisableFormatting)));

    /// <summary>Recursion is bounded by <see cref="FeedXml.MaxDepth"/>.</summary>
    private static XNode? Html(XNode node)
    {
        if (node is not XElement element)
        {
            return node is XText text ? new XText(text.Value) : null;
        }

        var attributes = element.Attributes().Where(attribute => attribute.Name.Namespace == XNamespace.None);
        var html = new XElement(element.Name.LocalName, attributes, element.Nodes().Select(Html));
        if (html.IsEmpty && !VoidElements.Contains(html.Name.LocalName))
        {
            html.Value = "";
        }

        return html;
    }

    private static Author? AuthorOf(XElement holder, XNamespace atom)
    {
        var author = holder.Element(atom + "author");
        var name = RssReader.AuthorOf(FeedReader.Own(author, "name"))?.Name;
        var uri = FeedUri.Link(null, FeedReader.Own(author, "uri"))?.AbsoluteUri;
        return name is null && uri is null ? null : new Author(uri ?? name!, Name: name);
    }
}
