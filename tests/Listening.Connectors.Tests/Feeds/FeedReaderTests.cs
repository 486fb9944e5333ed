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
        Assert.Null(feed.Damage);
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

    [Theory]
    [InlineData("<media:group><media:description>Die Nordwind tropft.</media:description></media:group>")]
    [InlineData("<media:content><media:description type=\"html\">&lt;p&gt;Die Nordwind tropft.&lt;/p&gt;</media:description></media:content>")]
    [InlineData("<media:description>Die Nordwind tropft.</media:description>")]
    [InlineData("<itunes:summary>Die Nordwind tropft.</itunes:summary>")]
    [InlineData("<itunes:subtitle>Die Nordwind tropft.</itunes:subtitle>")]
    [InlineData("<dc:description>Die Nordwind tropft.</dc:description>")]
    [InlineData("<a10:content type=\"html\">&lt;p&gt;Die Nordwind tropft.&lt;/p&gt;</a10:content>")]
    [InlineData("<a10:content>&lt;p&gt;Die Nordwind tropft.&lt;/p&gt;</a10:content>")]
    [InlineData("<a10:summary type=\"text\">Die Nordwind tropft.</a10:summary>")]
    [InlineData("<content:encoded><![CDATA[<p> </p><img src='x.png'/>]]></content:encoded><description>Die Nordwind tropft.</description>")]
    [InlineData("<description/><itunes:summary>Die Nordwind tropft.</itunes:summary>")]
    [InlineData("<xh:body><xh:p>Die Nordwind tropft.</xh:p></xh:body>")]
    public void The_text_of_an_item_is_found_wherever_its_publisher_put_it(string inner)
    {
        const string Names = "xmlns:media=\"http://search.yahoo.com/mrss/\" xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\" "
            + "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
            + "xmlns:a10=\"http://www.w3.org/2005/Atom\" xmlns:xh=\"http://www.w3.org/1999/xhtml\"";

        var rss = Feed($"<rss version=\"2.0\" {Names}><channel><item><title>Folge 12</title>{inner}</item></channel></rss>");

        Assert.Equal(("Folge 12", "Die Nordwind tropft."), Assert.Single(rss.Items.Select(item => (item.Title, item.Text))));
    }

    [Theory]
    [InlineData("<media:group><media:title>Dauertest</media:title><media:description>Die Nordwind tropft.</media:description></media:group>")]
    [InlineData("<content/><summary>Die Nordwind tropft.</summary>")]
    [InlineData("<content type=\"html\">&lt;img src='x.png'&gt;</content><summary>Die Nordwind tropft.</summary>")]
    [InlineData("<content>&lt;p&gt;Die Nordwind tropft.&lt;/p&gt;</content>")]
    [InlineData("<content><div xmlns=\"http://www.w3.org/1999/xhtml\"><p>Die Nordwind tropft.</p></div></content>")]
    [InlineData("<content type=\"text\"><p xmlns=\"http://www.w3.org/1999/xhtml\">Die Nordwind tropft.</p></content>")]
    [InlineData("<content type=\"html\"><p>Die &lt;a href=&quot;x&quot;&gt;Nordwind&lt;/a&gt;</p> <a href=\"x\">tropft.</a></content>")]
    [InlineData("<content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><summary/>Die Nordwind tropft.</div></content>")]
    [InlineData("<content src=\"https://d.example/1\" type=\"text/html\"/><itunes:summary>Die Nordwind tropft.</itunes:summary>")]
    public void The_text_of_an_entry_is_found_wherever_its_publisher_put_it(string inner)
    {
        var atom = Feed($"<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><id>1</id><title>Dauertest</title>{inner}</entry></feed>");

        Assert.Equal(("Dauertest", "Die Nordwind tropft."), Assert.Single(atom.Items.Select(item => (item.Title, Lines(item.Text)))));

        static string Lines(string text) => text.Replace('\n', ' ');
    }

    [Theory]
    [InlineData("<description><p>Nie wieder</p><p>Nordwind</p><ul><li>kaputt</li><li>teuer</li></ul></description>", "Nie wieder\nNordwind\nkaputt\nteuer")]
    [InlineData("<description>von<br/>Nordwind<br/>sei gut. Leider <b>falsch</b> gedacht.</description>", "von\nNordwind\nsei gut. Leider falsch gedacht.")]
    [InlineData("<description>von<br>Nordwind<hr>5 &lt; 6 <img src='x'> &amp; mehr</description>", "von\nNordwind\n5 < 6 & mehr")]
    [InlineData("<description><p>Nie wieder<p>Nordwind<li>teuer</description>", "Nie wieder\nNordwind\nteuer")]
    [InlineData("<description><p>Nie <b>wieder</p>Nordwind</div></description>", "Nie wieder\nNordwind")]
    [InlineData("<content:encoded><div><h2>Mangelhaft</h2><p>Nordwind liefert nicht.</p></div></content:encoded>", "Mangelhaft\nNordwind liefert nicht.")]
    [InlineData("<itunes:summary><p>Nie wieder</p><p>Nordwind</p></itunes:summary>", "Nie wieder\nNordwind")]
    public void Naked_markup_in_an_item_is_read_as_markup(string body, string text)
    {
        var feed = Feed($"<rss version=\"2.0\"><channel><item><title>Ein <i>Bericht</i></title>{body}</item><item><title>b</title></item></channel></rss>");

        Assert.Equal([("Ein Bericht", text), ("b", "")], feed.Items.Select(item => (item.Title!, item.Text)));
        Assert.Empty(feed.Rejected);
    }

    [Theory]
    [InlineData("http://www.w3.org/2005/Atom")]
    [InlineData("https://www.w3.org/2005/Atom")]
    [InlineData("http://www.w3.org/2005/Atom/")]
    [InlineData("https://www.w3.org/2005/atom#")]
    [InlineData("http://purl.org/atom/ns#")]
    [InlineData("")]
    public void Atom_is_known_by_the_name_of_its_namespace(string space)
    {
        var feed = Feed(
            $"<feed xmlns=\"{space}\" xmlns:at=\"https://purl.org/atompub/tombstones/1.0/\"><entry><id>1</id><title>eins</title><link href=\"/1\"/><content type=\"html\">&lt;p&gt;x&lt;/p&gt;</content></entry><at:deleted-entry ref=\"2\"/></feed>");

        Assert.Equal([("eins", "x", false), (null, "", true)], feed.Items.Select(item => (item.Title, item.Text, item.Deleted)));
        Assert.Equal(new Uri("https://d.example/1"), feed.Items[0].Link);
    }

    [Theory]
    [InlineData("http://purl.org/rss/1.0/modules/content/", "http://purl.org/dc/elements/1.1/")]
    [InlineData("https://purl.org/rss/1.0/modules/content", "https://purl.org/dc/elements/1.1")]
    [InlineData("http://www.purl.org/RSS/1.0/modules/content/", "http://purl.org/DC/elements/1.1")]
    [InlineData("http://content.example/", "")]
    [InlineData(null, null)]
    public void Modules_are_known_by_their_name_and_else_by_their_usual_prefix(string? content, string? dublinCore)
    {
        var names = content is null ? "" : $"xmlns:content=\"{content}\" xmlns:dc=\"{dublinCore}\"";

        var post = Assert.Single(Feed(
            $"<rss version=\"2.0\" {names}><channel><item><title>t</title><dc:creator>Mira</dc:creator><content:encoded>x</content:encoded></item></channel></rss>").Items);

        Assert.Equal(("x", "Mira"), (post.Text, post.Author?.Name));
    }

    [Theory]
    [InlineData("<title>Ich <3 Nordwind</title>", "Ich <3 Nordwind")]
    [InlineData("<title>Preis < 200 Euro & mehr</title>", "Preis < 200 Euro & mehr")]
    [InlineData("<title><- so nicht ->, 1<2<</title>", "<- so nicht ->, 1<2<")]
    [InlineData("<title>a]]>b</title>", "a]]>b")]
    [InlineData("<title a='1 < 2' a='3' b=4 c>x</title>", "x")]
    [InlineData("<title>Anna <anna@d.example></title>", "Anna <anna@d.example>")]
    [InlineData("<title>R&D; &amp; &#x41;&#0;&#xD800;&#99999999;</title>", "R&D; & A")]
    [InlineData("<title><!-- a -- b -->x<?php echo 1 ?></title>", "x")]
    [InlineData("<title>x</Title>", "x")]
    [InlineData("<title>x</title", "x")]
    public void A_sign_that_was_not_escaped_costs_nobody_a_post(string title, string read)
    {
        var feed = Feed($"<rss version=\"2.0\"><channel>\n<item>{title}</item>\n<item><title>Kaputt</title></item></channel></rss>");

        Assert.Equal([read, "Kaputt"], feed.Items.Select(item => item.Title!));
        Assert.Empty(feed.Rejected);
    }

    [Theory]
    [InlineData("<snf:logo><url>x</url></snf:logo><item><title>x</title></item>")]
    [InlineData("<item snf:id='1'><title>x</title><snf:a snf:b='c'>d</snf:a></item>")]
    [InlineData("<item><title xmlns:a=''>x</title><a:b:c/></item>")]
    public void An_undeclared_prefix_does_not_matter(string inner)
    {
        var feed = Feed($"<rss version=\"2.0\"><channel>{inner}</channel></rss>");

        Assert.Equal("x", Assert.Single(feed.Items).Title);
        Assert.Empty(feed.Rejected);
    }

    [Theory]
    [InlineData("]]>", "eins")]
    [InlineData("<script src=\"//d.example/x.js\"></script><!-- cached -->", "eins")]
    [InlineData("<br /><b>Warning</b>: foo < bar & baz", "eins")]
    [InlineData("</rss></div>", "eins")]
    [InlineData("\0\0\0", "eins")]
    [InlineData("<?xml version=\"1.0\"?>\n<!DOCTYPE rss [<!ENTITY x \"y\">]><rss><channel><item><title>zwei</title></item></channel></rss>", "eins zwei")]
    [InlineData("]]><rss><channel><item><title>zwei</title></item></channel></rss>", "eins zwei")]
    [InlineData("<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><title>zwei</title></entry></feed>", "eins zwei")]
    public void What_follows_the_end_of_a_feed_is_no_damage_and_a_second_feed_is_read(string behind, string titles)
    {
        var feed = Feed($"<rss version=\"2.0\"><channel><item><title>eins</title></item></channel></rss>\n{behind}\n");

        Assert.Equal(titles, string.Join(' ', feed.Items.Select(item => item.Title)));
        Assert.Empty(feed.Rejected);
        Assert.Null(feed.Damage);
    }

    [Fact]
    public void An_item_that_is_never_closed_ends_where_the_next_begins()
    {
        var feed = Feed("<rss version=\"2.0\"><channel><item><title>eins</title><item><title>zwei</title></channel></rss>");

        Assert.Equal(["eins", "zwei"], feed.Items.Select(item => item.Title));
    }

    [Theory]
    [InlineData("https://jsonfeed.org/version/1.1")]
    [InlineData("http://jsonfeed.org/version/1")]
    [InlineData("HTTPS://www.jsonfeed.org/version/1")]
    [InlineData("1.1")]
    [InlineData(null)]
    public void A_json_feed_is_known_by_its_version_or_its_items(string? version)
    {
        var head = version is null ? "" : $"\"version\":\"{version}\",";

        Assert.Equal("gut", Assert.Single(Feed($$"""{{{head}}"title":"T","items":[{"id":"1","content_text":"gut"}]}""").Items).Text);
    }

    [Theory]
    [InlineData("M&#252;ller &#038; S&ouml;hne", "Müller & Söhne")]
    [InlineData("M&amp;uuml;ller &amp;amp; S&ouml;hne", "Müller & Söhne")]
    [InlineData("<b>Müller</b> &amp; <i>Söhne</i>", "Müller & Söhne")]
    [InlineData("AT&T &copy List<int> und <b> & 1 < 2", "AT&T &copy List<int> und <b> & 1 < 2")]
    public void Titles_and_texts_of_json_feeds_are_plain_or_meant_to_be(string written, string read)
    {
        var json = JsonSerializer.Serialize(new
        {
            version = "https://jsonfeed.org/version/1.1",
            items = new[] { new { id = "1", title = written, content_html = "<p> </p>", content_text = written } },
        });

        Assert.Equal((read, read), Assert.Single(Feed(json).Items.Select(item => (item.Title!, item.Text))));
    }

    [Theory]
    [InlineData("", "feed.damaged")]
    [InlineData(",{\"id\":\"3\",\"content_te", "feed.damaged")]
    [InlineData("]}]]> <script></script>", null)]
    public void A_damaged_json_feed_gives_the_posts_before_the_damage(string end, string? problem)
    {
        var feed = Feed("""{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","title":"eins"},{"id":"2","title":"zwei"}""" + end);

        Assert.Equal(["eins", "zwei"], feed.Items.Select(item => item.Title));
        Assert.Equal(problem, feed.Damage?.Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_newest_posts_are_read_wherever_they_stand_in_a_long_feed(bool dated)
    {
        var began = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        string[] items =
            [.. Enumerable.Range(0, 12_000).Select(i => $"<item><title>Post {i}</title>{(dated ? $"<pubDate>{began.AddHours(i):r}</pubDate>" : "")}</item>")];

        foreach (var order in new[] { items, [.. items.Reverse()] })
        {
            var feed = Feed($"<rss version=\"2.0\"><channel>{string.Concat(order)}</channel></rss>");

            Assert.Equal(FeedReader.MaxItems, feed.Items.Count);
            Assert.Contains(feed.Items, item => item.Title == "Post 11999");
            Assert.Equal("feed.too-many-posts", Assert.Single(feed.Rejected).Code);
        }
    }

    [Fact]
    public void A_feed_that_stands_oldest_first_is_read_newest_first() =>
        Assert.Equal(["neu", "ohne Datum", "alt"], Feed("""
            <rss version="2.0"><channel><item><title>alt</title><pubDate>Thu, 19 Nov 2026 10:00:00 GMT</pubDate></item>
            <item><title>ohne Datum</title></item>
            <item><title>neu</title><pubDate>Fri, 20 Nov 2026 10:00:00 GMT</pubDate></item></channel></rss>
            """).Items.Select(item => item.Title));

    [Fact]
    public void A_feed_that_breaks_off_gives_its_whole_posts_and_says_where_it_ends()
    {
        var feed = Feed(
            "<rss version=\"2.0\"><channel>\n<item><title>eins</title></item>\n<item><title>zwei</title></item>\n<item><title>dr");

        Assert.Equal(["eins", "zwei"], feed.Items.Select(item => item.Title));
        Assert.Contains("line 4", feed.Damage!.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<author>Anna <anna.mueller.geheim>", "line 2: it ends too early")]
    [InlineData("<title a='<geheim'/>&geheim;", "line 2: it ends too early")]
    [InlineData("<geheim <![CDATA[geheim", "line 2: it ends too early")]
    [InlineData("<!-- geheim", "line 2: it ends too early")]
    public void What_is_wrong_with_a_feed_is_said_without_what_people_wrote(string damage, string cause) =>
        Assert.Equal(
            $"the feed is damaged, and what follows was not read ({cause})",
            Feed($"<rss version=\"2.0\"><channel><item><title>gut</title></item>\n{damage}").Damage?.Sentence);

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
    [InlineData("hostile.xxe.xml", "&x;")]
    [InlineData("hostile.entity-bomb.xml", "&g;")]
    public void Entities_of_a_dtd_are_never_expanded(string name, string title) =>
        Assert.Equal(title, Assert.Single(Feed(RecordedPages.Bytes("feeds/" + name)).Items).Title);

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
        Assert.Contains(
            "more than 100 attributes",
            Reason($"<rss version=\"2.0\"><channel><a {string.Concat(Enumerable.Range(0, 950_000).Select(i => $"a{i}='' "))}/>"),
            StringComparison.Ordinal);
        Assert.Contains(
            "50000 items",
            Assert.IsType<FeedReading.Feed>(FeedReader.Read(
                Encoding.UTF8.GetBytes($$"""{"items":[{"id":"1","content_text":"x"}{{string.Concat(Enumerable.Repeat(",{}", 1_000_000))}}]}"""),
                null, Site, default)).Document.Damage?.Sentence,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_entity_that_the_first_rss_declared_in_its_dtd_is_known_all_the_same() =>
        Assert.Equal(
            "Café", Assert.Single(
            Feed("<?xml version=\"1.0\"?><!DOCTYPE rss SYSTEM \"http://my.netscape.example/rss-0.91.dtd\"><rss version=\"0.91\"><channel><item><title>Caf&eacute;</title></item></channel></rss>").Items).Title);

    [Theory]
    [InlineData("<item><title>")]
    [InlineData("<item>")]
    [InlineData("<item/>")]
    [InlineData("<![CDATA[x]]>")]
    [InlineData("<![CDATA[")]
    [InlineData("<!--")]
    [InlineData("<!--x-->")]
    [InlineData("<!DOCTYPE [")]
    [InlineData("<?")]
    [InlineData("<?p ?>")]
    [InlineData("&amp;")]
    [InlineData("&")]
    [InlineData("&#")]
    [InlineData("&nbsp;")]
    [InlineData("&a;")]
    [InlineData("<")]
    [InlineData("</")]
    [InlineData("</a>")]
    [InlineData("]]>")]
    [InlineData("<a b='")]
    [InlineData("<a b=\"'")]
    [InlineData("<a b='\" c=\"")]
    [InlineData("<a b ")]
    [InlineData("<a b=c ")]
    [InlineData("<a xmlns='x' xmlns:b='y'/>")]
    [InlineData("<a:b c:d='e'/>")]
    [InlineData("<p>x</p>")]
    [InlineData("<item><description><p>x</p></description></item>")]
    [InlineData("<item><title>&lt;p&gt;x</title></item>")]
    [InlineData("<item><title>&lt;p&gt;x</title><pubDate>Thu, 19 Nov 2026 10:00:00 GMT</pubDate></item>")]
    [InlineData("\ud83d\ude00")]
    [InlineData("\u0001")]
    [InlineData("<html><link ")]
    public void Hostile_documents_cost_little(string piece)
    {
        foreach (var inner in new[] { piece, $"<item><title>x</title><description>{piece}" })
        {
            var start = "<rss version=\"2.0\"><channel>" + inner;
            var hostile = Encoding.UTF8.GetBytes(start + string.Concat(Enumerable.Repeat(piece, 3_000_000 / piece.Length)));
            var began = TimeProvider.System.GetTimestamp();

            FeedReader.Read(hostile, "text/xml", Site, default);

            // Seconds on a busy machine; a step that looks back at what came before would take hours.
            Assert.InRange(TimeProvider.System.GetElapsedTime(began).TotalSeconds, 0, 90);
        }
    }

    [Theory]
    [InlineData("{\"items\":[", "[")]
    [InlineData("{\"items\":[", "{},")]
    [InlineData("{\"items\":[", "{\"id\":1,\"title\":\"<p>\"},")]
    [InlineData("{\"items\":[{", "\"id\":\"1\",")]
    [InlineData("{", "\"authors\":[],")]
    [InlineData("{\"items\":[{\"id\":1,\"content_html\":\"", "<b a=1 ")]
    [InlineData("{\"items\":[{\"id\":1,\"content_text\":\"", "&amp;amp;lt;")]
    [InlineData("{", "/**/")]
    public void Hostile_json_costs_little(string start, string piece)
    {
        var hostile = Encoding.UTF8.GetBytes(start + string.Concat(Enumerable.Repeat(piece, 3_000_000 / piece.Length)) + "\"}]}");
        var began = TimeProvider.System.GetTimestamp();

        FeedReader.Read(hostile, null, Site, default);

        // Seconds on a busy machine; a step that looks back at what came before would take hours.
        Assert.InRange(TimeProvider.System.GetElapsedTime(began).TotalSeconds, 0, 90);
    }

    [Theory]
    [InlineData("<rss><channel>", "<item><title>x</title></item>")]
    [InlineData("<rss><channel>", "<")]
    [InlineData("{\"items\":[", "{\"id\":1,\"title\":\"x\"},")]
    public void Reading_stops_when_the_service_does(string start, string piece)
    {
        var document = Encoding.UTF8.GetBytes(start + string.Concat(Enumerable.Repeat(piece, 10_000)));

        Assert.Throws<OperationCanceledException>(() => FeedReader.Read(document, null, Site, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void The_nearest_language_counts() => Assert.Equal(
        "en",
        Assert.Single(Feed(
            """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><entry xml:lang="en"><id>1</id><title>x</title></entry></feed>""").Items)
            .Language);

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
    [InlineData("utf-8", "utf-8", "text/xml; charset=gbk", "Müller")]
    [InlineData("utf-8", "utf-8", "text/xml; charset=windows-1251", "Müller")]
    [InlineData("utf-8", "utf-8", "text/xml; charset=koi8-r", "Müller")]
    [InlineData("utf-8", "utf-8", "text/xml; charset=shift_jis", "Müller")]
    [InlineData("utf-8", "utf-8", "text/xml; charset=utf-16", "Müller")]
    [InlineData("utf-8", "windows-1251", null, "Müller")]
    [InlineData("utf-8", "iso-8859-2", "text/xml; charset=iso-8859-9", "Müller")]
    public void Text_is_decoded_by_what_the_bytes_allow(string actual, string declared, string? contentType, string text)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(actual) ?? Encoding.GetEncoding(actual);
        var bytes = encoding.GetBytes(
            $"<?xml version=\"1.0\" encoding=\"{declared}\"?><rss version=\"2.0\"><channel><item><title>{text}</title></item></channel></rss>");

        Assert.Equal(text, Assert.Single(Feed(bytes, contentType).Items).Title);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/xml; charset=windows-1252")]
    [InlineData("text/xml; charset=koi8-r")]
    public void One_broken_byte_does_not_turn_a_utf8_feed_into_another_encoding(string? contentType)
    {
        byte[] bytes =
            [.. Encoding.UTF8.GetBytes("<rss version=\"2.0\"><channel><item><title>Grüße an Müller "), 0xFF,
            .. Encoding.UTF8.GetBytes("aus Köln</title></item></channel></rss>")];

        Assert.StartsWith("Grüße an Müller", Assert.Single(Feed(bytes, contentType).Items).Title, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html><body>404</body></html>")]
    [InlineData("<!DOCTYPE html><html lang=de><head><title>x</title></head></html>")]
    [InlineData("<!-- cached --><!doctype HTML><p>")]
    [InlineData("<div>not closed<br><body>")]
    public void A_web_page_is_recognised(string html) =>
        Assert.IsType<FeedReading.WebPage>(FeedReader.Read(Encoding.UTF8.GetBytes(html), "text/html", Site, default));

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
            """u8, "text/html", Site, default));

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
        Assert.IsNotType<FeedReading.Feed>(FeedReader.Read(Encoding.UTF8.GetBytes(text), "text/xml", Site, default));

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
        if (FeedReader.Read(bytes, "text/xml", Site, default) is FeedReading.Feed feed)
        {
            var quirks = default(FeedQuirks);
            var named = FeedIdentity.Name(feed.Document.Items, "d.example/feed", ref quirks);
            return named.Select(item => item.Key).Distinct().Count() == named.Count;
        }

        return true;
    }

    private static FeedDocument Feed(byte[] bytes, string? contentType = null) =>
        Assert.IsType<FeedReading.Feed>(FeedReader.Read(bytes, contentType, Site, default)).Document;

    private static FeedDocument Feed(string text) => Feed(Encoding.UTF8.GetBytes(text));

    private static string Reason(string text) =>
        Assert.IsType<FeedReading.Nothing>(FeedReader.Read(Encoding.UTF8.GetBytes(text), null, Site, default)).Problem.Sentence;
}
