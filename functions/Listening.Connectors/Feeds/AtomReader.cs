using Listening.Connectors.Text;

namespace Listening.Connectors.Feeds;

/// <summary>Reads Atom 1.0 (RFC 4287), a lone entry as well as a feed, and its ancestor 0.3.</summary>
internal static class AtomReader
{
    /// <summary>Google Alerts gives a story a new id for each alert it fits: the story's own address is what stays the same.</summary>
    private const string GoogleAlert = "tag:google.com,2013:googlealerts/";

    public static FeedParts Read(FeedElement root, Uri url)
    {
        var entries = FeedElement.IsCalled(root.Name, "entry") ? [root] : root.Children(root.Space, "entry");
        var feedAuthor = AuthorOf(root, root.Space);
        var gone = root.Children(FeedNamespace.Tombstones, "deleted-entry").Select(Gone).OfType<FeedItem>().Select(item => (0, item));
        return new FeedParts(entries.Select(entry => (entry.Line, Entry(entry, url, feedAuthor))).Concat(gone), Wish: null);
    }

    /// <summary>
    /// A text construct as plain text, whatever its type says: text, escaped HTML, or markup, of which publishers mix all three.
    /// Content kept elsewhere or in other types is none.
    /// </summary>
    public static string Text(FeedElement construct)
    {
        // Atom 0.3 says text/html and mode="escaped".
        var type = (construct.Attribute("type") ?? "text").Trim().ToLowerInvariant();
        var (html, xhtml) = (type is "html" or "text/html" || construct.Attribute("mode") == "escaped", type.Contains("xhtml"));
        return construct.Attribute("src") is not null || !(html || xhtml || type is "text" or "" || type.StartsWith("text/")) ? ""
            : construct.HasElements ? HtmlText.FromHtml(construct.Html(escape: !html))
            : html || xhtml ? HtmlText.FromHtml(construct.Value)
            : HtmlText.FromPlain(construct.Value);
    }

    public static Author? AuthorOf(FeedElement holder, string space)
    {
        var author = holder.Child(space, "author");
        var name = RssReader.AuthorOf(FeedReader.Own(author, "name"))?.Name;
        var uri = FeedUri.Link(null, FeedReader.Own(author, "uri"))?.AbsoluteUri;
        return name is null && uri is null ? null : new Author(uri ?? name!, Name: name);
    }

    private static FeedItem Entry(FeedElement entry, Uri url, Author? feedAuthor)
    {
        var atom = entry.Space;
        var against = FeedReader.Base(entry, url);
        var links = entry.Children(atom, "link").ToList();
        var alternates = links.Where(link => link.Attribute("rel") is null or "alternate");
        var alternate = alternates.OrderBy(link => link.Attribute("type") is not (null or "text/html")).FirstOrDefault();
        var id = FeedReader.Own(entry, "id");
        var published = FeedReader.Own(entry, "published") ?? FeedReader.Own(entry, "issued")
            ?? FeedReader.Own(entry, "updated") ?? FeedReader.Own(entry, "modified");
        var source = entry.Child(atom, "source");
        return new FeedItem
        {
            Guid = id is not null && id.StartsWith(GoogleAlert, StringComparison.Ordinal) ? null : id,
            Link = FeedUri.Link(alternate is null ? against : FeedReader.Base(alternate, url), alternate?.Attribute("href")),
            Title = FeedReader.FirstText(entry.Children(atom, "title").Select(Text).Concat(FeedReader.ModuleTitles(entry)))
                ?.ReplaceLineEndings(" "),
            Text = FeedReader.FirstText(
                entry.Children(atom, "content").Concat(entry.Children(atom, "summary")).Select(Text)
                    .Concat(FeedReader.ModuleTexts(entry))) ?? "",
            Written = published,
            PostedAt = DateReader.Read(published, TimeZoneInfo.Utc),
            UpdatedAt = DateReader.Read(FeedReader.Own(entry, "updated") ?? FeedReader.Own(entry, "modified"), TimeZoneInfo.Utc),
            Author = AuthorOf(entry, atom) ?? (source is null ? null : AuthorOf(source, atom)) ?? feedAuthor,
            Language = FeedReader.LanguageOf(entry),
            InReplyTo = FeedReader.NullIfEmpty(entry.Child(FeedNamespace.Threading, "in-reply-to")?.Attribute("ref")),
            HasComments = links.Exists(link => link.Attribute("rel") == "replies"),
        };
    }

    private static FeedItem? Gone(FeedElement tombstone) =>
        FeedReader.NullIfEmpty(tombstone.Attribute("ref")) is { } id
            ? new FeedItem { Guid = id, Deleted = true, UpdatedAt = DateReader.Read(tombstone.Attribute("when"), TimeZoneInfo.Utc) }
            : null;
}
