using System.Text.RegularExpressions;
using System.Xml.Linq;
using Listening.Connectors.Text;

namespace Listening.Connectors.Feeds;

/// <summary>Reads RSS 0.9x, 1.0 (RDF) and 2.0. The root is <c>rss</c> or <c>rdf:RDF</c>; items are taken wherever they stand.</summary>
internal static partial class RssReader
{
    public static FeedDocument Read(XElement root, Uri url)
    {
        var channel = root.Elements().FirstOrDefault(child => child.Name.LocalName == "channel") ?? root;
        var home = FeedUri.Link(FeedReader.Base(channel, url), FeedReader.Own(channel, "link")) ?? url;
        var language = LanguageTag.Parse(FeedReader.Own(channel, "language") ?? (string?)channel.Element(FeedXml.DublinCore + "language"));

        // RSS 1.0 puts items beside the channel, RSS 2.0 into it.
        var items = root.Elements().Concat(channel == root ? [] : channel.Elements()).Where(child => child.Name.LocalName == "item");
        return FeedReader.Document(items.Select(item => (FeedXml.LineOf(item), Item(item, home, language))), Wish(channel));
    }

    private static FeedItem Item(XElement item, Uri home, string? language)
    {
        var guidElement = FeedReader.OwnElement(item, "guid");
        var guid = FeedReader.NullIfEmpty(guidElement?.Value ?? (string?)item.Attribute(FeedXml.Rdf + "about"));
        var against = FeedReader.Base(item, home);
        var permanent = guidElement is null
            || !string.Equals((string?)guidElement.Attribute("isPermaLink"), "false", StringComparison.OrdinalIgnoreCase);
        var alternate = item.Elements(FeedXml.Atom + "link").FirstOrDefault(atom => (string?)atom.Attribute("rel") is null or "alternate");
        var link = FeedUri.Link(against, (string?)item.Element(FeedXml.FeedBurner + "origLink"))
            ?? FeedUri.Link(against, FeedReader.Own(item, "link"))
            ?? FeedUri.Link(against, (string?)alternate?.Attribute("href"))
            ?? (permanent && guid is not null ? FeedUri.Link(null, guid) : null);

        var body = FeedReader.NullIfEmpty((string?)item.Element(FeedXml.Content + "encoded")) ?? FeedReader.Own(item, "description");
        var date = FeedReader.Own(item, "pubDate") ?? FeedReader.NullIfEmpty((string?)item.Element(FeedXml.DublinCore + "date"));
        return new FeedItem
        {
            Guid = guid,
            Link = link,
            Title = FeedReader.NullIfEmpty(HtmlText.FromEither(FeedReader.Own(item, "title") ?? "")),
            Text = HtmlText.FromEither(body ?? ""),
            Written = date,
            PostedAt = DateReader.Read(date, TimeZoneInfo.Utc),
            Author = AuthorOf(
                FeedReader.NullIfEmpty((string?)item.Element(FeedXml.DublinCore + "creator")) ?? FeedReader.Own(item, "author")),
            Language = FeedReader.LanguageOf(item) ?? LanguageTag.Parse((string?)item.Element(FeedXml.DublinCore + "language")) ?? language,
            InReplyTo = FeedReader.NullIfEmpty((string?)item.Element(FeedXml.Threading + "in-reply-to")?.Attribute("ref")),
            HasComments = item.Element(FeedXml.WellFormedWeb + "commentRss") is not null,
        };
    }

    /// <summary>RSS wants an address with a name, <c>mira@a.example (Mira)</c>, and gets anything; the name is enough.</summary>
    public static Author? AuthorOf(string? written)
    {
        if (FeedReader.NullIfEmpty(HtmlText.FromEither(written ?? "")) is not { } text)
        {
            return null;
        }

        var name = MailAndName().Match(text) is { Success: true } match ? match.Groups["name"].Value.Trim(' ', '"') : text;
        name = name.Length == 0 ? text : name;
        return new Author(name, Name: name);
    }

    /// <summary>
    /// RSS 2.0's <c>ttl</c> in minutes; <c>sy:updatePeriod</c> divided by <c>sy:updateFrequency</c>. The longer counts. Once an hour is no
    /// wish where WordPress wrote it: it is in every feed of every blog whose owner changed nothing (seen in 6.1.9), and
    /// a comment feed shows ten comments, so that waiting an hour could lose some and would delay the care team.
    /// </summary>
    private static TimeSpan? Wish(XElement channel)
    {
        double period = ((string?)channel.Element(FeedXml.Syndication + "updatePeriod"))?.Trim().ToLowerInvariant() switch
        {
            "hourly" => 60,
            "daily" => 24 * 60,
            "weekly" => 7 * 24 * 60,
            "monthly" => 30 * 24 * 60,
            "yearly" => 365 * 24 * 60,
            _ => 0,
        };
        var asked = period / (Number((string?)channel.Element(FeedXml.Syndication + "updateFrequency")) is > 0 and var given ? given : 1);
        var boilerplate = asked == 60
            && FeedReader.Own(channel, "generator")?.Contains("wordpress.org", StringComparison.OrdinalIgnoreCase) == true;
        var minutes = Math.Max(Number(FeedReader.Own(channel, "ttl")) ?? 0, boilerplate ? 0 : asked);
        return minutes > 0 ? TimeSpan.FromMinutes(Math.Min(minutes, 24 * 60)) : null;
    }

    private static double? Number(string? text) =>
        double.TryParse(text?.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(
        @"^(?:[^\s()<>]{1,200}@[^\s()<>]{1,200}\s*\((?<name>[^()]{1,200})\)|(?<name>[^<>]{1,200})\s*<[^\s<>]{1,200}@[^\s<>]{1,200}>)$")]
    private static partial Regex MailAndName();
}
