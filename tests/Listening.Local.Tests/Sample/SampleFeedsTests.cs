using System.Net;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Listening.Domain;
using Listening.Local.Sample;

namespace Listening.Local.Tests.Sample;

public sealed partial class SampleFeedsTests
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";
    private static readonly XNamespace Content = "http://purl.org/rss/1.0/modules/content/";
    private static readonly XNamespace DublinCore = "http://purl.org/dc/elements/1.1/";
    private static readonly XNamespace Threading = "http://purl.org/syndication/thread/1.0";

    private static readonly IReadOnlyList<SamplePost> Posts = SamplePosts.Load();
    private static readonly SampleDay Day = new(new(2026, 3, 9, 0, 0, 0, TimeSpan.FromHours(1)), new("http://127.0.0.1:4711/"));

    [Fact]
    public void Rss_contains_every_post_of_the_community()
    {
        var items = Xml(SampleFeeds.Rss(On(SampleChannel.Blog), Day)).Descendants("item").ToList();

        Assert.Equal(ExpectedOn(SampleChannel.Blog), items.Select(item => new Read(
            (string)item.Element("guid")!,
            (string)item.Element("link")!,
            (string)item.Element("title")!,
            (string)item.Element(DublinCore + "creator")!,
            DateTimeOffset.ParseExact((string)item.Element("pubDate")!, "r", CultureInfo.InvariantCulture),
            Plain((string)item.Element(Content + "encoded")!),
            (string?)item.Element(Threading + "in-reply-to")?.Attribute("ref"))));
        Assert.All(items, item => Assert.Equal("false", (string)item.Element("guid")!.Attribute("isPermaLink")!));
    }

    [Fact]
    public void Atom_contains_every_comment_and_what_it_replies_to()
    {
        var entries = Xml(SampleFeeds.Atom(On(SampleChannel.Comments), Day)).Elements(Atom + "entry").ToList();

        Assert.Equal(ExpectedOn(SampleChannel.Comments), entries.Select(entry => new Read(
            (string)entry.Element(Atom + "id")!,
            (string)entry.Element(Atom + "link")!.Attribute("href")!,
            (string)entry.Element(Atom + "title")!,
            (string)entry.Element(Atom + "author")!.Element(Atom + "name")!,
            (DateTimeOffset)entry.Element(Atom + "published")!,
            Plain((string)entry.Element(Atom + "content")!),
            (string?)entry.Element(Threading + "in-reply-to")?.Attribute("ref"))));
        Assert.All(entries, entry =>
        {
            Assert.Equal("html", (string)entry.Element(Atom + "content")!.Attribute("type")!);
            Assert.NotNull(entry.Element(Atom + "updated"));
            Assert.NotNull(entry.Element(Threading + "in-reply-to"));
        });
    }

    [Fact]
    public void A_feed_without_posts_is_still_a_feed()
    {
        Assert.Empty(Xml(SampleFeeds.Rss([], Day)).Descendants("item"));
        Assert.Equal(Day.Start, (DateTimeOffset)Xml(SampleFeeds.Atom([], Day)).Element(Atom + "updated")!);
    }

    [Fact]
    public void Json_feed_contains_every_post_of_press_and_blogs()
    {
        using var feed = JsonDocument.Parse(SampleFeeds.JsonFeed(On(SampleChannel.News), Day));

        Assert.Equal("https://jsonfeed.org/version/1.1", feed.RootElement.GetProperty("version").GetString());
        Assert.Equal(ExpectedOn(SampleChannel.News), feed.RootElement.GetProperty("items").EnumerateArray().Select(item => new Read(
            item.GetProperty("id").GetString()!,
            item.GetProperty("url").GetString()!,
            item.GetProperty("title").GetString()!,
            item.GetProperty("authors")[0].GetProperty("name").GetString()!,
            item.GetProperty("date_published").GetDateTimeOffset(),
            Plain(item.GetProperty("content_html").GetString()!),
            null)));
    }

    [Fact]
    public void Ingest_lines_contain_every_review_with_stars_and_thread()
    {
        foreach (var review in On(SampleChannel.Reviews))
        {
            var line = SampleFeeds.IngestLine(review, Day);
            using var json = JsonDocument.Parse(line);
            string? Text(string name) => json.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;

            Assert.DoesNotContain('\n', line);
            Assert.Equal(
                new Read(
                    Text("externalId")!,
                    Text("url")!,
                    Text("title")!,
                    Text("authorName")!,
                    json.RootElement.GetProperty("createdAt").GetDateTimeOffset(),
                    Text("text")!,
                    Text("parentExternalId")),
                Expected(review));
            Assert.Equal("morgenrot-shop", Text("source"));
            Assert.Equal(review.Author.Handle, Text("authorHandle"));
            Assert.Equal(review.Lang, Text("language"));
            Assert.Equal(SampleDay.TagOf(review.Thread), Text("threadId"));
            Assert.Equal(review.Rating, json.RootElement.GetProperty("rating").GetInt32());
        }
    }

    [Fact]
    public void Umlauts_and_emoji_are_served_as_themselves()
    {
        var served = SampleFeeds.IngestLine(Posts.Single(post => post.Id == "r-021"), Day);

        Assert.Contains("mühle", served);
        Assert.Contains("😂", System.Text.Encoding.UTF8.GetString(SampleFeeds.Atom(Posts, Day)));
        Assert.DoesNotContain(@"\u00", served);
    }

    [Fact]
    public void Human_judgements_of_a_post_are_never_served()
    {
        foreach (var served in new[] { SampleFeeds.Rss(Posts, Day), SampleFeeds.Atom(Posts, Day), SampleFeeds.JsonFeed(Posts, Day) })
        {
            Assert.DoesNotContain("polarity", System.Text.Encoding.UTF8.GetString(served), StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("wish:", System.Text.Encoding.UTF8.GetString(served), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void Ids_do_not_change_with_the_port()
    {
        var elsewhere = Day with { BaseAddress = new("http://127.0.0.1:815/") };

        Assert.Equal(
            Xml(SampleFeeds.Rss(On(SampleChannel.Blog), Day)).Descendants("guid").Select(guid => guid.Value),
            Xml(SampleFeeds.Rss(On(SampleChannel.Blog), elsewhere)).Descendants("guid").Select(guid => guid.Value));
        Assert.Equal("tag:morgenrot.example,2026:f-tank", SampleDay.TagOf("f-tank"));
    }

    [Fact]
    public void Html_in_a_post_stays_text_and_a_link_ends_before_the_full_stop()
    {
        Assert.Equal(
            """<p>&lt;b&gt; &amp;amp; <a href="https://morgenrot.example/a?b=1" rel="nofollow">https://morgenrot.example/a?b=1</a>.<br>"""
                + "\nEnde</p>\n<p>Neu</p>",
            SampleHtml.Body("<b> &amp; https://morgenrot.example/a?b=1.\nEnde\n\nNeu"));
    }

    private sealed record Read(string Id, string Url, string Title, string Author, DateTimeOffset PostedAt, string Text, string? Answers);

    private static IEnumerable<SamplePost> On(SampleChannel channel) => Posts.Where(post => post.Channel == channel);

    private static IEnumerable<Read> ExpectedOn(SampleChannel channel) =>
        On(channel).OrderByDescending(post => post.Minute).ThenBy(post => post.Id, StringComparer.Ordinal).Select(Expected);

    private static Read Expected(SamplePost post) => new(
        $"tag:morgenrot.example,2026:{post.Id}",
        $"http://127.0.0.1:4711/#{post.Id}",
        post.Title!,
        post.Author.Name,
        Day.Start.AddMinutes(post.Minute),
        post.Text,
        post.Parent is null ? null : $"tag:morgenrot.example,2026:{post.Parent}");

    private static XElement Xml(byte[] feed)
    {
        using var reader = XmlReader.Create(new MemoryStream(feed), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        return XDocument.Load(reader).Root!;
    }

    private static string Plain(string html)
    {
        Assert.StartsWith("<p>", html);
        Assert.EndsWith("</p>", html);
        return WebUtility.HtmlDecode(Tags().Replace(html.Replace("</p>\n<p>", "\n\n", StringComparison.Ordinal), ""));
    }

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tags();
}
