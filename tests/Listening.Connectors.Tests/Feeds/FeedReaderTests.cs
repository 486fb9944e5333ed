using FsCheck;
using FsCheck.Fluent;
using Listening.Connectors.Feeds;
using Listening.Connectors.Tests.Files;
using Listening.Domain;
using Listening.Testing;

namespace Listening.Connectors.Tests.Feeds;

public sealed class FeedReaderTests
{
    private static readonly Uri Site = new("https://d.example/feed");

    public static TheoryData<string> Recorded =>
    [
        "atom.xmlbase-xhtml.xml", "ghost.rss2.xml", "google-alerts.atom.xml", "jsonfeed-1.1.json", "odd.dates.rss2.xml",
        "odd.duplicate-guids.rss2.xml", "odd.html-entities.xml",
        "odd.latin1-declared-cp1252.xml", "odd.rss091-doctype.xml", "wordpress-comments.atom.xml", "wordpress-comments.rss2.xml",
        "wordpress-posts.atom.xml", "wordpress-posts.rdf.xml", "wordpress-posts.rss2.xml",
    ];

    [Theory]
    [MemberData(nameof(Recorded))]
    public void Every_recorded_feed_is_read_whole(string name)
    {
        var feed = Feed(RecordedPages.Bytes("feeds/" + name));

        Assert.NotEmpty(feed.Items);
        Assert.Empty(feed.Rejected);
        Assert.False(feed.Broken);
    }

