using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using Listening.Connectors.Text;

namespace Listening.Connectors.Feeds;

/// <summary>Reads a page as whatever it is: the root decides, since content types of feeds are wrong too often. No I/O.</summary>
internal static partial class FeedReader
{
    /// <summary>
    /// Posts taken from one document, the newest if it holds more. A document of 10 MiB could hold a hundred thousand, and those beyond
    /// the cursor's memory go through the queues at every read.
    /// </summary>
    public const int MaxItems = 5000;

    /// <summary>Unreadable posts of one document that are reported.</summary>
    private const int MaxRejected = 20;

    /// <param name="url">Where the page came from: relative links start there.</param>
    public static FeedReading Read(ReadOnlySpan<byte> body, string? contentType, Uri url, CancellationToken stopping)
    {
        var text = FeedText.Decode(body, contentType);
        var start = text.AsSpan().TrimStart("\ufeff \t\r\n\0");
        return start switch
        {
            [] => new FeedReading.Nothing("feed.empty-page", $"answers with an empty page; check the address if that stays so"),
            ['{', ..] => JsonFeedReader.Read(start, url, stopping),
            _ when HtmlStart().IsMatch(text) => new FeedReading.WebPage(FeedsOf(text, url)),
            _ => FromXml(text, url, stopping),
        };
    }

    private static FeedReading FromXml(string text, Uri url, CancellationToken stopping)
    {
        var (roots, damage) = FeedXml.Read(text, stopping);
        var feeds = roots.Where(FeedXml.IsFeed)
            .Select(root => FeedXml.IsRss(root) ? RssReader.Read(root, url) : AtomReader.Read(root, url)).ToList();
        if (feeds.Count > 0)
        {
            var feed = Document(feeds.SelectMany(parts => parts.Items), feeds[0].Wish, damage, stopping);
            return feed.Items.Count == 0 && damage is not null
                ? new FeedReading.Nothing("feed.unreadable", $"is a feed that cannot be read ({damage}); its publisher has to correct it")
                : new FeedReading.Feed(feed);
        }

        return roots.Count > 0 && damage is null
            ? new FeedReading.Nothing("feed.other-xml", $"is XML, but no feed; configure the address of an RSS, Atom or JSON feed")
            : HtmlAnywhere().IsMatch(text) ? new FeedReading.WebPage(FeedsOf(text, url))
            : new FeedReading.Nothing(
                "feed.no-feed", $"is no feed that can be read ({damage}); its publisher has to correct it, unless the address is wrong");
    }

    /// <summary>Keeps the items that have a title or text, newest first, and reports those that do not.</summary>
    /// <param name="damage">Where and why reading ended early; null if the document is whole.</param>
    public static FeedDocument Document(
        IEnumerable<(int Line, FeedItem Item)> items, TimeSpan? wish, string? damage, CancellationToken stopping)
    {
        var (kept, rejected) = (new List<FeedItem>(), new List<Problem>());
        foreach (var (index, (line, item)) in items.Index())
        {
            // Items are read as they are asked for here, and turning HTML into text is what takes time.
            stopping.ThrowIfCancellationRequested();
            var number = index + 1;
            if (item is not { Title: null, Text: "", Deleted: false })
            {
                kept.Add(item);
            }
            else if (rejected.Count < MaxRejected)
            {
                rejected.Add(line > 0
                    ? Problem.Create("feed.empty-post", $"the post at line {line} has neither title nor text")
                    : Problem.Create("feed.empty-numbered-post", $"post {number} has neither title nor text"));
            }
        }

        var left = kept.Count - MaxItems;
        if (left > 0)
        {
            rejected.Add(Problem.Create("feed.too-many-posts", $"{left} posts beyond the newest {MaxItems} were not read"));
        }

        return new FeedDocument
        {
            Items = Newest(kept),
            Rejected = rejected,
            Wish = wish,
            Damage = damage is null ? null
                : Problem.Create("feed.damaged", $"the feed is damaged, and what follows was not read ({damage})"),
        };
    }

    /// <summary>
    /// The newest items, newest first: most feeds stand so, but some the other way round. An undated one stays beside its neighbour.
    /// Where none is dated, nothing tells which end is the newer one, and both are kept.
    /// </summary>
    private static List<FeedItem> Newest(List<FeedItem> items)
    {
        var dates = items.Select(item => item.PostedAt).OfType<DateTimeOffset>().ToList();
        if (dates.Count == 0)
        {
            return items.Count <= MaxItems ? items : [.. items.Take(MaxItems / 2), .. items.TakeLast(MaxItems / 2)];
        }

        if (dates.Zip(dates.Skip(1), (one, next) => next.CompareTo(one)).Sum() > 0)
        {
            items.Reverse();
        }

        var before = items.First(item => item.PostedAt is not null).PostedAt;
        return [.. items.Select(item => (Item: item, At: before = item.PostedAt ?? before)).ToList()
            .OrderByDescending(item => item.At).Take(MaxItems).Select(item => item.Item)];
    }

