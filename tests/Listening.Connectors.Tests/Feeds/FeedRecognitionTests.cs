using Listening.Domain;
using Listening.Sources;

namespace Listening.Connectors.Tests.Feeds;

/// <summary>Which posts are the same although their feed names them anew, and which are not.</summary>
public sealed class FeedRecognitionTests : IAsyncDisposable
{
    private const string Monday = "Mon, 23 Nov 2026 10:00:00 GMT";
    private const string Tuesday = "Tue, 24 Nov 2026 11:30:00 GMT";
    private const string Link = "https://forum.example/t/4711";
    private const string Complaint = "Der Kessel ist nach zwei Wochen kaputt, und niemand antwortet.";

    private readonly FeedSite _feed = new();

    [Fact]
    public async Task Feeds_that_differ_in_their_query_only_do_not_share_the_ids_of_their_posts()
    {
        _feed.Site.On("/rss.php", request => FeedSite.Rss(FeedSite.Item("1", null, Monday, null, $"Beitrag in {request.Target}")));

        var five = Assert.Single((await _feed.PageAsync("/rss.php?f=5")).Mentions);
        _feed.Cursor = null;
        var seven = Assert.Single((await _feed.PageAsync("/rss.php?f=7")).Mentions);
        _feed.Cursor = null;
        var again = Assert.Single((await _feed.PageAsync("/rss.php?f=5&utm_source=mail")).Mentions);

        Assert.NotEqual(five.Id, seven.Id);
        Assert.Equal(five.Id, again.Id);
    }

    [Fact]
    public async Task A_conversation_is_named_without_the_tokens_in_its_feeds_address()
    {
        _feed.Site.On("*", FeedSite.Rss(
            "<item><guid>7</guid><title>Frage</title>"
            + "<wfw:commentRss xmlns:wfw=\"http://wellformedweb.org/CommentAPI/\">x</wfw:commentRss></item>"));

        var query = Assert.Single((await _feed.PageAsync("/rss?key=geheim")).Mentions).Thread!;
        _feed.Cursor = null;
        var path = Assert.Single((await _feed.PageAsync("/hooks/geheim/rss")).Mentions).Thread!;
        _feed.Cursor = null;
        var plain = Assert.Single((await _feed.PageAsync("/rss")).Mentions).Thread!;

        Assert.DoesNotContain("geheim", query + path, StringComparison.Ordinal);
        Assert.NotEqual(query, path);
        Assert.Equal($"127.0.0.1:{_feed.Site.Port}/rss|7", plain);
    }

    [Theory]
    [InlineData(Monday, Link, Monday, Link)] // guid: new at every read
    [InlineData(Tuesday, Link, Monday, Link)] // the date too
    [InlineData(null, Link, null, Link)]
    [InlineData(null, null, null, null)]
    [InlineData(Monday, "https://forum.example/?p=4711", "Mon, 23 Nov 2026 11:00:00 +0100", "https://www.forum.example/erfahrungen/4711/")]
    [InlineData(Monday, Link + "?utm_source=a", Tuesday, Link + "?utm_source=b&gclid=7")]
    [InlineData(Monday, Link + "?sid=0123456789abcdef0123456789abcdef", Tuesday, Link + "?sid=fedcba9876543210fedcba9876543210")]
    public async Task A_post_whose_guid_changes_is_the_same_by_its_words_and_link_or_its_words_and_date(
        string? date, string? link, string? newDate, string? newLink)
    {
        _feed.Site.On("/feed", FeedSite.Rss(FeedSite.Item("a1", link, date, "Mira", Complaint)),
            FeedSite.Rss(FeedSite.Item("b2", newLink, newDate, "Mira", Complaint)),
            FeedSite.Rss(FeedSite.Item("c3", link, date, "Mira", Complaint)),
            FeedSite.Rss(FeedSite.Item("c3", link, date, "Mira", Complaint + " Nachtrag: erledigt.")));
        var first = Assert.Single((await _feed.PageAsync()).Mentions);

        Assert.IsType<FetchOutcome.Unchanged>(await _feed.ReadAsync());
        Assert.IsType<FetchOutcome.Unchanged>(await _feed.ReadAsync());
        Assert.Equal(first.Id, Assert.Single((await _feed.PageAsync()).Mentions).Id);
    }

