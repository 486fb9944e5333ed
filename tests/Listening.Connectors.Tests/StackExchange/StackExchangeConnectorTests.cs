using System.IO.Compression;
using Listening.Configuration;
using Listening.Connectors.StackExchange;
using Listening.Connectors.Tests.Api;
using Listening.Domain;
using Listening.Sources;
using Listening.Testing;

namespace Listening.Connectors.Tests.StackExchange;

public sealed class StackExchangeConnectorTests : IAsyncDisposable
{
    private readonly ApiSite _site = new();

    private StackExchangeConnector Connector => new(_site.Http, ApiSite.Secrets);

    [Fact]
    public async Task A_question_and_its_answer_are_read_whole_and_are_one_conversation()
    {
        Record();

        var page = await _site.PageAsync(Connector, Options());

        var (question, answer) = (page.Mentions[0], page.Mentions[1]);
        Assert.Equal(("Northwind & EF: \"sample\" fails", "It fails with …"), (question.Title, question.Text));
        Assert.Equal(
            ("stackoverflow.com", "https://stackoverflow.com/q/79000001", new Author("12345", Name: "Mira & Co")),
            (question.Platform, question.Url, question.Author));
        Assert.Equal("The Northwind sample needs List<int>.", answer.OwnText);
        Assert.Equal((question.Id, "79000001", "79000001"), (answer.Parent, answer.Thread, question.Thread));
        Assert.Equal(new Author("user999", Name: "user999"), answer.Author);
    }

    [Fact]
    public async Task An_edit_is_marked_by_its_date()
    {
        Record();

        var page = await _site.PageAsync(Connector, Options());

        Assert.StartsWith("2026-11-20T10:00:00.0000000Z#", page.Mentions[0].Revision, StringComparison.Ordinal);
        Assert.Equal((true, false), (page.Mentions[0].Edited, page.Mentions[1].Edited));
    }

    [Fact]
    public async Task A_backoff_is_waited_out_even_by_a_read_that_comes_too_early()
    {
        Record();
        var page = await _site.PageAsync(Connector, Options());
        var asked = _site.Site.Requests.Count;

        _site.Time.Now = _site.Time.Now.AddSeconds(9);
        var early = Assert.IsType<FetchOutcome.SlowDown>(await _site.ReadAsync(Connector, Options()));
        var askedEarly = _site.Site.Requests.Count;
        _site.Time.Now = _site.Time.Now.AddSeconds(1);
        await _site.PageAsync(Connector, Options());

        Assert.Equal(TimeSpan.FromSeconds(10), page.NotBefore);
        Assert.Equal((TimeSpan.FromSeconds(1), "stackexchange.backoff"), (early.For, early.Problem.Code));
        Assert.Equal((asked, asked + 2), (askedEarly, _site.Site.Requests.Count));
    }

    [Fact]
    public async Task A_backoff_among_several_pages_ends_the_run_and_the_next_goes_on_there()
    {
        _site.Site.On(
            "/2.3/search/excerpts", Search(1795170200, hasMore: true, backoff: 5), Search(1795170100, hasMore: false, backoff: null));
        _site.Site.On("*", ApiSite.Json(new { items = Array.Empty<object>() }));

        var first = await _site.ReadAsync(Connector, Options());
        _site.Time.Now = _site.Time.Now.AddSeconds(5);
        await _site.ReadAsync(Connector, Options());

        Assert.Equal(TimeSpan.FromSeconds(5), Assert.IsType<FetchOutcome.Unchanged>(first).NotBefore);
        Assert.Equal("1795170200", Assert.Single(_site.Asked, asked => asked.ContainsKey("todate"))["todate"]);
    }

