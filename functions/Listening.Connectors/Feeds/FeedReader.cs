using System.Text.RegularExpressions;
using System.Xml.Linq;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using Listening.Connectors.Text;

namespace Listening.Connectors.Feeds;

/// <summary>Reads a page as whatever it is: the root decides, since content types of feeds are wrong too often. No I/O.</summary>
internal static partial class FeedReader
{
    /// <summary>Posts taken from one document. The newest come first in practice.</summary>
    public const int MaxItems = 2000;

    /// <summary>Unreadable posts of one document that are reported.</summary>
    private const int MaxRejected = 20;

    /// <param name="url">Where the page came from: relative links start there.</param>
    public static FeedReading Read(ReadOnlySpan<byte> body, string? contentType, Uri url)
    {
        var text = FeedText.Decode(body, contentType);
        var start = text.AsSpan().TrimStart("\ufeff \t\r\n\0");
        return start switch
        {
            [] => new FeedReading.Nothing("feed.empty-page", $"answers with an empty page; check the address if that stays so"),
            ['{', ..] => JsonFeedReader.Read(text, url),
            _ when HtmlStart().IsMatch(text) => new FeedReading.WebPage(FeedsOf(text, url)),
            _ => FromXml(text, url),
        };
    }

    private static FeedReading FromXml(string text, Uri url)
    {
        var (root, damage) = FeedXml.Read(text);
        FeedDocument? feed = root?.Name.LocalName.ToLowerInvariant() switch
        {
            "rss" or "rdf" => RssReader.Read(root, url),
            "feed" or "entry" when root.Name.Namespace == FeedXml.Atom
                || root.Name.NamespaceName == "http://purl.org/atom/ns#" => AtomReader.Read(root, url),
            _ => null,
        };

        return feed switch
        {
            { Items: [] } when damage is not null =>
                new FeedReading.Nothing("feed.unreadable", $"is a feed that cannot be read ({damage}); its publisher has to correct it"),
            not null when damage is not null => new FeedReading.Feed(feed with
            {
                Broken = true,
                Rejected =
                    [.. feed.Rejected, Problem.Create("feed.damaged", $"the feed is damaged, and what follows was not read ({damage})")],
            }),
            not null => new FeedReading.Feed(feed),
            _ when root is not null && damage is null =>
                new FeedReading.Nothing("feed.other-xml", $"is XML, but no feed; configure the address of an RSS, Atom or JSON feed"),
            _ when HtmlAnywhere().IsMatch(text) => new FeedReading.WebPage(FeedsOf(text, url)),
            _ => new FeedReading.Nothing(
                "feed.no-feed", $"is no feed that can be read ({damage}); its publisher has to correct it, unless the address is wrong"),
        };
    }

    /// <summary>Keeps the items that have a title or text, and reports those that do not.</summary>
    public static FeedDocument Document(IEnumerable<(int Line, FeedItem Item)> items, TimeSpan? wish)
    {
        var (kept, rejected, left) = (new List<FeedItem>(), new List<Problem>(), 0);
        foreach (var (index, (line, item)) in items.Index())
        {
            var number = index + 1;
            if (kept.Count == MaxItems)
            {
                left++;
            }
            else if (item is not { Title: null, Text: "", Deleted: false })
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

        if (left > 0)
        {
            rejected.Add(Problem.Create("feed.too-many-posts", $"{left} posts beyond the first {MaxItems} were not read"));
        }

        return new FeedDocument { Items = kept, Rejected = rejected, Wish = wish };
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

    /// <summary>The trimmed text of a child in the parent's own namespace; null if it is missing or empty.</summary>
    public static string? Own(XElement? parent, string name) => NullIfEmpty(OwnElement(parent, name)?.Value);

    public static XElement? OwnElement(XElement? parent, string name) =>
        parent?.Elements().FirstOrDefault(child =>
            child.Name.LocalName.Equals(name, StringComparison.OrdinalIgnoreCase) && child.Name.Namespace == parent.Name.Namespace);

    /// <summary>Where relative links start: <c>xml:base</c> of the element and above, on top of <paramref name="document"/>.</summary>
    public static Uri Base(XElement element, Uri document) => element.AncestorsAndSelf().Attributes(XNamespace.Xml + "base").Reverse()
        .Aggregate(document, (above, written) => FeedUri.Link(above, written.Value) ?? above);

    /// <summary>The nearest <c>xml:lang</c>.</summary>
    public static string? LanguageOf(XElement element) =>
        LanguageTag.Parse(element.AncestorsAndSelf().Attributes(XNamespace.Xml + "lang").LastOrDefault()?.Value);

    [GeneratedRegex(
        @"^\W{0,3}(?:<\?xml[^>]{0,300}>\s*)?(?:<!--[\s\S]{0,2000}?-->\s*){0,3}<(?:!doctype\s+html|html)[\s>]", RegexOptions.IgnoreCase)]
    private static partial Regex HtmlStart();

    [GeneratedRegex(@"<(?:html|head|body)[\s>]", RegexOptions.IgnoreCase)]
    private static partial Regex HtmlAnywhere();

    [GeneratedRegex(@"^\s*application/(?:rss\+xml|atom\+xml|feed\+json)", RegexOptions.IgnoreCase)]
    private static partial Regex FeedType();
}
