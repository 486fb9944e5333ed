using Listening.Configuration;
using Listening.Connectors.Discourse;
using Listening.Connectors.Tests.Api;
using Listening.Domain;
using Listening.Sources;
using Listening.Testing;

namespace Listening.Connectors.Tests.Discourse;

public sealed class DiscourseConnectorTests : IAsyncDisposable
{
    private readonly ApiSite _site = new();

    private DiscourseConnector Connector => new(_site.Http, ApiSite.Secrets);

    private string Forum => $"127.0.0.1:{_site.Site.Port}";

    [Fact]
    public async Task A_topic_and_its_answer_are_one_conversation()
    {
        Record();

        var page = await _site.PageAsync(Connector, Options());

        var (topic, answer) = (page.Mentions[0], page.Mentions[1]);
        Assert.Equal(("Northwind kettle & friends", "The Northwind kettle is great 😀 x"), (topic.Title, topic.Text));
        Assert.Equal((Forum, _site.Site.Url("/t/northwind-kettle/77/1").AbsoluteUri), (topic.Platform, topic.Url));
        Assert.Equal((new Author("12", "mira", "Mira"), new Author("31", "jonas")), (topic.Author, answer.Author));
        Assert.Equal((topic.Id, $"{Forum}/t/77", $"{Forum}/t/77"), (answer.Parent, answer.Thread, topic.Thread));
        Assert.Equal("Mine broke", answer.OwnText);
    }

    [Fact]
    public async Task A_version_above_the_first_is_an_edit_and_rendering_anew_is_none()
    {
        _site.Site.On(
            "*",
            Posts(new { id = 1, topic_id = 7, cooked = "<p>Der Kessel leckt</p>", version = 1, updated_at = "2026-11-20T10:00:00Z" }),
            Posts(new { id = 1, topic_id = 7, cooked = "<p>Der Kessel leckt</p>", version = 1, updated_at = "2026-11-22T10:00:00Z" }),
            Posts(new { id = 1, topic_id = 7, cooked = "<p>Der Kessel hält</p>", version = 2, updated_at = "2026-11-22T11:00:00Z" }));

        var read = new List<Mention>();
        for (var times = 0; times < 3; times++)
        {
            read.Add(Assert.Single((await _site.PageAsync(Connector, Options())).Mentions));
        }

        Assert.Equal(read[0].Revision, read[1].Revision);
        Assert.NotEqual(read[0].Revision, read[2].Revision);
        Assert.Equal([false, false, true], read.Select(mention => mention.Edited));
    }

    [Theory]
    [InlineData("""{ "deleted_at": "2026-11-22T09:00:00Z" }""")]
    [InlineData("""{ "user_deleted": true }""")]
    public async Task A_deleted_post_leaves_nothing_but_its_ids(string how)
    {
        var post = System.Text.Json.Nodes.JsonNode.Parse(how)!.AsObject();
        (post["id"], post["topic_id"], post["cooked"], post["username"]) = (1, 7, "<p>Der Kessel leckt</p>", "mira");
        _site.Site.On("*", Posts(post));

        var deleted = Assert.Single((await _site.PageAsync(Connector, Options())).Mentions);

        Assert.Equal((true, "", null, null), (deleted.Deleted, deleted.Text, deleted.Author, deleted.Url));
    }

    [Fact]
    public async Task Notices_and_hidden_posts_are_not_read()
    {
        _site.Site.On("*", Posts(
            new { id = 3, topic_id = 7, post_type = 3, cooked = "<p>geschlossen</p>" },
            new { id = 2, topic_id = 7, hidden = true, cooked = "<p>verborgen</p>" },
            new { id = 1, topic_id = 7, post_type = 1, cooked = "<p>Der Kessel leckt</p>" }));

        Assert.Equal("Der Kessel leckt", Assert.Single((await _site.PageAsync(Connector, Options())).Mentions).Text);
    }