    [Fact]
    public async Task The_site_and_the_key_go_with_every_request_and_the_key_is_nowhere_else()
    {
        Record();

        var page = await _site.PageAsync(Connector, Options() with { Site = "coffee", Key = new SecretReference("Token") });

        Assert.All(_site.Asked, asked => Assert.Equal(("coffee", "s3cret"), (asked["site"], asked["key"])));
        Assert.DoesNotContain("s3cret", page.ToString() + page.Cursor, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quota_that_is_nearly_used_up_is_reported()
    {
        _site.Site.On("*", ApiSite.Json(new { items = Array.Empty<object>(), quota_max = 300, quota_remaining = 30 }));

        var page = await _site.PageAsync(Connector, Options());

        Assert.Equal(
            "30 of the day's 300 requests to Stack Exchange are left; read less often, or configure a key",
            Assert.Single(page.Notes).Sentence);
    }

    [Fact]
    public async Task A_throttle_violation_pauses_the_source_for_as_long_as_its_text_says()
    {
        _site.Site.On("*", Error("throttle_violation", "too many requests from this IP, more requests available in 77046 seconds"));

        var slow = Assert.IsType<FetchOutcome.SlowDown>(await _site.ReadAsync(Connector, Options()));

        Assert.Equal((TimeSpan.FromSeconds(77046), "stackexchange.throttled"), (slow.For, slow.Problem.Code));
    }

    [Theory]
    [InlineData("bad_parameter", "stackexchange.refused", true)]
    [InlineData("access_denied", "stackexchange.refused", true)]
    [InlineData("temporarily_unavailable", "stackexchange.unavailable", false)]
    [InlineData("internal_error", "stackexchange.unavailable", false)]
    public async Task An_error_is_told_by_its_name_as_the_status_is_always_the_same(string name, string code, bool needsOperator)
    {
        _site.Site.On("*", Error(name, "site is required"));

        var failed = Assert.IsType<FetchOutcome.Failed>(await _site.ReadAsync(Connector, Options()));

        Assert.Equal((code, needsOperator), (failed.Problem.Code, failed.NeedsOperator));
    }

    [Fact]
    public async Task An_answer_that_is_compressed_without_being_asked_to_is_read()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress))
        {
            gzip.Write("""{ "items": [], "quota_max": 300, "quota_remaining": 1 }"""u8);
        }

        _site.Site.On("*", Reply.Bytes(packed.ToArray(), "application/json").With("Content-Encoding", "gzip"));

        Assert.Equal("stackexchange.quota-low", (await _site.PageAsync(Connector, Options())).Notes[0].Code);
    }

    [Fact]
    public async Task A_post_that_is_gone_since_it_was_indexed_is_left_out()
    {
        _site.Site.On("/2.3/search/excerpts", ApiSite.Recorded("stackexchange/search-excerpts.json"));
        _site.Site.On("*", ApiSite.Json(new { items = new[] { new { post_id = 79000001, link = "https://so.example/q/1" } } }));

        var page = await _site.PageAsync(Connector, Options());

        Assert.Equal("79000001", Assert.Single(page.Mentions).NativeId);
        Assert.Empty(page.Rejected);
    }

    [Fact]
    public async Task Once_a_day_the_posts_of_a_week_are_read_again_for_their_edits()
    {
        _site.Site.On("/2.3/search/excerpts", Search(1795170200, hasMore: false, backoff: null));
        _site.Site.On("*", ApiSite.Json(new { items = Array.Empty<object>() }));

        await _site.ReadAsync(Connector, Options());
        await _site.ReadAsync(Connector, Options());
        _site.Time.Now = _site.Time.Now.AddDays(1);
        await _site.ReadAsync(Connector, Options());

        Assert.Equal(
            [$"{1795170200 - 600}", $"{1795170200 - (7 * 86_400)}"],
            _site.Asked.Where(asked => asked.ContainsKey("fromdate")).Skip(1).Select(asked => asked["fromdate"]));
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    private static Reply Error(string name, string message) =>
        ApiSite.Json(new { error_name = name, error_message = message }) with { Status = 400 };

    private static Reply Search(long createdAt, bool hasMore, int? backoff) => ApiSite.Json(new
    {
        items = new[] { new { item_type = "question", question_id = createdAt, creation_date = createdAt } },
        has_more = hasMore,
        backoff,
    });

    private void Record() => _site.Site
        .On("/2.3/search/excerpts", ApiSite.Recorded("stackexchange/search-excerpts.json"))
        .On("*", ApiSite.Recorded("stackexchange/posts.json"));

    private StackExchangeOptions Options() => new()
    {
        Query = ApiSite.Query("northwind"),
        Api = _site.Site.Url(),
        AllowPrivateNetwork = true,
    };
}
