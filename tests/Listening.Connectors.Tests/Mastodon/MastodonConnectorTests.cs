using Listening.Configuration;
using Listening.Connectors.Mastodon;
using Listening.Connectors.Tests.Api;
using Listening.Domain;
using Listening.Sources;
using Listening.Testing;

namespace Listening.Connectors.Tests.Mastodon;

public sealed class MastodonConnectorTests : IAsyncDisposable
{
    private const string Tag = "/api/v1/timelines/tag/northwind";

    private readonly ApiSite _site = new();

    private MastodonConnector Connector => new(_site.Http, ApiSite.Secrets);

    [Fact]
    public async Task A_post_is_named_by_its_uri_and_reads_as_people_see_it()
    {
        _site.Site.On(Tag, ApiSite.Recorded("mastodon/timeline-tag.newest.json"));

        var post = (await _site.PageAsync(Connector, Options())).Mentions[^1];

        Assert.Equal("Größtes Lob für den Kessel! #northwind\nMehr: https://example.com/kessel?utm_source=m", post.Text);
        Assert.Equal(MentionId.For(MentionId.GlobalUri, "https://social.example/users/mira/statuses/117648477388800003"), post.Id);
        Assert.Equal(
            new Author("https://social.example/users/mira", $"mira@127.0.0.1:{_site.Site.Port}", "Mira", 812), post.Author);
        Assert.Equal(("mastodon", "de", "https://social.example/@mira/117648477388800003"), (post.Platform, post.Language, post.Url));
        Assert.Equal(post.NativeId, post.Thread);
    }

    [Fact]
    public async Task An_edit_is_marked_by_its_date()
    {
        _site.Site.On(Tag, ApiSite.Recorded("mastodon/timeline-tag.newest.json"));

        var page = await _site.PageAsync(Connector, Options());

        Assert.StartsWith("2026-11-20T11:20:10.0000000Z#", page.Mentions[^1].Revision, StringComparison.Ordinal);
        Assert.Equal((false, true), (page.Mentions[0].Edited, page.Mentions[^1].Edited));
    }

    [Fact]
    public async Task A_content_warning_is_part_of_the_text_and_an_answer_on_the_page_knows_its_conversation()
    {
        _site.Site.On(Tag, ApiSite.Recorded("mastodon/timeline-tag.newest.json"));

        var page = await _site.PageAsync(Connector, Options());

        var answer = page.Mentions[1];
        Assert.Equal("rant\n@mira my #northwind kettle broke & support was slow", answer.Text);
        Assert.Equal((page.Mentions[0].Id, page.Mentions[0].Thread), (answer.Parent, answer.Thread));
        Assert.Equal("jonas@other.example", answer.Author?.Handle);
        Assert.Single(_site.Site.Requests);
    }

    [Fact]
    public async Task An_answer_to_a_post_elsewhere_gets_its_conversation_from_the_server()
    {
        _site.Site.On(Tag, Statuses(new { id = "b2", uri = "https://a.example/2", in_reply_to_id = "b1", content = "#northwind" }));
        _site.Site.On("/api/v1/statuses/b2/context", ApiSite.Json(new
        {
            ancestors = new[] { new { uri = "https://b.example/root" }, new { uri = "https://c.example/parent" } },
        }));

        var answer = Assert.Single((await _site.PageAsync(Connector, Options())).Mentions);

        Assert.Equal(MentionId.For(MentionId.GlobalUri, "https://c.example/parent"), answer.Parent);
        Assert.Equal("https://b.example/root", answer.Thread);
    }

