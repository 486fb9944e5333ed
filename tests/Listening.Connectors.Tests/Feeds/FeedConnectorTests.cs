using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;
using Listening.Configuration;
using Listening.Connectors.Feeds;
using Listening.Connectors.Http;
using Listening.Connectors.Tests.Files;
using Listening.Domain;
using Listening.Sources;
using Listening.Testing;

namespace Listening.Connectors.Tests.Feeds;

public sealed class FeedConnectorTests : IAsyncDisposable
{
    private readonly LoopbackSite _site = new();
    private readonly MovedTime _time = new();
    private readonly ConnectorHttp _http;
    private string? _cursor;

    public FeedConnectorTests() => _http = new ConnectorHttp(
        new ConnectorHttpOptions { RetryDelay = TimeSpan.FromMilliseconds(2), TotalLimit = TimeSpan.FromSeconds(10) }, _time);

    [Fact]
    public async Task A_first_read_brings_every_post_oldest_first()
    {
        _site.On("/feed", Sample("wordpress-posts.rss2.xml"));

        var page = await PageAsync();

        Assert.Equal(
            ["Testing the Northwind kettle & friends", "Northwind opens a repair shop"], page.Mentions.Select(mention => mention.Title));
        var post = page.Mentions[0];
        Assert.Equal(MentionId.For(MentionId.GlobalUri, "127.0.0.1:8091/?p=5"), post.Id);
        Assert.Equal("127.0.0.1:8091", post.Platform);
        Assert.Equal("http://127.0.0.1:8091/?p=5", post.NativeId);
        Assert.Equal("http://127.0.0.1:8091/?p=5", post.Url);
        Assert.Equal("blog", post.Source);
        Assert.Equal("en-US", post.Language);
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 9, 15, 0, TimeSpan.Zero), post.PostedAt);
        Assert.Equal(_time.Now, post.FetchedAt);
        Assert.Equal("127.0.0.1:8091/?p=5", post.Thread);
        Assert.Null(post.Parent);
        Assert.Null(page.NotBefore);
        Assert.False(page.More);
    }

    [Theory]
    [InlineData("wordpress-comments.rss2.xml", false)]
    [InlineData("wordpress-comments.atom.xml", true)]
    public async Task Comments_belong_to_their_post_and_answer_each_other(string sample, bool repliesKnown)
    {
        _site.On("/feed", Sample(sample));

        var comments = (await PageAsync()).Mentions;

        var (mira, jonas, aylin) = (comments[0], comments[1], comments[2]);
        Assert.Equal(("127.0.0.1:8091/?p=5", "127.0.0.1:8091/?p=5", "127.0.0.1:8091/?p=6"), (mira.Thread, jonas.Thread, aylin.Thread));
        Assert.Equal(MentionId.For(MentionId.GlobalUri, "127.0.0.1:8091/?p=5"), mira.Parent);
        Assert.Equal(repliesKnown ? mira.Id : mira.Parent, jonas.Parent);
        Assert.Equal("Mira", mira.Author?.Name);
        Assert.Equal("In reply to Mira.\nSame here, support was quick though.", jonas.Text);
    }

    [Fact]
    public async Task The_same_comment_has_one_id_in_every_format_and_source()
    {
        _site.On("/rss", Sample("wordpress-comments.rss2.xml")).On("/atom", Sample("wordpress-comments.atom.xml"));

        var rss = await PageAsync("/rss");
        _cursor = null;
        var atom = await PageAsync("/atom");

        Assert.Equal(
            rss.Mentions.Select(mention => (mention.Id, mention.Thread)), atom.Mentions.Select(mention => (mention.Id, mention.Thread)));
    }

    [Theory]
    [InlineData("Der Kessel leckt", "", "Der Kessel leckt")]
    [InlineData("Re: Der Kessel leckt", "", "")]
    [InlineData("Re: Der Kessel leckt", "Meiner nicht.", "Meiner nicht.")]
    public async Task A_post_without_a_body_is_its_headline_and_an_answer_is_not(string title, string text, string own)
    {
        _site.On("/feed", Rss(("1", title, text)));

        Assert.Equal(own, Assert.Single((await PageAsync()).Mentions).OwnText);
    }

    [Fact]
    public async Task What_was_read_before_is_not_returned_again_even_if_its_date_moves()
    {
        _site.On("/feed", Rss(("1", "eins", "gut")), Rss(("2", "zwei", "neu"), ("1", "eins", "gut")));
        await PageAsync();

        var page = await PageAsync();

        Assert.Equal("neu", Assert.Single(page.Mentions).Text);
        _site.On("/feed",
            Reply.Text("""<rss version="2.0"><channel><item><guid>1</guid><title>eins</title><description>gut</description><pubDate>Sun, 22 Nov 2026 09:00:00 GMT</pubDate></item></channel></rss>"""));
        Assert.IsType<FetchOutcome.Unchanged>(await ReadAsync());
    }

    [Fact]
    public async Task Dates_that_cannot_be_read_are_counted()
    {
        _site.On("/feed", Reply.Text("""
            <rss version="2.0"><channel>
            <item><guid>1</guid><description>eins</description><pubDate>8/9/2026 09:00</pubDate></item>
            <item><guid>2</guid><description>zwei</description><pubDate>8/21/2026 09:00</pubDate></item>
            <item><guid>3</guid><description>drei</description></item>
            </channel></rss>
            """));

        var page = await PageAsync();

        Assert.Equal(3, page.Mentions.Count);
        Assert.Equal(
            "1 of 3 posts have a date that cannot be read or has two meanings, and count as written now",
            Assert.Single(page.Notes).Sentence);
        Assert.IsType<FetchOutcome.Unchanged>(await ReadAsync());
    }

    [Fact]
    public async Task An_edited_post_comes_again_under_its_id_with_another_revision()
    {
        _site.On("/feed", Rss(("1", "eins", "gut")), Rss(("1", "eins", "doch schlecht")));

        var before = Assert.Single((await PageAsync()).Mentions);
        var after = Assert.Single((await PageAsync()).Mentions);

        Assert.Equal(before.Id, after.Id);
        Assert.NotEqual(before.Revision, after.Revision);
        Assert.Equal(MentionId.For($"127.0.0.1:{_site.Port}/feed", "1"), after.Id);
    }

    [Fact]
    public async Task A_post_withdrawn_by_its_feed_comes_as_deleted()
    {
        string Atom(string inner) =>
            $"""<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0">{inner}</feed>""";
        _site.On("/feed", Reply.Text(Atom("<entry><id>tag:a,2026:1</id><title>x</title></entry>")),
            Reply.Text(Atom("""<at:deleted-entry ref="tag:a,2026:1" when="2026-11-20T10:00:00Z"/>""")));

        var before = Assert.Single((await PageAsync()).Mentions);
        var after = Assert.Single((await PageAsync()).Mentions);

        Assert.Equal((before.Id, true, ""), (after.Id, after.Deleted, after.Text));
        Assert.IsType<FetchOutcome.Unchanged>(await ReadAsync());
    }

    [Theory]
    [InlineData("2026-11-20T10:00:00Z", true)]
    [InlineData("2026-11-20T11:00:00+01:00", true)]
    [InlineData("2026-11-20T09:59:59Z", false)]
    public async Task A_tombstone_beside_its_post_deletes_it_unless_that_was_updated_later(string deletedAt, bool deleted)
    {
        const string Entry = "<entry><id>tag:a,2026:1</id><title>x</title><updated>2026-11-20T10:00:00Z</updated></entry>";
        var gone = $"<at:deleted-entry ref=\"tag:a,2026:1\" when=\"{deletedAt}\"/>";
        const string Start = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0">""";
        _site.On("/after", Reply.Text($"{Start}{Entry}{gone}</feed>")).On("/before", Reply.Text($"{Start}{gone}{Entry}</feed>"));

        Assert.Equal(deleted, Assert.Single((await PageAsync("/after")).Mentions).Deleted);
        _cursor = null;
        Assert.Equal(deleted, Assert.Single((await PageAsync("/before")).Mentions).Deleted);
    }

    [Theory]
    [InlineData("atom", "2026-11-10T02:00:00Z", "2026-11-10T01:00:00Z", 1)]
    [InlineData("atom", "2026-11-10T01:00:00Z", "2026-11-10T02:00:00Z", -1)]
    [InlineData("atom", "2026-11-10T01:00:00Z", "2026-11-10T01:00:00Z", 0)]
    [InlineData("atom in rss", "2026-11-10T02:00:00Z", "2026-11-10T01:00:00Z", 1)]
    [InlineData("terms in rss", "2026-11-10T02:00:00Z", "2026-11-10T01:00:00Z", 1)]
    [InlineData("json", "2026-11-10T02:00:00Z", "2026-11-10T01:00:00Z", 1)]
    public async Task An_old_copy_of_a_post_is_known_by_the_time_of_its_version(string format, string first, string then, int order)
    {
        _site.On("/feed", Dated(format, "eins", first), Dated(format, "zwei", then));

        var before = Assert.Single((await PageAsync()).Mentions).WithinLimits();
        var after = Assert.Single((await PageAsync()).Mentions).WithinLimits();

        Assert.Equal(order, before.CompareRevision(after));
        Assert.NotEqual(before.Revision, after.Revision);
    }

    [Theory]
    [InlineData("atom")]
    [InlineData("atom in rss")]
    [InlineData("json")]
    public async Task A_post_that_is_only_dated_anew_is_no_edit(string format)
    {
        _site.On("/feed", Dated(format, "eins", "2026-11-10T01:00:00Z"), Dated(format, "eins", "2026-11-10T02:00:00Z"));
        await PageAsync();

        Assert.IsType<FetchOutcome.Unchanged>(await ReadAsync());
    }

    private static Reply Dated(string format, string words, string updated) => Reply.Text(format switch
    {
        "atom" => $"""
            <feed xmlns="http://www.w3.org/2005/Atom"><entry><id>tag:a,2026:1</id>
            <title>{words}</title><updated>{updated}</updated></entry></feed>
            """,
        "atom in rss" => $"""
            <rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><item><guid>1</guid><title>{words}</title>
            <pubDate>Mon, 09 Nov 2026 09:00:00 GMT</pubDate><atom:updated>{updated}</atom:updated></item></channel></rss>
            """,
        "terms in rss" => $"""
            <rss version="2.0" xmlns:dcterms="http://purl.org/dc/terms/"><channel><item><guid>1</guid><title>{words}</title>
            <pubDate>Mon, 09 Nov 2026 09:00:00 GMT</pubDate><dcterms:modified>{updated}</dcterms:modified></item></channel></rss>
            """,
        _ => $$"""
            {"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","content_text":"{{words}}","date_modified":"{{updated}}"}]}
            """,
    });

    [Theory]
    [InlineData("xml", "length")]
    [InlineData("xml", "chunks")]
    [InlineData("xml", "reset")]
    [InlineData("json", "length")]
    [InlineData("json", "chunks")]
    public async Task Posts_that_arrived_before_an_answer_broke_off_are_read(string format, string cut)
    {
        var (whole, at) = Three(format);
        var reply = Reply.Bytes(whole, "text/plain").With("ETag", "\"a\"");
        _site.On("/feed", cut switch
        {
            "reset" => reply with { CutAfter = at },
            "chunks" => (reply with { Endless = [Chunk(whole[..at])] }).With("Transfer-Encoding", "chunked"),
            _ => (reply with { Endless = [whole[..at]] }).With("Content-Length", $"{whole.Length}"),
        });

        var page = await PageAsync();

        Assert.Equal(["Prüfung 2", "Prüfung 1"], page.Mentions.Select(mention => mention.Text));
        Assert.Equal(
            ("http.cut", $"127.0.0.1:{_site.Port}/feed broke off after {at} bytes of its answer; it is tried again later"),
            (Assert.Single(page.Rejected).Code, page.Problem!.Sentence));
        _site.On("/feed", reply);
        Assert.Equal("Prüfung 3", Assert.Single((await PageAsync()).Mentions).Text);
        Assert.Null(_site.Requests[^1].Header("If-None-Match"));

        static byte[] Chunk(byte[] bytes) => [.. Encoding.ASCII.GetBytes($"{bytes.Length:x}\r\n"), .. bytes, .. "\r\n"u8];
    }

    [Fact]
    public async Task Posts_that_arrived_of_an_answer_that_drips_are_read()
    {
        var (whole, at) = Three("xml");
        using var http = new ConnectorHttp(new ConnectorHttpOptions { TotalLimit = TimeSpan.FromSeconds(2) }, TimeProvider.System);
        _site.On("/feed", new Reply { Endless = Dripping() }.With("Content-Length", $"{whole.Length}"));
        var options = new FeedOptions { Url = _site.Url("/feed"), AllowPrivateNetwork = true };
        var source = new SourceConfig { Name = "blog", Type = "feed", Options = options };

        var page = Assert.IsType<FetchOutcome.Page>(
            await new FeedConnector(http).FetchAsync(new FetchRequest(source, [], null, _time.Now), default));

        Assert.Equal(["Prüfung 2", "Prüfung 1"], page.Mentions.Select(mention => mention.Text));
        Assert.Equal("http.too-slow", Assert.Single(page.Rejected).Code);
        Assert.Contains($"sent only {at} bytes of its answer within 2 seconds", page.Rejected[0].Sentence, StringComparison.Ordinal);

        IEnumerable<byte[]> Dripping()
        {
            yield return whole[..at];
            Thread.Sleep(TimeSpan.FromSeconds(4));
            yield return whole[at..];
        }
    }

    [Fact]
    public async Task Posts_behind_the_place_where_an_answer_broke_off_are_neither_missed_nor_forgotten()
    {
        var three = Rss(("3", "drei", "neu"), ("2", "zwei", "neu"), ("1", "eins", "gut"));
        var at = Encoding.UTF8.GetString(three.Body).IndexOf(">2</guid>", StringComparison.Ordinal);
        _site.On("/feed", Rss(("1", "eins", "gut")));
        await PageAsync();
        _site.On("/feed", three with { CutAfter = at });

        var cut = await PageAsync();

        Assert.Equal(["neu"], cut.Mentions.Select(mention => mention.Text));
        Assert.Empty(cut.Notes);
        _site.On("/feed", three);
        Assert.Equal("zwei", Assert.Single((await PageAsync()).Mentions).Title);
    }

    [Fact]
    public async Task An_answer_that_broke_off_before_its_first_post_ended_is_a_failure()
    {
        var one = Rss(("1", "eins", "gut"));
        _site.On("/feed", one with { CutAfter = one.Body.Length / 2 });

        Assert.Equal("http.cut", Assert.IsType<FetchOutcome.Failed>(await ReadAsync()).Problem.Code);
    }

    /// <summary>Three posts, the newest first, and the byte of the last one's ü after which it breaks off.</summary>
    private static (byte[] Whole, int CutAt) Three(string format)
    {
        string Post(int number) => format == "xml"
            ? $"<item><guid>{number}</guid><description>Prüfung {number}</description></item>"
            : $$"""{"id":"{{number}}","content_text":"Prüfung {{number}}"},""";
        var posts = string.Concat(Enumerable.Range(1, 3).Select(Post));
        var whole = Encoding.UTF8.GetBytes(format == "xml"
            ? $"<rss version=\"2.0\"><channel>{posts}</channel></rss>"
            : $$"""{"version":"https://jsonfeed.org/version/1.1","items":[{{posts}}]}""");
        return (whole, whole.AsSpan().LastIndexOf((byte)0xC3) + 1);
    }

    [Fact]
    public async Task A_site_that_moves_to_https_or_another_host_brings_nothing_new()
    {
        string Item(string site, int number) =>
            $"<item><guid>{site}/posts/{number}</guid><link>{site}/posts/{number}</link><title>Post {number}</title><description>Der Kessel pfeift.</description></item>";
        string Feed(string site, params int[] numbers) =>
            $"<rss version=\"2.0\"><channel>{string.Concat(numbers.Select(number => Item(site, number)))}</channel></rss>";
        _site.On("/feed", Reply.Text(Feed("http://old.example", 1, 2)), Reply.Text(Feed("https://old.example", 1, 2)),
            Reply.Text(Feed("https://new.example", 1, 2)),
            Reply.Text(Feed("https://new.example", 3, 2).Replace("pfeift", "tropft", StringComparison.Ordinal)));
        var first = await PageAsync();

        Assert.IsType<FetchOutcome.Unchanged>(await ReadAsync());
        Assert.IsType<FetchOutcome.Unchanged>(await ReadAsync());
        var edited = await PageAsync();

        Assert.Equal(first.Mentions[0].Id, Assert.Single(edited.Mentions, mention => mention.Title == "Post 2").Id);
        Assert.Equal(
            MentionId.For(MentionId.GlobalUri, "new.example/posts/3"),
            Assert.Single(edited.Mentions, mention => mention.Title == "Post 3").Id);
    }

    [Fact]
    public async Task Validators_go_back_byte_for_byte_and_not_modified_is_healthy()
    {
        const string Tag = "W/\"4c8-edj\u00e4 +dCZ'OA, x\"";
        _site.On("/feed", Rss(("1", "eins", "gut")).With("ETag", Tag).With("Last-Modified", "Sun, 22 Nov 2026 3:46:38 GMT"),
            new Reply(304).With("Content-Type", "application/octet-stream"));
        await PageAsync();

        Assert.IsType<FetchOutcome.Unchanged>(await ReadAsync());

        Assert.Null(_site.Requests[0].Header("If-None-Match"));
        Assert.Equal(Tag, _site.Requests[1].Header("If-None-Match"));
        Assert.Equal("Sun, 22 Nov 2026 3:46:38 GMT", _site.Requests[1].Header("If-Modified-Since"));
    }

    [Fact]
    public async Task Validators_of_one_address_are_not_sent_to_another()
    {
        _site.On("/feed", Reply.To("/a"), Reply.To("/b")).On("/a", Rss(("1", "eins", "gut")).With("ETag", "\"a\"")).On(
            "/b", Rss(("1", "eins", "gut")).With("ETag", "\"b\""));
        await PageAsync();

        await ReadAsync();

        Assert.All(_site.Requests, request => Assert.Null(request.Header("If-None-Match")));
    }

    [Fact]
    public async Task Every_twelfth_read_asks_unconditionally_since_not_modified_may_be_a_lie()
    {
        _site.On("/feed", Rss(("1", "eins", "gut")).With("ETag", "\"1\""), new Reply(304));
        await PageAsync();

        for (var read = 0; read < 12; read++)
        {
            _time.Now += TimeSpan.FromMinutes(5);
            if (read == 11)
            {
                _site.On("/feed", Rss(("2", "spät", "freigeschaltet"), ("1", "eins", "gut")).With("ETag", "\"1\""));
            }

            await ReadAsync();
        }

        Assert.Equal(11, _site.Requests.Count(request => request.Header("If-None-Match") is not null));
        Assert.Null(_site.Requests[12].Header("If-None-Match"));
    }

    [Fact]
    public async Task After_two_hours_the_feed_is_asked_unconditionally()
    {
        _site.On("/feed", Rss(("1", "eins", "gut")).With("ETag", "\"1\""));
        await PageAsync();
        _time.Now += TimeSpan.FromMinutes(119);
        await ReadAsync();
        _time.Now += TimeSpan.FromMinutes(121);
        await ReadAsync();

        Assert.Equal([null, "\"1\"", null], _site.Requests.Select(request => request.Header("If-None-Match")));
    }

    [Fact]
    public async Task A_feed_that_rolled_over_says_that_posts_may_be_missing()
    {
        _site.On("/feed", Rss(("1", "eins", "gut")), Rss(("9", "neun", "gut")));
        await PageAsync();

        var page = await PageAsync();

        Assert.Contains("may be missing", Assert.Single(page.Notes).Sentence, StringComparison.Ordinal);
        Assert.Single(page.Mentions);
    }

    [Fact]
    public async Task A_permanent_redirect_is_followed_directly_after_three_reads_and_checked_daily()
    {
        _site.On("/feed", Reply.To("/new", 301)).On("/new", Rss(("1", "eins", "gut")));
        for (var read = 0; read < 5; read++)
        {
            await ReadAsync();
        }

        Assert.Equal(3, _site.Requests.Count(request => request.Target == "/feed"));
        _time.Now += TimeSpan.FromHours(25);
        await ReadAsync();
        Assert.Equal(4, _site.Requests.Count(request => request.Target == "/feed"));

        // The new place is gone: the configured one is asked at once.
        _site.On("/new", new Reply(404)).On("/feed", Rss(("2", "zwei", "zurück"), ("1", "eins", "gut")));
        Assert.Equal("zurück", Assert.Single((await PageAsync()).Mentions).Text);
    }

    [Fact]
    public async Task A_web_page_leads_to_its_feed_which_is_remembered()
    {
        _site.On("/",
            Reply.Text("<!doctype html><html><head><link rel=alternate type=application/rss+xml href=feed.xml></head></html>",
            "text/html")).On("/feed.xml", Rss(("1", "eins", "gut")));

        var page = await PageAsync("/");
        await ReadAsync("/");

        Assert.Single(page.Mentions);
        Assert.Contains("is a web page", Assert.Single(page.Notes).Sentence, StringComparison.Ordinal);
        Assert.Equal(["/", "/feed.xml", "/feed.xml"], _site.Requests.Select(request => request.Target));
    }

    [Theory]
    [InlineData("<html><body>Willkommen</body></html>", "feed.web-page")]
    [InlineData("<html><link rel=alternate type=application/rss+xml href=/self></html>", "feed.web-page-without-feed")]
    public async Task A_web_page_without_a_feed_needs_an_operator(string html, string code)
    {
        _site.On("/self", Reply.Text(html, "text/html"));

        var failed = Assert.IsType<FetchOutcome.Failed>(await ReadAsync("/self?token=geheim"));

        Assert.True(failed.NeedsOperator);
        Assert.Equal(code, failed.Problem.Code);
        Assert.DoesNotContain("geheim", failed.Problem.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(410, true, "http.gone")]
    [InlineData(403, true, "http.forbidden")]
    [InlineData(401, true, "http.unauthorized")]
    [InlineData(404, false, "http.not-found")]
    [InlineData(304, false, "http.status")]
    [InlineData(418, false, "http.status")]
    public async Task A_refusing_status_has_its_code(int status, bool lasting, string code)
    {
        _site.On("/feed", new Reply(status));

        var failed = Assert.IsType<FetchOutcome.Failed>(await ReadAsync());

        Assert.Equal(lasting, failed.NeedsOperator);
        Assert.Equal(code, failed.Problem.Code);
    }

    [Fact]
    public async Task A_source_that_asks_to_wait_is_given_time()
    {
        _site.On("/feed", new Reply(429).With("Retry-After", "300"));

        Assert.Equal(TimeSpan.FromMinutes(5), Assert.IsType<FetchOutcome.SlowDown>(await ReadAsync()).For);
    }

    [Theory]
    [InlineData("max-age=7200, public", 120)]
    [InlineData("public,max-age=0", 60)]
    [InlineData("max-age=999999999", 1440)]
    [InlineData("no-cache", 60)]
    public async Task The_wish_of_the_source_is_the_longer_of_feed_and_server(string cacheControl, int minutes)
    {
        _site.On("/feed",
            Reply.Bytes(RecordedPages.Bytes("feeds/ghost.rss2.xml"), "text/xml").With("Cache-Control", cacheControl).With(
            "ETag", "W/\"4c8\""), new Reply(304).With("Cache-Control", cacheControl));

        var page = await PageAsync();
        var unchanged = Assert.IsType<FetchOutcome.Unchanged>(await ReadAsync());

        Assert.Equal(TimeSpan.FromMinutes(minutes), page.NotBefore);
        Assert.Equal(TimeSpan.FromMinutes(minutes), unchanged.NotBefore);
    }

    [Fact]
    public async Task Doubtful_dates_are_null_and_long_texts_are_cut()
    {
        _site.On("/dates", Sample("odd.dates.rss2.xml")).On("/long", Rss(("1", "lang", string.Concat(Enumerable.Repeat("😀a", 20_000)))));

        var dates = (await PageAsync("/dates")).Mentions.Select(mention => mention.WithinLimits()).ToDictionary(
            mention => mention.Text, mention => mention.PostedAt);
        var cut = Assert.Single((await PageAsync("/long")).Mentions).WithinLimits();

        Assert.All(["garbage", "empty", "future", "zero"], title => Assert.Null(dates[title]));
        Assert.Equal(8, dates.Values.Count(date => date is not null));
        Assert.True(cut.TextTruncated);
        Assert.InRange(cut.Text.Length, Mention.MaxTextLength - 1, Mention.MaxTextLength);
        Assert.True(cut.Text.IsNormalized());
    }

    [Theory]
    [InlineData(Mention.MaxTextLength - 1)]
    [InlineData(Mention.MaxTextLength - 5)]
    [InlineData(Mention.MaxTextLength - 10)]
    public async Task A_family_at_the_limit_goes_as_a_whole(int before)
    {
        _site.On("/feed", Rss(("1", "lang", new string('x', before) + "👨‍👩‍👧‍👦 und mehr")));

        var cut = Assert.Single((await PageAsync()).Mentions).WithinLimits();

        Assert.Equal((new string('x', before), true), (cut.Text, cut.TextTruncated));
    }

    [Fact]
    public async Task A_damaged_feed_gives_what_it_can_and_is_read_again()
    {
        _site.On("/feed",
            Reply.Text("<rss version=\"2.0\"><channel><item><guid>1</guid><title>eins</title></item><item><guid>2</gu").With(
            "ETag", "\"1\""));

        var page = await PageAsync();
        await ReadAsync();

        Assert.Single(page.Mentions);
        Assert.Contains("what follows was not read", Assert.Single(page.Rejected).Sentence, StringComparison.Ordinal);
        Assert.Null(_site.Requests[1].Header("If-None-Match"));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_feed_whose_compressed_data_end_early_says_so(string encoding)
    {
        var items = Enumerable.Range(0, 2000).Select(number => $"<item><guid>{number * 7919}</guid><title>Post {number}</title></item>");
        using var packed = new MemoryStream();
        using (Stream packer = encoding == "br" ? new BrotliStream(packed, CompressionLevel.Fastest)
            : new GZipStream(packed, CompressionLevel.Fastest))
        {
            packer.Write(Encoding.UTF8.GetBytes($"<rss version=\"2.0\"><channel>{string.Concat(items)}</channel></rss>"));
        }

        var half = packed.ToArray();
        half = half[..(half.Length / 2)];
        _site.On("/feed", Reply.Bytes(half, "text/xml").With("Content-Encoding", encoding));

        Assert.Equal("feed.damaged", Assert.Single((await PageAsync()).Rejected).Code);
    }

    [Fact]
    public async Task A_cursor_stays_small_and_remembers_at_least_500_posts()
    {
        (string, string, string)[] Posts(int from, int count) =>
            [.. Enumerable.Range(from, count).Reverse().Select(number => ($"{number}", $"Post {number}", $"Text {number}"))];
        _site.On("/feed", Rss(Posts(0, 1500)), Rss(Posts(1000, 500)), Rss(Posts(1450, 60)));

        await ReadAsync();
        Assert.InRange(_cursor!.Length, 20_000, 30_000);
        Assert.IsType<FetchOutcome.Unchanged>(await ReadAsync());
        Assert.Equal(10, (await PageAsync()).Mentions.Count);
        Assert.InRange(_cursor.Length, 20_000, 30_000);
    }

    [Fact]
    public async Task A_cursor_that_cannot_be_read_starts_over()
    {
        _site.On("/feed", Rss(("1", "eins", "gut")));

        foreach (var cursor in new[] { "", "nonsense", "null", "[]", "{}", """{"packed":"AAAA"}""", """{"packed":5}""" })
        {
            _cursor = cursor;
            Assert.Single((await PageAsync()).Mentions);
        }
    }

    [Fact]
    public async Task A_changed_address_keeps_what_is_known_and_forgets_the_version()
    {
        _site.On("/feed", Rss(("tag:a,2026:1", "eins", "gut")).With("ETag", "\"1\"")).On(
            "/moved", Rss(("tag:a,2026:1", "eins", "gut")).With("ETag", "\"1\""));
        await PageAsync();

        Assert.IsType<FetchOutcome.Unchanged>(await ReadAsync("/moved"));

        Assert.Null(_site.Requests[1].Header("If-None-Match"));
    }

    [Fact]
    public async Task A_private_address_is_refused_unless_the_source_allows_it()
    {
        _site.On("/feed", Rss(("1", "eins", "gut")));

        var source = new SourceConfig { Name = "blog", Type = "feed", Options = new FeedOptions { Url = _site.Url("/feed") } };

        var outcome = await new FeedConnector(_http).FetchAsync(new FetchRequest(source, [], null, _time.Now), default);

        Assert.Contains("allowPrivateNetwork", Assert.IsType<FetchOutcome.Failed>(outcome).Problem.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Reading_a_feed_that_changes_at_random_returns_each_version_of_each_post_once()
    {
        // Feeds are windows: posts are added on top, edited, and drop out below. A model of what must come out is easy: every
        // (post, text) pair the first time it is seen in a row of documents.
        var steps = Gen.Choose(0, 3).Two().Select(pair => (Added: pair.Item1, Edited: pair.Item2)).ArrayOf();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(20), Prop.ForAll(steps.ToArbitrary(), changes =>
        {
            _cursor = null;
            var (posts, next) = (new List<(string Id, string Title, string Text)> { ("p0", "Post 0", "v0") }, 1);
            var expected = new HashSet<(string, string)> { ("Post 0", "v0") };
            var got = Texts();
            foreach (var (added, edited) in changes.Take(6))
            {
                if (edited < posts.Count)
                {
                    posts[edited] = posts[edited] with { Text = $"v{next} {got.Count}" };
                    expected.Add((posts[edited].Title, posts[edited].Text));
                }

                for (var add = 0; add < added; add++, next++)
                {
                    posts.Insert(0, ($"p{next}", $"Post {next}", "v0"));
                    expected.Add(($"Post {next}", "v0"));
                }

                got.AddRange(Texts());
            }

            return got.Count == got.Distinct().Count() && expected.SetEquals(got);

            List<(string, string)> Texts()
            {
                _site.On("/feed", Rss([.. posts.Take(10)]));
                return ReadAsync().GetAwaiter().GetResult() is FetchOutcome.Page page
                    ? [.. page.Mentions.Select(mention => (mention.Title!, mention.Text))] : [];
            }
        }));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _site.DisposeAsync();
    }

    private static Reply Sample(string name) => Reply.Bytes(RecordedPages.Bytes("feeds/" + name), "application/xml");

    private static Reply Rss(params (string Guid, string Title, string Text)[] posts)
    {
        var items = new StringBuilder();
        foreach (var (guid, title, text) in posts)
        {
            items.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"<item><guid isPermaLink=\"false\">{guid}</guid><title>{title}</title><description>{text}</description></item>");
        }

        return Reply.Text($"<rss version=\"2.0\"><channel>{items}</channel></rss>");
    }

    private async Task<FetchOutcome.Page> PageAsync(string path = "/feed") => Assert.IsType<FetchOutcome.Page>(await ReadAsync(path));

    /// <summary>Reads once, and keeps the cursor as the service does.</summary>
    private async Task<FetchOutcome> ReadAsync(string path = "/feed")
    {
        var options = new FeedOptions { Url = _site.Url(path), AllowPrivateNetwork = true };
        var source = new SourceConfig { Name = "blog", Type = "feed", Options = options };
        var outcome = await new FeedConnector(_http).FetchAsync(new FetchRequest(source, [], _cursor, _time.Now), default);
        _cursor = outcome switch
        {
            FetchOutcome.Page page => page.Cursor,
            FetchOutcome.Unchanged unchanged => unchanged.Cursor,
            _ => _cursor,
        };
        return outcome;
    }
}