    [Theory]
    [InlineData("wordpress-posts.rss2.xml")]
    [InlineData("wordpress-posts.atom.xml")]
    [InlineData("wordpress-posts.rdf.xml")]
    public void The_same_posts_read_the_same_in_every_format(string name)
    {
        var posts = Feed(RecordedPages.Bytes("feeds/" + name)).Items;

        Assert.Equal(2, posts.Count);
        Assert.Equal("Testing the Northwind kettle & friends", posts[1].Title);
        Assert.Equal("We tried the Northwind kettle. Übermäßig gut 😀", posts[1].Text);
        Assert.Equal("http://127.0.0.1:8091/?p=5", posts[1].Guid);
        Assert.Equal(new Uri("http://127.0.0.1:8091/?p=5"), posts[1].Link);
        Assert.Equal("admin", posts[1].Author?.Name);
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 9, 15, 0, TimeSpan.Zero), posts[1].PostedAt);
    }

    [Fact]
    public void Atom_knows_bases_xhtml_and_escaped_titles()
    {
        var entry = Assert.Single(Feed(RecordedPages.Bytes("feeds/atom.xmlbase-xhtml.xml")).Items);

        Assert.Equal("tag:a.example,2026:1", entry.Guid);
        Assert.Equal(new Uri("https://a.example/blog/2026/kessel.html"), entry.Link);
        Assert.Equal("Ein Link", entry.Text);
        Assert.Equal("Tom & Jerry", entry.Title);
        Assert.Equal("de", entry.Language);
        Assert.Equal("Mira", entry.Author?.Name);
    }

    [Fact]
    public void A_lone_atom_entry_is_a_feed_of_one()
    {
        var entry = Assert.Single(
            Feed("""<entry xmlns="http://www.w3.org/2005/Atom"><id>urn:x:1</id><title>Allein</title><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">a<script/>b<br/><a name="x"/>c</div></content></entry>""").Items);

        Assert.Equal("ab\nc", entry.Text);
    }

    [Fact]
    public void An_alert_leads_to_the_story_and_not_to_the_redirector()
    {
        var alert = Assert.Single(Feed(RecordedPages.Bytes("feeds/google-alerts.atom.xml")).Items);

        Assert.Equal(new Uri("https://news.example/northwind?id=1"), alert.Link);
        Assert.Null(alert.Guid);
        Assert.Equal("New Northwind kettle & more", alert.Title);
        Assert.Null(alert.Author);
    }

    [Fact]
    public void Json_feeds_may_number_their_ids_and_have_authors_above()
    {
        var items = Feed(RecordedPages.Bytes("feeds/jsonfeed-1.1.json")).Items;

        Assert.Equal(("42", "Northwind", "Mira", "de"), (items[0].Guid, items[0].Text, items[0].Author?.Name, items[0].Language));
        Assert.Equal(("43", "text only", new Uri("https://x.example/")), (items[1].Guid, items[1].Text, items[1].Link));
    }

    [Fact]
    public void Odd_feeds_are_mended()
    {
        Assert.Equal("R&D é", Assert.Single(Feed(RecordedPages.Bytes("feeds/odd.html-entities.xml")).Items).Title);
        Assert.Equal("Preis – 20 € „Kessel“", Assert.Single(Feed(RecordedPages.Bytes("feeds/odd.latin1-declared-cp1252.xml")).Items).Title);
        Assert.Equal(
            new Uri("https://old.example/relative/1"), Assert.Single(Feed(RecordedPages.Bytes("feeds/odd.rss091-doctype.xml")).Items).Link);
    }

    [Theory]
    [InlineData("\n\n  <?xml version=\"1.1\"?><rss version=\"2.0\"><channel><item><title>x</title></item></channel></rss>")]
    [InlineData("<br />\n<b>Warning</b>: Undefined index in feed.php & more\n<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><item><title>x</title></item></channel></rss>")]
    [InlineData("<rss version=\"2.0\"><channel><item><title>x</title><media:thumbnail url=\"u\"/></item></channel></rss>")]
    [InlineData("<rss version=\"2.0\"><channel><item><title>\u0008x&#x8;</title></item></channel></rss>")]
    [InlineData("<rss version=\"2.0\" xmlns=\"http://backend.userland.com/rss2\"><channel><item><title>x</title></item></channel></rss>")]
    [InlineData("<RSS version=\"2.0\"><channel><item><Title>x</Title></item></channel></RSS>")]
    public void Common_damage_does_not_matter(string xml) => Assert.Equal("x", Assert.Single(Feed(xml).Items).Title);

    [Fact]
    public void A_feed_that_breaks_off_gives_its_whole_posts_and_says_where_it_ends()
    {
        var feed = Feed(
            "<rss version=\"2.0\"><channel>\n<item><title>eins</title></item>\n<item><title>zwei</title></item>\n<item><title>dr");

        Assert.Equal(["eins", "zwei"], feed.Items.Select(item => item.Title));
        Assert.True(feed.Broken);
        Assert.Contains("line 4", Assert.Single(feed.Rejected).Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<author>Anna <anna.mueller.geheim></author>", "line 2: the end tag of one element comes where another is open")]
    [InlineData("<author>Anna <anna.mueller.geheim>", "line 2: it ends too early")]
    [InlineData("<geheim:mueller/>", "line 2: a prefix is not declared")]
    [InlineData("<title>&geheim;</title>", "line 2: an entity is not declared")]
    [InlineData("<title geheim='1' geheim='2'/>", "line 2: an element has one attribute twice")]
    [InlineData("<title>ich <3 geheim</title>", "line 2: a < is not escaped, or a name is none")]
    [InlineData("<title a='<geheim'/>", "line 2: a < is not escaped in an attribute")]
    [InlineData("<title a=geheim/>", "line 2: a sign is missing or in the wrong place")]
    [InlineData("<author>Anna <anna@mueller.geheim></author>", "line 2: a < is not escaped, or a name is none")]
    [InlineData("</channel></rss><geheim/>", "line 2: something follows the end of the document")]
    [InlineData("</channel></rss>geheim", "line 2: there is text outside of all elements")]
    [InlineData("</channel></rss></geheim>", "line 2: an end tag has no start tag")]
    [InlineData("<title><!-- geheim -- geheim --></title>", "line 2: it is not well-formed")]
    public void What_is_wrong_with_a_feed_is_said_without_what_people_wrote(string damage, string cause) =>
        Assert.Equal(
            $"the feed is damaged, and what follows was not read ({cause})",
            Assert.Single(Feed($"<rss version=\"2.0\"><channel><item><title>gut</title></item>\n{damage}").Rejected).Sentence);

    [Fact]
    public void A_document_of_another_kind_is_refused_without_its_words() =>
        Assert.Equal(
            "is XML, but no feed; configure the address of an RSS, Atom or JSON feed", Reason("<anna.mueller>geheim</anna.mueller>"));

    [Fact]
    public void A_post_that_says_nothing_is_rejected_with_its_line()
    {
        var feed = Feed("<rss version=\"2.0\"><channel>\n<item><guid>1</guid></item>\n<item><title>zwei</title></item></channel></rss>");

        Assert.Single(feed.Items);
        Assert.Equal("the post at line 2 has neither title nor text", Assert.Single(feed.Rejected).Sentence);
    }

    [Fact]
    public void A_tombstone_marks_a_post_as_deleted()
    {
        var gone = Assert.Single(
            Feed("""<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"><at:deleted-entry ref="tag:a.example,2026:1" when="2026-11-20T10:00:00Z"/></feed>""").Items);

        Assert.Equal(("tag:a.example,2026:1", true), (gone.Guid, gone.Deleted));
    }

    [Theory]
    [InlineData("mira@a.example (Mira Musterfrau)", "Mira Musterfrau")]
    [InlineData("Mira Musterfrau <mira@a.example>", "Mira Musterfrau")]
    [InlineData("Mira &amp; Jonas", "Mira & Jonas")]
    [InlineData("mira@a.example", "mira@a.example")]
    [InlineData("  ", null)]
    public void An_author_is_called_by_name(string written, string? name) => Assert.Equal(name, RssReader.AuthorOf(written)?.Name);

    [Theory]
    [InlineData("<ttl>60</ttl>", 60)]
    [InlineData("<sy:updatePeriod> daily </sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", 360)]
    [InlineData("<ttl>15</ttl><sy:updatePeriod>hourly</sy:updatePeriod>", 60)]
    [InlineData("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>1</sy:updateFrequency><generator>https://wordpress.org/?v=6.1.9</generator>", null)]
    [InlineData("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>1</sy:updateFrequency><generator>https://wordpress.org/?v=6.1.9</generator>", 1440)]
    [InlineData("<ttl>99999999</ttl>", 1440)]
    [InlineData("<ttl>-5</ttl>", null)]
    [InlineData("", null)]
    public void A_feed_says_how_often_it_wants_to_be_read(string hints, int? minutes) =>
        Assert.Equal(
            minutes is null ? null : TimeSpan.FromMinutes(minutes.Value),
            Feed($"<rss version=\"2.0\"><channel>{hints}<item><title>x</title></item></channel></rss>").Wish);

    [Theory]
    [InlineData("hostile.xxe.xml")]
    [InlineData("hostile.entity-bomb.xml")]
    public void Entities_of_a_dtd_are_never_expanded(string name)
    {
        var nothing = Assert.IsType<FeedReading.Nothing>(FeedReader.Read(RecordedPages.Bytes("feeds/" + name), "text/xml", Site));

        Assert.Contains("cannot be read", nothing.Problem.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Depth_size_and_number_of_nodes_are_bounded()
    {
        string Nested(int depth) =>
            $"<rss version=\"2.0\"><channel><item><title>x</title>{string.Concat(Enumerable.Repeat("<a>", depth))}{string.Concat(Enumerable.Repeat("</a>", depth))}</item></channel></rss>";

        Assert.Single(Feed(Nested(62)).Items);
        Assert.Contains("nests deeper than 64", Reason(Nested(63)), StringComparison.Ordinal);
        Assert.Contains("nests deeper than 64", Reason(Nested(1_000_000)), StringComparison.Ordinal);
        Assert.Contains("20 million characters", Reason("<rss>" + new string('x', 20_000_001)), StringComparison.Ordinal);
        Assert.Contains(
            "500000 nodes", Reason("<rss version=\"2.0\"><channel>" + string.Concat(Enumerable.Repeat("<a b='1'/>", 300_000))),
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_entity_that_the_first_rss_declared_in_its_dtd_is_known_all_the_same() =>
        Assert.Equal(
            "Café", Assert.Single(
            Feed("<?xml version=\"1.0\"?><!DOCTYPE rss SYSTEM \"http://my.netscape.example/rss-0.91.dtd\"><rss version=\"0.91\"><channel><item><title>Caf&eacute;</title></item></channel></rss>").Items).Title);

    [Theory]
    [InlineData("<item><title>")]
    [InlineData("<![CDATA[x]]>")]
    [InlineData("<!--")]
    [InlineData("<!--x-->")]
    [InlineData("&amp;")]
    [InlineData("&")]
    [InlineData("&nbsp;")]
    [InlineData("<a b='")]
    [InlineData("<")]
    [InlineData("<?p ?>")]
    [InlineData("<item><title>x</title></item>")]
    [InlineData("<!DOCTYPE ")]
    public void Hostile_documents_cost_little(string piece)
    {
        var hostile =
            Encoding.UTF8.GetBytes("<rss version=\"2.0\"><channel>" + string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length)));
        var began = TimeProvider.System.GetTimestamp();

        FeedReader.Read(hostile, "text/xml", Site);

        Assert.InRange(TimeProvider.System.GetElapsedTime(began).TotalSeconds, 0, 30);
    }

    [Theory]
    [InlineData("utf-8", "utf-8", null, "Müller")]
    [InlineData("utf-8", "utf-8", "text/xml; charset=ISO-8859-1", "Müller")]
    [InlineData("utf-8", "iso-8859-1", null, "Müller")]
    [InlineData("windows-1252", "windows-1252", null, "Müller – 5 €")]
    [InlineData("windows-1252", "iso-8859-1", "text/xml; charset=utf-8", "Müller – 5 €")]
    [InlineData("windows-1252", "utf-8", null, "Müller – 5 €")]
    [InlineData("windows-1252", "utf-8", "text/xml; charset=\"iso-8859-1\"", "Müller – 5 €")]
    [InlineData("windows-1251", "windows-1251", null, "Чайник")]
    [InlineData("windows-1251", "utf-8", "application/xml;charset=windows-1251", "Чайник")]
    [InlineData("shift_jis", "shift_jis", "text/xml", "やかん")]
    [InlineData("gb18030", "gb2312", null, "水壶")]
    [InlineData("iso-2022-jp", "iso-2022-jp", null, "やかん")]
    [InlineData("utf-16", "utf-16", null, "Müller")]
    [InlineData("utf-16BE", "utf-16", "text/xml; charset=utf-8", "Müller")]
    [InlineData("utf-8", "utf-16", null, "Müller")]
    [InlineData("utf-8", "unheard-of", "text/xml; charset=utf-7", "Müller")]
    public void Text_is_decoded_by_what_the_bytes_allow(string actual, string declared, string? contentType, string text)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(actual) ?? Encoding.GetEncoding(actual);
        var bytes = encoding.GetBytes(
            $"<?xml version=\"1.0\" encoding=\"{declared}\"?><rss version=\"2.0\"><channel><item><title>{text}</title></item></channel></rss>");

        Assert.Equal(text, Assert.Single(Feed(bytes, contentType).Items).Title);
    }

    [Fact]
    public void One_broken_byte_does_not_turn_a_utf8_feed_into_another_encoding()
    {
        byte[] bytes =
            [.. Encoding.UTF8.GetBytes("<rss version=\"2.0\"><channel><item><title>Grüße an Müller "), 0xFF,
            .. Encoding.UTF8.GetBytes("aus Köln</title></item></channel></rss>")];

        Assert.StartsWith("Grüße an Müller", Assert.Single(Feed(bytes).Items).Title, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html><body>404</body></html>")]
    [InlineData("<!DOCTYPE html><html lang=de><head><title>x</title></head></html>")]
    [InlineData("<!-- cached --><!doctype HTML><p>")]
    [InlineData("<div>not closed<br><body>")]
    public void A_web_page_is_recognised(string html) =>
        Assert.IsType<FeedReading.WebPage>(FeedReader.Read(Encoding.UTF8.GetBytes(html), "text/html", Site));

    [Fact]
    public void A_web_page_tells_its_feeds_comments_last()
    {
        var page = Assert.IsType<FeedReading.WebPage>(FeedReader.Read("""
            <!DOCTYPE html><html><head><base href="/blog/"><script>"<link rel=alternate type=application/rss+xml href=/falsch>"</script>
            <link rel="alternate" type="application/rss+xml" title="Comments" href="comments/feed/">
            <link rel="Alternate home" type="application/atom+xml" href="atom.xml">
            <link rel="alternate" type="application/json" href="/wp-json/">
            <link rel="stylesheet" type="application/rss+xml" href="/style">
            <link rel="alternate" type="application/feed+json" href="https://other.example/feed.json"></head></html>
            """u8, "text/html", Site));

        Assert.Equal(
            [new Uri("https://d.example/blog/atom.xml"), new Uri("https://other.example/feed.json"),
            new Uri("https://d.example/blog/comments/feed/")], page.Feeds);
    }

    [Theory]
    [InlineData("", "empty page")]
    [InlineData("{\"a\":1}", "no JSON Feed")]
    [InlineData("{\"a\":", "JSON that cannot be read")]
    [InlineData("<opml><body/></opml>", "is XML, but no feed")]
    [InlineData("Guten Tag", "no feed that can be read")]
    public void What_is_no_feed_is_named(string text, string cause) => Assert.Contains(cause, Reason(text), StringComparison.Ordinal);

    [Fact]
    public void Half_surrogates_in_json_do_not_matter() =>
        Assert.Equal(
            "gut", Assert.Single(
            Feed("""{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","title":"\ud83d","content_text":"gut"}, 7]}""").Items).Text);

    [Fact]
    public void No_bytes_make_the_reader_throw() =>
        Check.QuickThrowOnFailure(Prop.ForAll<byte[]>(bytes => ReadsWithoutThrowing(bytes)));

    [Theory]
    [InlineData("<item><title>half of a post")]
    [InlineData("<entry><id>1</id></item>")]
    public void Half_of_a_post_that_nothing_surrounds_is_no_feed(string text) =>
        Assert.IsNotType<FeedReading.Feed>(FeedReader.Read(Encoding.UTF8.GetBytes(text), "text/xml", Site));

    [Theory]
    [MemberData(nameof(Recorded))]
    public void No_damage_to_a_feed_makes_the_reader_throw(string name)
    {
        var whole = RecordedPages.Bytes("feeds/" + name);
        var damage =
            Gen.Choose(0, whole.Length - 1).SelectMany(
            at => Gen.Choose(0, 5).SelectMany(kind => Gen.Choose(0, 255).Select(value => (at, kind, value)))).ArrayOf();

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(60), Prop.ForAll(damage.ToArbitrary(), changes =>
        {
            var bytes = whole.ToList();
            foreach (var (place, kind, value) in changes.Take(8))
            {
                var at = Math.Min(place, bytes.Count);
                switch (kind)
                {
                    case 0 when at < bytes.Count: bytes[at] = (byte)value; break;
                    case 1: bytes.Insert(at, (byte)value); break;
                    case 2 when at < bytes.Count: bytes.RemoveAt(at); break;
                    case 3: bytes.RemoveRange(at, Math.Min(value, bytes.Count - at)); break;
                    case 4: bytes.InsertRange(at, bytes.Take(value)); break;
                    default: bytes.InsertRange(at, "<&]]><!--&#0;&x;"u8.ToArray().Take(value % 17)); break;
                }
            }

            return ReadsWithoutThrowing([.. bytes]);
        }));
    }

    private static bool ReadsWithoutThrowing(byte[] bytes)
    {
        if (FeedReader.Read(bytes, "text/xml", Site) is FeedReading.Feed feed)
        {
            var quirks = default(FeedQuirks);
            var named = FeedIdentity.Name(feed.Document.Items, "d.example/feed", ref quirks);
            return named.Select(item => item.Key).Distinct().Count() == named.Count;
        }

        return true;
    }

    private static FeedDocument Feed(byte[] bytes, string? contentType = null) =>
        Assert.IsType<FeedReading.Feed>(FeedReader.Read(bytes, contentType, Site)).Document;

    private static FeedDocument Feed(string text) => Feed(Encoding.UTF8.GetBytes(text));

    private static string Reason(string text) =>
        Assert.IsType<FeedReading.Nothing>(FeedReader.Read(Encoding.UTF8.GetBytes(text), null, Site)).Problem.Sentence;
}