    [Fact]
    public async Task A_post_that_is_edited_while_its_guid_changes_is_an_edit()
    {
        _feed.Site.On("/feed", FeedSite.Rss(FeedSite.Item("a1", Link, Monday, "Mira", Complaint)),
            FeedSite.Rss(FeedSite.Item("b2", Link, Monday, "Mira", Complaint + " Nachtrag: erledigt.")));

        var before = Assert.Single((await _feed.PageAsync()).Mentions);
        var after = Assert.Single((await _feed.PageAsync()).Mentions);

        Assert.Equal(before.Id, after.Id);
        Assert.NotEqual(before.Revision, after.Revision);
    }

    [Fact]
    public async Task A_relaunched_site_brings_its_new_post_only()
    {
        string Old(int number) => FeedSite.Item($"https://k.example/?p={number}", $"https://k.example/?p={number}",
            $"1{number} Nov 2026 10:00:00 GMT", null, $"Fall {number}: {Complaint}", $"Erfahrung {number}");
        string New(int number) => FeedSite.Item($"https://k.example/e/{number}/", $"https://k.example/e/{number}/",
            $"1{number} Nov 2026 10:00:00 GMT", null, $"Fall {number}: {Complaint}", $"Erfahrung {number}");
        _feed.Site.On("/feed", FeedSite.Rss(Old(3), Old(2), Old(1)), FeedSite.Rss(New(4), New(3), New(2), New(1)));
        await _feed.PageAsync();

        var page = await _feed.PageAsync();

        Assert.Equal("Erfahrung 4", Assert.Single(page.Mentions).Title);
        Assert.Empty(page.Notes);
    }

    [Theory]
    [InlineData("https://f.example/t/kessel-leckt/123/4", true)]
    [InlineData("https://f.example/forum/t/kessel-leckt/123/12?u=mira", true)]
    [InlineData("https://f.example/d/123-kessel-leckt/4", true)]
    [InlineData("https://f.example/t/kessel-leckt/123/1", false)]
    [InlineData("https://f.example/t/kessel-leckt/123", false)]
    [InlineData("https://f.example/t/2026/11", false)]
    public async Task An_answer_in_a_forum_whose_feed_gives_every_post_the_topics_title_is_read_by_its_own_words(string link, bool answer)
    {
        _feed.Site.On("/feed", FeedSite.Rss(FeedSite.Item("f.example-post-9", link, Monday, "@mira", "Meiner nicht.", "Kessel leckt")));

        var post = Assert.Single((await _feed.PageAsync()).Mentions);

        Assert.Equal(answer ? "Meiner nicht." : "Kessel leckt\nMeiner nicht.", post.OwnText);
        Assert.Equal(answer, post.Thread is not null);
    }

    [Theory]
    [InlineData("Danke!", Link, Monday, "Jonas")] // the same words below the same post by somebody else
    [InlineData("Danke!", Link + "#comment-2", Tuesday, "Mira")] // said again elsewhere and later
    [InlineData("Danke!", "https://forum.example/t/9", Tuesday, "Mira")]
    [InlineData("Bitte!", Link, Tuesday, "Mira")] // another text in the same conversation
    [InlineData("Bitte!", "https://forum.example/t/9", Monday, "Mira")]
    public async Task Another_post_that_is_alike_in_one_respect_is_another_post(string text, string link, string date, string author)
    {
        _feed.Site.On("/feed", FeedSite.Rss(FeedSite.Item("1", Link, Monday, "Mira", "Danke!", title: null)),
            FeedSite.Rss(FeedSite.Item("2", link, date, author, text, title: null)));
        var first = Assert.Single((await _feed.PageAsync()).Mentions);

        Assert.NotEqual(first.Id, Assert.Single((await _feed.PageAsync()).Mentions).Id);
    }

    [Fact]
    public async Task Short_posts_without_an_author_on_the_same_day_are_two()
    {
        _feed.Site.On("/feed", FeedSite.Rss(FeedSite.Item("1", "https://r.example/1", "2026-11-23", null, "Super", null)),
            FeedSite.Rss(FeedSite.Item("2", "https://r.example/2", "2026-11-23", null, "Super", null)));
        var first = Assert.Single((await _feed.PageAsync()).Mentions);

        Assert.NotEqual(first.Id, Assert.Single((await _feed.PageAsync()).Mentions).Id);
    }

