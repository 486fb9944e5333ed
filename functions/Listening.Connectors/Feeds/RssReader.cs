using System.Text.RegularExpressions;
using Listening.Connectors.Text;

namespace Listening.Connectors.Feeds;

/// <summary>Reads RSS 0.9x, 1.0 (RDF) and 2.0. The root is <c>rss</c> or <c>rdf:RDF</c>; items are taken wherever they stand.</summary>
internal static partial class RssReader
{
    public static FeedParts Read(FeedElement root, Uri url)
    {
        var channels = root.Elements.Where(child => FeedElement.IsCalled(child.Name, "channel")).DefaultIfEmpty(root).ToList();
        var channel = channels[0];
        var home = FeedUri.Link(FeedReader.Base(channel, url), FeedReader.Own(channel, "link")) ?? url;
        var language = LanguageTag.Parse(FeedReader.Own(channel, "language") ?? channel.Child(FeedNamespace.DublinCore, "language")?.Value);

        // RSS 1.0 puts items beside the channel, RSS 2.0 into it.
        var items = root.Elements.Concat(channel == root ? [] : channels.SelectMany(child => child.Elements))
            .Where(child => FeedElement.IsCalled(child.Name, "item"));
        return new FeedParts(items.Select(item => (item.Line, Item(item, home, language))), Wish(channel));
    }

    private static FeedItem Item(FeedElement item, Uri home, string? language)
    {
        var guidElement = item.Own("guid");
        var guid = FeedReader.NullIfEmpty(guidElement?.Value ?? item.Attribute("about", FeedNamespace.Rdf));
        var against = FeedReader.Base(item, home);
        var permanent = guidElement is null
            || !string.Equals(guidElement.Attribute("isPermaLink"), "false", StringComparison.OrdinalIgnoreCase);
        var alternate = item.Children(FeedNamespace.Atom, "link").FirstOrDefault(atom => atom.Attribute("rel") is null or "alternate");
        var link = FeedUri.Link(against, item.Child(FeedNamespace.FeedBurner, "origLink")?.Value)
            ?? FeedUri.Link(against, FeedReader.Own(item, "link"))
            ?? FeedUri.Link(against, alternate?.Attribute("href"))
            ?? (permanent && guid is not null ? FeedUri.Link(null, guid) : null);
        var date = FeedReader.Own(item, "pubDate") ?? Text(FeedNamespace.DublinCore, "date")
            ?? Text(FeedNamespace.Atom, "published") ?? Text(FeedNamespace.Atom, "updated");
        return new FeedItem
        {
            Guid = guid,
            Link = link,
            Title = FeedReader.FirstText(
                item.Children(item.Space, "title").Select(FeedReader.EitherText)
                    .Concat(item.Children(FeedNamespace.Atom, "title").Select(AtomReader.Text))
                    .Concat(FeedReader.ModuleTitles(item))),
            Text = FeedReader.FirstText(Texts(item)) ?? "",
            Written = date,
            PostedAt = DateReader.Read(date, TimeZoneInfo.Utc),
            UpdatedAt = DateReader.Read(
                Text(FeedNamespace.Atom, "updated") ?? Text(FeedNamespace.DublinCore, "modified"), TimeZoneInfo.Utc),
            Author = AuthorOf(Text(FeedNamespace.DublinCore, "creator") ?? FeedReader.Own(item, "author"))
                ?? AtomReader.AuthorOf(item, FeedNamespace.Atom) ?? AuthorOf(Text(FeedNamespace.Itunes, "author")),
            Language = FeedReader.LanguageOf(item) ?? LanguageTag.Parse(Text(FeedNamespace.DublinCore, "language")) ?? language,
            InReplyTo = FeedReader.NullIfEmpty(item.Child(FeedNamespace.Threading, "in-reply-to")?.Attribute("ref")),
            HasComments = item.Child(FeedNamespace.WellFormedWeb, "commentRss") is not null,
        };

        string? Text(string space, string name) => FeedReader.NullIfEmpty(item.Child(space, name)?.Value);
    }

    /// <summary>Where an item may say its text, the fullest first.</summary>
    private static IEnumerable<string> Texts(FeedElement item) =>
        item.Children(FeedNamespace.Content, "encoded").Select(FeedReader.EitherText)
            .Concat(item.Children(FeedNamespace.Xhtml, "body").Concat(item.Children(FeedNamespace.Xhtml, "div"))
                .Select(markup => HtmlText.FromHtml(markup.Html(escape: true))))
            .Concat(item.Children(FeedNamespace.Atom, "content").Select(AtomReader.Text))
            .Concat(item.Children(item.Space, "description").Select(FeedReader.EitherText))
            .Concat(item.Children(FeedNamespace.Atom, "summary").Select(AtomReader.Text))
            .Concat(FeedReader.ModuleTexts(item));

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
    private static TimeSpan? Wish(FeedElement channel)
    {
        double period = channel.Child(FeedNamespace.Syndication, "updatePeriod")?.Value.Trim().ToLowerInvariant() switch
        {
            "hourly" => 60,
            "daily" => 24 * 60,
            "weekly" => 7 * 24 * 60,
            "monthly" => 30 * 24 * 60,
            "yearly" => 365 * 24 * 60,
            _ => 0,
        };
        var asked = period / (Number(channel.Child(FeedNamespace.Syndication, "updateFrequency")?.Value) is > 0 and var given ? given : 1);
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