    [Fact]
    public async Task What_a_post_quotes_is_not_its_text()
    {
        const string Quote = "<aside class=\"quote no-group\" data-post=\"1\"><div class=\"title\">mira:</div><blockquote><p>Er leckt"
            + "<aside class=\"quote\"><p>älter</p></aside></p></blockquote></aside><p>Meiner nicht</p>";
        _site.Site.On("*", Posts(new { id = 1, topic_id = 7, cooked = Quote }));

        Assert.Equal("Meiner nicht", Assert.Single((await _site.PageAsync(Connector, Options())).Mentions).Text);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    [InlineData("1")]
    public async Task What_a_post_answers_may_be_a_number_a_text_or_nothing(object? number)
    {
        _site.Site.On("*", Posts(
            new { id = 2, topic_id = 7, topic_title = "Er leckt", post_number = 2, reply_to_post_number = number, cooked = "Meiner auch" },
            new { id = 1, topic_id = 7, topic_title = "Er leckt", post_number = 1, cooked = "Er leckt" }));

        var page = await _site.PageAsync(Connector, Options());

        var answer = Assert.Single(page.Mentions, mention => mention.NativeId == "2");
        Assert.Equal(MentionId.For(Forum, "1"), answer.Parent);
        Assert.Equal("Meiner auch", answer.OwnText);
    }

    [Fact]
    public async Task An_empty_page_is_no_end_until_ten_have_been_passed_over()
    {
        _site.Site.On("*", request => ApiSite.ParametersOf(request).GetValueOrDefault("before") switch
        {
            null => Posts(new { id = 1000, topic_id = 7, cooked = "<p>neu</p>", created_at = _site.Time.Now }),
            "850" => Posts(new { id = 820, topic_id = 7, cooked = "<p>alt</p>", created_at = _site.Time.Now.AddDays(-1) }),
            _ => ApiSite.Recorded("discourse/posts.before-1201.json"),
        });

        var pages = await _site.AllAsync(Connector, Options());

        Assert.Equal(["neu", "alt"], pages.SelectMany(page => page.Mentions).Select(mention => mention.Text));
        Assert.Equal(
            [null, "1000", "950", "900", "850", "820", "770", "720", "670", "620", "570", "520", "470", "420", "370", "320"],
            _site.Asked.Select(asked => asked.GetValueOrDefault("before")));
    }

    [Fact]
    public async Task Reading_begins_again_fifty_posts_below_the_newest_and_once_a_day_five_hundred_below()
    {
        _site.Site.On("*", request =>
        {
            var before = int.Parse(ApiSite.ParametersOf(request).GetValueOrDefault("before") ?? "2001");
            return Posts([.. Enumerable.Range(1, 50).Select(
                i => new { id = before - i, topic_id = 7, cooked = "<p>a</p>", created_at = _site.Time.Now })]);
        });
        _site.Cursor = $$"""{"v":1,"marks":{"{{StableHash.Compute("")[..16]}}":2000},"deepAt":"2026-11-22T09:00:00+00:00"}""";

        var soon = await _site.AllAsync(Connector, Options());
        _site.Time.Now = _site.Time.Now.AddDays(1);
        var later = await _site.AllAsync(Connector, Options());

        Assert.Equal((2, 11), (soon.Count, later.Count));
    }

    [Fact]
    public async Task A_post_without_a_topic_is_rejected_and_the_others_go_on()
    {
        _site.Site.On("*", Posts(new { id = 2 }, new { id = 1, topic_id = 7, cooked = "<p>Der Kessel leckt</p>" }));

        var page = await _site.PageAsync(Connector, Options());

        Assert.Single(page.Mentions);
        Assert.Equal("post 1 of the answer has no topic_id", Assert.Single(page.Rejected).Sentence);
    }

    [Fact]
    public async Task A_search_shows_beginnings_so_that_posts_are_read_whole()
    {
        _site.Site.On("/search.json", ApiSite.Recorded("discourse/search.json"));
        _site.Site.On("/t/77/posts.json", ApiSite.Json(new
        {
            post_stream = new
            {
                posts = new[] { new { id = 1201, topic_id = 77, cooked = "<p>The Northwind kettle is great, <b>mostly</b></p>" } },
            },
        }));

        var post = Assert.Single((await _site.PageAsync(Connector, Searching())).Mentions);

        Assert.Equal(("Northwind kettle & friends", "The Northwind kettle is great, mostly"), (post.Title, post.Text));
        Assert.Equal("northwind order:latest", _site.Asked[0]["q"]);
        Assert.Equal("1201", _site.Asked[1]["post_ids[]"]);
        Assert.False(post.TextTruncated);
    }

    [Fact]
    public async Task A_post_that_cannot_be_read_whole_is_its_beginning()
    {
        _site.Site.On("/search.json", ApiSite.Recorded("discourse/search.json"));

        var post = Assert.Single((await _site.PageAsync(Connector, Searching())).Mentions);

        Assert.Equal(("The Northwind kettle is great", true), (post.Text, post.TextTruncated));
        Assert.EndsWith("/t/77/1", post.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_with_more_posts_than_the_forum_shows_says_so()
    {
        _site.Site.On("/search.json", ApiSite.Json(new
        {
            posts = new[] { new { id = 1, topic_id = 7, blurb = "northwind", created_at = _site.Time.Now } },
            grouped_search_result = new { more_full_page_results = true },
        }));

        var pages = await _site.AllAsync(Connector, Searching());

        Assert.Equal(10, pages.Count);
        Assert.Equal("discourse.search-cut", Assert.Single(pages[^1].Notes).Code);
    }

    [Fact]
    public async Task A_key_goes_with_its_account_and_into_no_cursor()
    {
        Record();

        var page = await _site.PageAsync(Connector, Options() with { ApiKey = new SecretReference("Token"), ApiUsername = "listener" });

        Assert.Equal(("s3cret", "listener"), (_site.Site.Requests[0].Header("Api-Key"), _site.Site.Requests[0].Header("Api-Username")));
        Assert.DoesNotContain("s3cret", page.Cursor, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_without_its_account_is_refused()
    {
        const string Json = """
            {
              "brands": [{ "id": "northwind", "name": "Northwind" }],
              "sources": [{ "name": "a", "type": "discourse", "server": "https://forum.example/", "apiKey": "@DiscourseKey" }]
            }
            """;

        var invalid = Assert.IsType<ConfigResult.Invalid>(ListeningConfigReader.Read(Json, null, [DiscourseOptions.Connector]));

        Assert.Equal("discourse.needs-username", Assert.Single(invalid.Errors).Problem.Code);
    }

    [Fact]
    public async Task A_forum_in_a_folder_of_its_host_is_asked_there()
    {
        _site.Site.On("/community/posts.json", ApiSite.Recorded("discourse/posts.page1.json"));

        var page = await _site.PageAsync(Connector, Options() with { Server = _site.Site.Url("/community/") });

        Assert.Equal($"{Forum}/community", page.Mentions[0].Platform);
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    private static Reply Posts(params object[] posts) => ApiSite.Json(new { latest_posts = posts });

    private void Record() => _site.Site.On("*", request => ApiSite.Recorded(
        ApiSite.ParametersOf(request).ContainsKey("before") ? "discourse/posts.before-1201.json" : "discourse/posts.page1.json"));

    private DiscourseOptions Options() => new() { Server = _site.Site.Url(), AllowPrivateNetwork = true };

    private DiscourseOptions Searching() => Options() with { Read = DiscourseReading.Search, Query = ApiSite.Query("northwind") };
}