    [Fact]
    public async Task Two_posts_that_stand_side_by_side_under_their_own_guids_are_two()
    {
        string[] both =
        [
            FeedSite.Item("2", "https://forum.example/t/9", Monday, "Mira", Complaint),
            FeedSite.Item("1", Link, Monday, "Mira", Complaint),
        ];
        _feed.Site.On("/feed", FeedSite.Rss(both[1]), FeedSite.Rss(both), FeedSite.Rss(both));
        var first = Assert.Single((await _feed.PageAsync()).Mentions);

        Assert.NotEqual(first.Id, Assert.Single((await _feed.PageAsync()).Mentions).Id);
        Assert.IsType<FetchOutcome.Unchanged>(await _feed.ReadAsync());
    }

    [Fact]
    public async Task A_post_that_its_feed_lists_twice_is_one()
    {
        _feed.Site.On("/feed", FeedSite.Rss(
            FeedSite.Item("news-1", Link + "?utm_campaign=news", Monday, "Mira", Complaint),
            FeedSite.Item("top-1", Link + "?utm_campaign=top", Monday, "Mira", Complaint)));

        Assert.Single((await _feed.PageAsync()).Mentions);
        Assert.IsType<FetchOutcome.Unchanged>(await _feed.ReadAsync());
    }

    [Fact]
    public async Task Posts_of_one_conversation_that_all_link_to_it_stay_apart()
    {
        string Post(int number, string text) => FeedSite.Item($"{number}", Link, "2026-11-23", "Mira", text);
        _feed.Site.On("/feed", FeedSite.Rss(Post(2, "Noch immer keine Antwort vom Service."), Post(1, Complaint)),
            FeedSite.Rss(Post(4, "Jetzt ist auch der Ersatz defekt."), Post(3, "Der Ersatz ist heute angekommen.")));
        await _feed.PageAsync();

        var page = await _feed.PageAsync();

        Assert.Equal(2, page.Mentions.Count);
        Assert.Equal(4, page.Mentions.Select(mention => mention.Id).Distinct().Count() + 2);
    }

    [Fact]
    public async Task Withdrawn_posts_are_told_apart_by_their_guid_alone()
    {
        string Atom(string inner) =>
            $"""<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0">{inner}</feed>""";
        string Gone(int number) => $"""<at:deleted-entry ref="tag:a,2026:{number}" when="2026-11-20T10:00:00Z"/>""";
        _feed.Site.On(
            "/feed",
            Testing.Reply.Text(Atom(Gone(1))),
            Testing.Reply.Text(Atom(Gone(2))));
        var one = Assert.Single((await _feed.PageAsync()).Mentions);

        Assert.NotEqual(one.Id, Assert.Single((await _feed.PageAsync()).Mentions).Id);
    }

    [Fact]
    public async Task A_cursor_of_the_former_layout_keeps_the_ids_of_its_posts()
    {
        // Key 8 bytes, content 6, alias 6, id 16; the key's and the content's bits are the first ones of their SHA-256.
        var id = MentionId.For("elsewhere", "1");
        var item = FeedSite.Item("1", Link, Monday, "Mira", Complaint);
        _feed.Site.On("/rss.php", FeedSite.Rss(item));
        var key = System.Security.Cryptography.SHA256.HashData("1"u8)[..8];
        var content = System.Security.Cryptography.SHA256.HashData(
            Encoding.UTF8.GetBytes(StableHash.Compute("Kessel", Complaint)))[2..8];
        byte[] packed = [.. key, .. content, 0, 0, 0, 0, 0, 0, .. Convert.FromHexString(id.Value)];
        var configured = StableHash.Compute(_feed.Site.Url("/rss.php?f=5").AbsoluteUri);
        _feed.Cursor = $$"""{"configured":"{{configured}}","packed":"{{System.Buffers.Text.Base64Url.EncodeToString(packed)}}"}""";

        Assert.IsType<FetchOutcome.Unchanged>(await _feed.ReadAsync("/rss.php?f=5"));
        _feed.Site.On("/rss.php", FeedSite.Rss(item.Replace("niemand", "keiner", StringComparison.Ordinal)));
        Assert.Equal(id, Assert.Single((await _feed.PageAsync("/rss.php?f=5")).Mentions).Id);
    }

    public ValueTask DisposeAsync() => _feed.DisposeAsync();
}