    /// <summary>The feeds that a web page offers (<c>link rel="alternate"</c>), those for comments last.</summary>
    public static IReadOnlyList<Uri> FeedsOf(string html, Uri url)
    {
        var feeds = new List<(Uri Url, bool Comments)>();
        var against = url;
        using var tokens = HtmlText.Tokens(html);
        for (var token = tokens.Get(); token.Type != HtmlTokenType.EndOfFile && feeds.Count < 20; token = tokens.Get())
        {
            if (token is not HtmlTagToken { Type: HtmlTokenType.StartTag } tag)
            {
                continue;
            }

            if (tag.Name is "script" or "style" or "title" or "textarea")
            {
                HtmlText.Skip(tokens, tag);
            }
            else if (tag.Name == "base")
            {
                against = FeedUri.Link(url, tag.GetAttribute("href")) ?? against;
            }
            else if (tag.Name == "link" && FeedType().IsMatch(tag.GetAttribute("type") ?? "")
                && (tag.GetAttribute("rel") ?? "").Split(' ').Contains("alternate", StringComparer.OrdinalIgnoreCase)
                && FeedUri.Link(against, tag.GetAttribute("href")) is { } feed)
            {
                feeds.Add((feed, (feed.AbsolutePath + tag.GetAttribute("title")).Contains("comment", StringComparison.OrdinalIgnoreCase)));
            }
        }

        return [.. feeds.OrderBy(feed => feed.Comments).Select(feed => feed.Url).Distinct()];
    }

    public static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>The first of some texts that says anything.</summary>
    public static string? FirstText(IEnumerable<string> texts) => texts.Select(NullIfEmpty).FirstOrDefault(text => text is not null);

    /// <summary>The text of an element that may hold plain text, escaped HTML, or markup that should have been escaped.</summary>
    public static string EitherText(FeedElement element) =>
        element.HasElements ? HtmlText.FromHtml(element.Html(escape: false)) : HtmlText.FromEither(element.Value);

    /// <summary>The texts that modules add to a post, for publishers who say nothing elsewhere: videos and podcasts do so.</summary>
    public static IEnumerable<string> ModuleTexts(FeedElement post) =>
        post.Children(FeedNamespace.Itunes, "summary").Concat(Media(post, "description"))
            .Concat(post.Children(FeedNamespace.DublinCore, "description")).Concat(post.Children(FeedNamespace.DublinCore, "abstract"))
            .Concat(post.Children(FeedNamespace.GooglePlay, "description")).Concat(post.Children(FeedNamespace.Itunes, "subtitle"))
            .Select(EitherText);

    public static IEnumerable<string> ModuleTitles(FeedElement post) =>
        Media(post, "title").Concat(post.Children(FeedNamespace.Itunes, "title")).Concat(post.Children(FeedNamespace.DublinCore, "title"))
            .Select(EitherText);

    /// <summary>Media RSS describes a post itself, its media, or groups of them.</summary>
    private static IEnumerable<FeedElement> Media(FeedElement post, string name)
    {
        var inGroups = post.Children(FeedNamespace.Media, "group").Prepend(post);
        var media = inGroups.SelectMany(group => group.Children(FeedNamespace.Media, "content"));
        return inGroups.Concat(media).SelectMany(holder => holder.Children(FeedNamespace.Media, name));
    }

    /// <summary>The trimmed text of a child in the parent's own namespace; null if it is missing or empty.</summary>
    public static string? Own(FeedElement? parent, string name) => NullIfEmpty(parent?.Own(name)?.Value);

    /// <summary>Where relative links start: <c>xml:base</c> of the element and above, on top of <paramref name="document"/>.</summary>
    public static Uri Base(FeedElement element, Uri document)
    {
        var above = element.Parent is { } parent ? Base(parent, document) : document;
        return FeedUri.Link(above, element.Attribute("base", FeedNamespace.Xml)) ?? above;
    }

    /// <summary>The nearest <c>xml:lang</c>.</summary>
    public static string? LanguageOf(FeedElement element) =>
        LanguageTag.Parse(element.Attribute("lang", FeedNamespace.Xml)) ?? (element.Parent is { } parent ? LanguageOf(parent) : null);

    [GeneratedRegex(
        @"^\W{0,3}(?:<\?xml[^>]{0,300}>\s*)?(?:<!--[\s\S]{0,2000}?-->\s*){0,3}<(?:!doctype\s+html|html)[\s>]", RegexOptions.IgnoreCase)]
    private static partial Regex HtmlStart();

    [GeneratedRegex(@"<(?:html|head|body)[\s>]", RegexOptions.IgnoreCase)]
    private static partial Regex HtmlAnywhere();

    [GeneratedRegex(@"^\s*application/(?:rss\+xml|atom\+xml|feed\+json)", RegexOptions.IgnoreCase)]
    private static partial Regex FeedType();
}
