using Listening.Sources;
using Listening.Testing;

namespace Listening.Connectors.Tests.Feeds;

/// <summary>What happens when a feed's address leads elsewhere: no other feed is read without a word, and no secret is kept.</summary>
public sealed class FeedRedirectTests : IAsyncDisposable
{
    private const string Token = "x7Kq93bTz0aLm5Wc";
    private const string Home =
        "<!doctype html><html><head><link rel=alternate type=application/rss+xml href=/posts></head><body>Willkommen</body></html>";

    private static readonly Reply Challenge = Reply.Text(
        "<!DOCTYPE html><html><head><title>Just a moment</title></head></html>", "text/html");

    private readonly FeedSite _feed = new();

    [Fact]
    public async Task A_comment_feed_that_leads_to_the_home_page_fails_and_the_posts_are_not_read_instead()
    {
        _feed.Site.On("/comments", Comments(), Reply.To("/", 301)).On("/", Reply.Text(Home, "text/html")).On("/posts", Posts());
        await _feed.PageAsync("/comments");

        for (var read = 0; read < 4; read++)
        {
            Assert.Equal("feed.web-page-instead", (await _feed.FailAsync("/comments")).Problem.Code);
        }

        Assert.DoesNotContain(_feed.Site.Requests, request => request.Target == "/posts");
        _feed.Site.On("/comments", Comments(2));
        Assert.Equal("Kommentar 2", Assert.Single((await _feed.PageAsync("/comments")).Mentions).Text);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    public async Task A_comment_feed_that_leads_to_the_feed_of_posts_fails(int status)
    {
        _feed.Site.On("/comments", Comments(), Reply.To("/posts", status)).On("/posts", Posts());
        await _feed.PageAsync("/comments");

        for (var read = 0; read < 4; read++)
        {
            var failed = await _feed.FailAsync("/comments");
            Assert.Equal(("feed.replaced", true), (failed.Problem.Code, failed.NeedsOperator));
        }
    }

    [Fact]
    public async Task A_feed_that_leads_to_an_empty_one_is_not_replaced_by_it()
    {
        _feed.Site.On("/comments", Comments(), Reply.To("/posts", 301)).On("/posts",
            FeedSite.Rss(), FeedSite.Rss(), FeedSite.Rss(), FeedSite.Rss(), Posts());
        await _feed.PageAsync("/comments");
        for (var read = 0; read < 4; read++)
        {
            await _feed.ReadAsync("/comments");
        }

        Assert.Equal("feed.replaced", (await _feed.FailAsync("/comments")).Problem.Code);
    }

    [Fact]
    public async Task A_feed_that_moved_with_its_posts_is_read_on_and_the_move_is_told_once()
    {
        _feed.Site.On("/comments", Comments(), Reply.To("/new", 301)).On("/new", Comments(2));
        await _feed.PageAsync("/comments");

        var page = await _feed.PageAsync("/comments");

        Assert.Equal("feed.redirected", Assert.Single(page.Notes).Code);
        Assert.Equal("Kommentar 2", Assert.Single(page.Mentions).Text);
        for (var read = 0; read < 4; read++)
        {
            Assert.IsType<FetchOutcome.Unchanged>(await _feed.ReadAsync("/comments"));
        }

        // Where it moved it rolled over, which is a gap and no other feed.
        _feed.Site.On("/new", Comments(9, from: 8));
        Assert.Equal("feed.gap", Assert.Single((await _feed.PageAsync("/comments")).Notes).Code);
    }

    [Fact]
    public async Task A_feed_that_leads_to_another_address_at_its_first_read_says_so()
    {
        _feed.Site.On("/comments", Reply.To("/posts", 302)).On("/posts", Posts()).On("/slash", Reply.To("/slash/", 301)).On(
            "/slash/", Posts());

        Assert.Equal("feed.redirected", Assert.Single((await _feed.PageAsync("/comments")).Notes).Code);
        _feed.Cursor = null;
        Assert.Empty((await _feed.PageAsync("/slash")).Notes);
    }

    [Fact]
    public async Task A_page_that_offers_another_feed_than_before_does_not_replace_it()
    {
        _feed.Site.On("/", Reply.Text(Home.Replace("/posts", "/comments", StringComparison.Ordinal), "text/html"),
            Reply.Text(Home, "text/html")).On("/comments", Comments()).On("/posts", Posts());
        Assert.Equal("feed.discovered", Assert.Single((await _feed.PageAsync("/")).Notes).Code);
        _feed.Time.Now += TimeSpan.FromHours(25);

        Assert.Equal("feed.replaced", (await _feed.FailAsync("/")).Problem.Code);
    }

    [Fact]
    public async Task A_challenge_page_offers_nothing_to_a_healthy_feed_and_the_feed_goes_on_afterwards()
    {
        _feed.Site.On("/comments", Comments(), Challenge, Comments(2));
        await _feed.PageAsync("/comments");

        Assert.Equal("feed.web-page-instead", (await _feed.FailAsync("/comments")).Problem.Code);

        Assert.Equal("Kommentar 2", Assert.Single((await _feed.PageAsync("/comments")).Mentions).Text);
    }

    [Theory]
    [InlineData("/hooks/" + Token + "/feed", null)]
    [InlineData("/feed?key=" + Token, null)]
    [InlineData("/start", "/hooks/" + Token + "/feed")]
    [InlineData("/start", "/feed?token=" + Token)]
    [InlineData("/start", "http://anna:" + Token + "@127.0.0.1:{port}/feed")]
    [InlineData("/page", "/hooks/" + Token + "/feed")]
    [InlineData("/page", "http://anna:" + Token + "@127.0.0.1:{port}/feed?key=" + Token)]
    public async Task No_token_of_an_address_reaches_cursor_problem_or_post(string path, string? target)
    {
        target = target?.Replace("{port}", $"{_feed.Site.Port}", StringComparison.Ordinal);
        var relative = FeedSite.Rss(FeedSite.Item("7", "#top", null, null, "Der Kessel pfeift."));
        _feed.Site.On("*", relative.With("ETag", "\"1\"")).On("/start", Reply.To(target ?? "/", 301)).On(
            "/page", Reply.Text($"<html><link rel=alternate type=application/rss+xml href=\"{target}\"></html>", "text/html"));
        var seen = new StringBuilder();
        for (var read = 0; read < 5; read++)
        {
            Note(await _feed.ReadAsync(path));
        }

        foreach (var reply in new[] { new Reply(403), new Reply(500), new Reply(429), Reply.Text("<a/>"), Challenge, Reply.To("ftp://x") })
        {
            _feed.Site.On("*", reply);
            Note(await _feed.ReadAsync(path));
            Note(await _feed.ReadAsync(path));
        }

        Assert.DoesNotContain(Token, seen.ToString(), StringComparison.OrdinalIgnoreCase);

        void Note(FetchOutcome outcome)
        {
            seen.AppendLine(System.Text.Json.JsonSerializer.Serialize(outcome, outcome.GetType())).AppendLine(_feed.Cursor);
        }
    }

    public ValueTask DisposeAsync() => _feed.DisposeAsync();

    private static Reply Comments(int until = 1, int from = 1) => FeedSite.Rss(
        [.. Enumerable.Range(from, until - from + 1)
            .Select(number => FeedSite.Item($"c{number}", null, null, null, $"Kommentar {number}"))]);

    private static Reply Posts() => FeedSite.Rss(FeedSite.Item("p1", null, null, null, "Charge 12 ist defekt.", "Rückruf"));
}
