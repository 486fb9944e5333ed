using Listening.Connectors.HackerNews;
using Listening.Connectors.Tests.Api;
using Listening.Domain;
using Listening.Sources;

namespace Listening.Connectors.Tests.HackerNews;

public sealed class HackerNewsConnectorTests : IAsyncDisposable
{
    private readonly ApiSite _site = new();

    private HackerNewsConnector Connector => new(_site.Http);

    [Fact]
    public async Task A_comment_is_plain_text_with_its_author_its_story_and_what_it_answers()
    {
        _site.Site.On("*", ApiSite.Recorded("hackernews/search_by_date.json"));

        var page = await _site.PageAsync(Connector, Options("northwind"));

        var comment = page.Mentions[^1];
        Assert.Equal("My Northwind kettle \"broke\".\nSee https://example.com", comment.Text);
        Assert.Equal(
            ("Northwind opens a repair shop", "https://news.ycombinator.com/item?id=42000010", new Author("jonas42", "jonas42")),
            (comment.Title, comment.Url, comment.Author));
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 10, 0, 5, TimeSpan.Zero), comment.PostedAt);
        Assert.Equal((page.Mentions[0].Id, "42000001"), (comment.Parent, comment.Thread));
        Assert.Equal(comment.Text, comment.OwnText);
    }

    [Fact]
    public async Task A_story_is_its_headline_and_link_and_begins_its_conversation()
    {
        _site.Site.On("*", ApiSite.Recorded("hackernews/search_by_date.json"));

        var story = (await _site.PageAsync(Connector, Options("northwind"))).Mentions[0];

        Assert.Equal((null, "Northwind opens a repair shop\nhttps://example.com/shop"), (story.Title, story.Text));
        Assert.Equal((null, "42000001"), (story.Parent, story.Thread));
    }

    [Fact]
    public async Task The_search_is_for_exact_words_and_phrases_within_an_hour_of_the_newest_post()
    {
        _site.Site.On("*", ApiSite.Recorded("hackernews/search_by_date.json"));

        await _site.AllAsync(Connector, Options("\"north wind\" OR northwind"));
        await _site.AllAsync(Connector, Options("\"north wind\" OR northwind"));

        Assert.Equal(["\"north wind\"", "northwind", "\"north wind\"", "northwind"], _site.Asked.Select(asked => asked["query"]));
        Assert.All(_site.Asked, asked => Assert.Equal(
            ("(story,comment)", "false", "true"), (asked["tags"], asked["typoTolerance"], asked["advancedSyntax"])));
        Assert.Equal("created_at_i>=1795168805".Length, _site.Asked[2]["numericFilters"].Length);
        Assert.Equal($"created_at_i>={1795168805 - 3600}", _site.Asked[3]["numericFilters"]);
    }

    [Fact]
    public async Task More_hits_than_the_search_shows_are_all_read_once_also_those_of_one_second()
    {
        var now = _site.Time.Now.ToUnixTimeSeconds();
        var posts = Enumerable.Range(0, 1_250).Select(i => new HackerNewsPost($"{i}", $"Der Kessel {i}", now - 90_000 + (i / 7))).ToList();
        _site.Site.On("*", request => HackerNewsSite.Answer(request, posts));

        var pages = await _site.AllAsync(Connector, Options("kessel"));

        var read = pages.SelectMany(page => page.Mentions).Select(mention => mention.NativeId).ToList();
        Assert.Equal(posts.Select(post => post.Id).Order(), read.Order());
    }

    [Fact]
    public async Task A_hit_without_id_or_text_is_rejected_with_its_place_and_the_others_go_on()
    {
        _site.Site.On("*", ApiSite.Json(new
        {
            nbHits = 4,
            hits = new object[]
            {
                new { comment_text = "ohne Nummer" }, "kein Objekt", new { objectID = "3" },
                new { objectID = "4", title = "Der Kessel pfeift", created_at_i = 1795168805 },
            },
        }));

        var page = await _site.PageAsync(Connector, Options("kessel"));

        Assert.Equal("Der Kessel pfeift", Assert.Single(page.Mentions).Text);
        Assert.Equal(
            [
                "post 1 of the answer has no objectID", "post 2 of the answer is no object",
                "post 3 of the answer has no comment_text or title",
            ],
            page.Rejected.Select(rejected => rejected.Sentence));
    }

    [Fact]
    public async Task An_edited_comment_has_another_revision_and_more_votes_have_not()
    {
        _site.Site.On("*", Hit("Der Kessel leckt", 1), Hit("Der Kessel leckt", 2), Hit("Der Kessel leckt nicht mehr", 3));

        var revisions = new List<string>();
        for (var read = 0; read < 3; read++)
        {
            revisions.Add((await _site.PageAsync(Connector, Options("kessel"))).Mentions[0].Revision);
        }

        Assert.Equal(revisions[0], revisions[1]);
        Assert.NotEqual(revisions[0], revisions[2]);
    }

    [Fact]
    public async Task What_the_platform_cannot_leave_out_is_left_out_here()
    {
        _site.Site.On("*", ApiSite.Json(new
        {
            nbHits = 2,
            hits = new[]
            {
                new { objectID = "1", comment_text = "Northwind Wetter", created_at_i = 1795168805 },
                new { objectID = "2", comment_text = "Northwind Kessel", created_at_i = 1795168806 },
            },
        }));

        var page = await _site.PageAsync(Connector, Options("northwind -wetter"));

        Assert.Equal("2", Assert.Single(page.Mentions).NativeId);
    }

    [Fact]
    public async Task Without_a_query_of_its_own_the_source_searches_for_what_its_brands_ask_for()
    {
        _site.Site.On("*", ApiSite.Json(new { nbHits = 0, hits = Array.Empty<object>() }));
        _site.Brands = [ApiSite.Query("northwind"), ApiSite.Query("contoso OR northwind")];

        await _site.AllAsync(Connector, Options(null));

        Assert.Equal(["northwind", "contoso"], _site.Asked.Select(asked => asked["query"]));
    }

    [Fact]
    public void A_source_whose_query_was_changed_is_read_at_once()
    {
        static string Fingerprint(HackerNewsOptions options) =>
            new Listening.Configuration.SourceConfig { Name = "hn", Type = "hackernews", Options = options }.Fingerprint;

        Assert.Equal(Fingerprint(Options("northwind")), Fingerprint(Options("northwind")));
        Assert.NotEqual(Fingerprint(Options("northwind")), Fingerprint(Options("northwind OR contoso")));
    }

    [Theory]
    [InlineData(null, "search.no-query")]
    [InlineData("lang:de", "query.not-found")]
    public async Task With_nothing_to_search_for_nothing_is_asked_and_an_operator_is_told(string? query, string code)
    {
        var failed = Assert.IsType<FetchOutcome.Failed>(await _site.ReadAsync(Connector, Options(query)));

        Assert.Equal((code, true), (failed.Problem.Code, failed.NeedsOperator));
        Assert.Empty(_site.Site.Requests);
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    private static Listening.Testing.Reply Hit(string text, int points) => ApiSite.Json(
        new { nbHits = 1, hits = new[] { new { objectID = "1", comment_text = text, points, created_at_i = 1795168805 } } });

    private HackerNewsOptions Options(string? query) => new()
    {
        Query = query is null ? null : ApiSite.Query(query),
        Api = _site.Site.Url(),
        AllowPrivateNetwork = true,
    };
}