    [Fact]
    public async Task An_answer_whose_conversation_is_not_told_is_an_answer_all_the_same()
    {
        _site.Site.On(Tag, Statuses(new { id = "b2", uri = "https://a.example/2", in_reply_to_id = "b1", content = "#northwind" }));

        var answer = Assert.Single((await _site.PageAsync(Connector, Options())).Mentions);

        Assert.NotNull(answer.Parent);
        Assert.EndsWith("/b1", answer.Thread, StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_most_ten_conversations_of_a_page_are_asked_for()
    {
        _site.Site.On(Tag, Statuses([.. Enumerable.Range(1, 30).Select(
            i => new { id = $"p{i}", uri = $"https://a.example/{i}", in_reply_to_id = "b1", content = "#northwind" })]));

        var page = await _site.PageAsync(Connector, Options());

        Assert.Equal(30, page.Mentions.Count);
        Assert.Equal(10, _site.Site.Requests.Count(request => request.Target.EndsWith("/context", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_post_that_arrives_late_below_what_was_read_is_found_within_the_hour()
    {
        Record("mastodon/timeline-tag.newest.json");
        var before = await _site.AllAsync(Connector, Options());

        Record("mastodon/timeline-tag.after-late-arrival.json");
        _site.Time.Now = _site.Time.Now.AddHours(1);
        var after = await _site.AllAsync(Connector, Options());

        var known = before.SelectMany(page => page.Mentions).Select(mention => mention.Id).ToHashSet();
        Assert.Contains(after.SelectMany(page => page.Mentions), mention =>
            !known.Contains(mention.Id) && mention.Text == "Late arrival below the cursor #northwind");
    }

    [Fact]
    public async Task The_next_page_is_the_one_that_the_server_names_and_without_a_name_what_is_below_the_last_post()
    {
        _site.Site.On(
            Tag,
            Statuses(new { id = "z9", uri = "https://a.example/9", content = "#northwind" })
                .With("Link", "<https://a.example/x?limit=40&max_id=y%2B8>; rel=\"next\", <https://a.example/x?min_id=z9>; rel=\"prev\""),
            Statuses(new { id = "x7", uri = "https://a.example/7", content = "#northwind" }),
            Statuses());

        await _site.AllAsync(Connector, Options());

        Assert.Equal([null, "y+8", "x7"], _site.Asked.Select(asked => asked.GetValueOrDefault("max_id")));
    }

    [Fact]
    public async Task A_boost_is_the_post_that_it_boosts()
    {
        _site.Site.On(Tag, Reply.Text(
            $"[{Encoding.UTF8.GetString(RecordedPages.Bytes("mastodon/status-boost.json"))}]", "application/json"));

        var post = Assert.Single((await _site.PageAsync(Connector, Options())).Mentions);

        Assert.Equal("https://social.example/users/mira/statuses/117648477388800003", post.NativeId);
    }

    [Fact]
    public async Task What_is_not_public_and_whose_author_wants_no_robots_is_not_read()
    {
        _site.Site.On(Tag, Statuses(
            new { id = "1", uri = "https://a.example/1", visibility = "private", content = "#northwind" },
            new { id = "2", uri = "https://a.example/2", visibility = "direct", content = "#northwind" },
            new { id = "3", uri = "https://a.example/3", visibility = "unlisted", content = "#northwind" },
            new { id = "4", uri = "https://a.example/4", account = new { noindex = true }, content = "#northwind" },
            new { id = "5", uri = "https://a.example/5", account = new { note = "<p>#<span>nobot</span></p>" }, content = "#northwind" }));

        Assert.Equal("https://a.example/3", Assert.Single((await _site.PageAsync(Connector, Options())).Mentions).NativeId);
    }

    [Fact]
    public async Task A_post_without_a_uri_is_rejected_and_the_others_go_on()
    {
        _site.Site.On(Tag, Statuses(new { id = "1" }, new { id = "2", uri = "https://a.example/2", content = "#northwind" }));

        var page = await _site.PageAsync(Connector, Options());

        Assert.Single(page.Mentions);
        Assert.Equal("post 1 of the answer has no uri", Assert.Single(page.Rejected).Sentence);
    }

    [Fact]
    public async Task A_hashtag_that_the_server_has_never_seen_is_empty()
    {
        _site.Site.On("*", Reply.Text("""{ "error": "Record not found" }""", "application/json") with { Status = 404 });

        Assert.IsType<FetchOutcome.Unchanged>(await _site.ReadAsync(Connector, Options()));
    }

    [Fact]
    public async Task A_server_that_shows_timelines_to_accounts_only_needs_a_token()
    {
        const string Error = """{ "error": "This method requires an authenticated user" }""";
        _site.Site.On("*", Reply.Text(Error, "application/json") with { Status = 401 });

        var failed = Assert.IsType<FetchOutcome.Failed>(await _site.ReadAsync(Connector, Options()));

        Assert.Equal(("mastodon.needs-token", true), (failed.Problem.Code, failed.NeedsOperator));
    }

    [Fact]
    public async Task A_server_that_shows_no_hashtags_and_answers_with_nothing_is_found_out()
    {
        _site.Site.On(Tag, Statuses());
        _site.Site.On("/api/v2/instance", Reply.Text(
            """{ "configuration": { "timelines_access": { "hashtag_feeds": { "local": "disabled", "remote": "disabled" } } } }""",
            "application/json"));

        var failed = Assert.IsType<FetchOutcome.Failed>(await _site.ReadAsync(Connector, Options()));

        Assert.Equal("mastodon.needs-token", failed.Problem.Code);
    }

    [Fact]
    public async Task A_rate_limit_lasts_until_the_instant_that_the_server_names()
    {
        _site.Site.On("*", new Reply(429).With("X-RateLimit-Reset", "2026-11-22T10:05:00.123456Z"));

        var slow = Assert.IsType<FetchOutcome.SlowDown>(await _site.ReadAsync(Connector, Options()));

        Assert.Equal(300, (int)slow.For.TotalSeconds);
    }

    [Fact]
    public async Task A_search_is_paged_by_number_until_a_page_is_empty_and_an_empty_answer_forgets_nothing()
    {
        _site.Site.On(
            "/api/v2/search", ApiSite.Recorded("mastodon/search-statuses.json"), ApiSite.Recorded("mastodon/search-without-token.json"));
        var options = Options() with { Read = MastodonReading.Search, Token = new("Token"), Query = ApiSite.Query("northwind") };

        var pages = await _site.AllAsync(Connector, options);
        var cursor = _site.Cursor;
        await _site.AllAsync(Connector, options);

        Assert.Equal(2, pages.Sum(page => page.Mentions.Count));
        Assert.Equal(
            [null, "40", null], _site.Asked.Where(asked => asked.ContainsKey("q")).Select(asked => asked.GetValueOrDefault("offset")));
        Assert.All(_site.Site.Requests, request => Assert.Equal("Bearer s3cret", request.Header("Authorization")));
        Assert.Equal(cursor, _site.Cursor);
        Assert.DoesNotContain("s3cret", cursor, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mentions_of_the_account_need_no_query_and_may_come_from_authors_who_want_no_robots()
    {
        var status = new
        {
            uri = "https://a.example/1",
            content = "<p>@northwind wo bleibt das Paket?</p>",
            account = new { noindex = true },
        };
        _site.Site.On("/api/v1/notifications", ApiSite.Json(new[] { new { id = "n1", created_at = "2026-11-22T09:00:00Z", status } }));

        var page = await _site.PageAsync(Connector, Options() with { Read = MastodonReading.Mentions, Token = new("Token"), Query = null });

        Assert.Equal("@northwind wo bleibt das Paket?", Assert.Single(page.Mentions).Text);
        Assert.Equal("mention", _site.Asked[0]["types[]"]);
    }

    [Theory]
    [InlineData("search")]
    [InlineData("mentions")]
    public void Search_and_mentions_are_refused_without_a_token(string read)
    {
        var json = $$"""
            {
              "brands": [{ "id": "northwind", "name": "Northwind" }],
              "sources": [{ "name": "a", "type": "mastodon", "server": "https://social.example/", "read": "{{read}}" }]
            }
            """;

        var invalid = Assert.IsType<ConfigResult.Invalid>(ListeningConfigReader.Read(json, null, [MastodonOptions.Connector]));

        Assert.Equal("mastodon.needs-token", Assert.Single(invalid.Errors).Problem.Code);
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    /// <summary>A timeline of one page.</summary>
    private void Record(string name) => _site.Site.On(
        Tag, request => request.Target.Contains("max_id", StringComparison.Ordinal) ? Statuses() : ApiSite.Recorded(name));

    private static Reply Statuses(params object[] statuses) => ApiSite.Json(statuses);

    private MastodonOptions Options() => new()
    {
        Server = _site.Site.Url(),
        Query = ApiSite.Query("hashtag:northwind"),
        AllowPrivateNetwork = true,
    };
}
