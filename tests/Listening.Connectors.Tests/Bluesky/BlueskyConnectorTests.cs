using Listening.Configuration;
using Listening.Connectors.Bluesky;
using Listening.Connectors.Tests.Api;
using Listening.Domain;
using Listening.Sources;
using Listening.Testing;

namespace Listening.Connectors.Tests.Bluesky;

public sealed class BlueskyConnectorTests : IAsyncDisposable
{
    private const string Login = "/xrpc/com.atproto.server.createSession";
    private const string Search = "/xrpc/app.bsky.feed.searchPosts";

    private readonly ApiSite _site = new();
    private readonly BlueskyConnector _connector;

    public BlueskyConnectorTests()
    {
        _connector = new BlueskyConnector(_site.Http, ApiSite.Secrets);
        _site.Site.On(Login, Session("first"));
    }

    [Fact]
    public async Task Recorded_pages_are_read_to_their_empty_end()
    {
        RecordAll();

        var pages = await _site.AllAsync(_connector, Options());

        Assert.Equal(5, pages.SelectMany(page => page.Mentions).DistinctBy(mention => mention.Id).Count());
        Assert.Equal(
            [null, "1795168805000__bafyreibuea3qcu4jgs5ccae226pnbz36fxwb3ylxc5vuqyt3xxpwpkdndu"],
            Searches().Take(2).Select(asked => asked.GetValueOrDefault("cursor")));
    }

    [Fact]
    public async Task A_post_has_its_author_version_and_links_as_they_lead_behind_letters_of_several_bytes()
    {
        _site.Site.On(Search, ApiSite.Recorded("bluesky/searchPosts.page2.json"));

        var post = (await _site.PageAsync(_connector, Options())).Mentions[^1];

        Assert.Equal(
            "Größtes Lob für den Harbourlight Kessel ☕ von @jonas.test – siehe https://example.com/kessel?ref=post #harbourlight",
            post.Text);
        Assert.Equal(new Author("did:plc:kxkq7or5ntuq7m22rpxhbpvv", "mira.test", "Mira 🫖"), post.Author);
        Assert.Equal(
            ("https://bsky.app/profile/did:plc:kxkq7or5ntuq7m22rpxhbpvv/post/3n2ur4ix7qs2y", "de", post.NativeId),
            (post.Url, post.Language, post.Thread));
        Assert.Equal("bafyreibvylymc5vzifl5zi6k4y245hzkapvnfvlrcvrntiqlcsnjeuktga", post.Revision);
    }

    [Fact]
    public async Task An_answer_names_its_parent_and_the_root_of_its_conversation()
    {
        _site.Site.On(Search, ApiSite.Recorded("bluesky/searchPosts.page1.json"));

        var answer = (await _site.PageAsync(_connector, Options())).Mentions[0];

        const string Root = "at://did:plc:kxkq7or5ntuq7m22rpxhbpvv/app.bsky.feed.post/3n2ur4ix7qs2y";
        Assert.Equal((MentionId.For(MentionId.GlobalUri, Root), Root), (answer.Parent, answer.Thread));
    }

    [Fact]
    public async Task A_date_to_come_is_the_date_at_which_the_post_was_seen_and_hides_no_other()
    {
        _site.Site.On(Search, ApiSite.Recorded("bluesky/searchPosts.page1.json"), Posts());

        var page = await _site.PageAsync(_connector, Options());
        await _site.AllAsync(_connector, Options());
        await _site.AllAsync(_connector, Options());

        Assert.Equal(new DateTimeOffset(2026, 11, 22, 4, 18, 28, 704, TimeSpan.Zero), page.Mentions[^1].PostedAt);
        Assert.Equal("2026-11-22T03:48:28.704Z", Searches()[^1]["since"]);
    }

    [Fact]
    public async Task An_edit_keeps_the_uri_and_has_another_version()
    {
        _site.Site.On(Search, Posts(Post("a", "Harbourlight leckt", cid: "c1")), Posts(Post("a", "Harbourlight hält", cid: "c2")));

        var before = Assert.Single((await _site.PageAsync(_connector, Options())).Mentions);
        var after = Assert.Single((await _site.PageAsync(_connector, Options())).Mentions);

        Assert.Equal(before.Id, after.Id);
        Assert.Equal(("c1", "c2"), (before.Revision, after.Revision));
    }

    [Fact]
    public async Task Places_of_links_that_make_no_sense_are_passed_over()
    {
        var target = new Dictionary<string, string> { ["$type"] = "app.bsky.richtext.facet#link", ["uri"] = "https://a.example/" };
        object Link(object? start, object? end) => new { index = new { byteStart = start, byteEnd = end }, features = new[] { target } };
        var post = Post("a", "Grüße harbourlight", cid: "c", facets: [Link(3, 5), Link(-1, 2), Link(8, 4), Link(0, 999), Link("x", null)]);
        _site.Site.On(Search, Posts(post));

        Assert.Equal("Grüße harbourlight", Assert.Single((await _site.PageAsync(_connector, Options())).Mentions).Text);
    }

    [Fact]
    public async Task What_moderators_have_hidden_is_not_read()
    {
        _site.Site.On(Search, Posts(
            Post("a", "harbourlight", cid: "c", label: "!hide"), Post("b", "harbourlight", cid: "c", label: "!takedown"),
            Post("d", "harbourlight", cid: "c", label: "porn")));

        var post = Assert.Single((await _site.PageAsync(_connector, Options())).Mentions);

        Assert.EndsWith("/d", post.NativeId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_post_without_its_record_is_rejected_and_the_others_go_on()
    {
        _site.Site.On(Search, Posts(new { uri = "at://a/b/c", cid = "c" }, Post("a", "harbourlight", cid: "c")));

        var page = await _site.PageAsync(_connector, Options());

        Assert.Single(page.Mentions);
        Assert.Equal("post 1 of the answer has no record", Assert.Single(page.Rejected).Sentence);
    }

    [Fact]
    public async Task The_account_logs_in_once_and_asks_its_own_server()
    {
        await using var home = new LoopbackSite();
        home.On(Search, Posts());
        _site.Site.On(Login, Session("first", home.Url()));

        await _site.AllAsync(_connector, Options());
        await _site.AllAsync(_connector, Options());

        Assert.Equal("""{"identifier":"northwind.test","password":"s3cret"}""", Assert.Single(_site.Site.Requests).Body);
        Assert.Equal(2, home.Requests.Count);
        Assert.All(home.Requests, request => Assert.Equal("Bearer first", request.Header("Authorization")));
    }

    [Fact]
    public async Task A_login_is_renewed_before_its_token_ends()
    {
        _site.Site.On(Search, Posts());

        await _site.AllAsync(_connector, Options());
        _site.Time.Now = _site.Time.Now.AddMinutes(100);
        await _site.AllAsync(_connector, Options());

        Assert.Equal(2, _site.Site.Requests.Count(request => request.Target == Login));
    }

    [Theory]
    [InlineData("ExpiredToken")]
    [InlineData("InvalidToken")]
    public async Task A_token_that_has_ended_is_replaced_at_once_and_only_once(string error)
    {
        _site.Site.On(Login, Session("first"), Session("second"));
        _site.Site.On(Search, request => request.Header("Authorization") == "Bearer second" ? Posts() : Error(error));
        var well = await _site.ReadAsync(_connector, Options());

        _site.Site.On(Search, Error(error));
        var refused = Assert.IsType<FetchOutcome.Failed>(await _site.ReadAsync(_connector, Options()));

        Assert.IsType<FetchOutcome.Unchanged>(well);
        Assert.Equal(("bluesky.refused", true), (refused.Problem.Code, refused.NeedsOperator));
        Assert.Equal(3, _site.Site.Requests.Count(request => request.Target == Login));
    }

    [Fact]
    public async Task A_wrong_password_needs_an_operator_and_is_not_repeated_to_anybody()
    {
        _site.Site.On(Login, Error("AuthenticationRequired") with { Status = 401 });

        var failed = Assert.IsType<FetchOutcome.Failed>(await _site.ReadAsync(_connector, Options()));

        Assert.Equal(("bluesky.login-refused", true), (failed.Problem.Code, failed.NeedsOperator));
        Assert.DoesNotContain("s3cret", failed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deactivated_account_logs_in_and_is_told_apart()
    {
        _site.Site.On(Login, ApiSite.Json(new { accessJwt = "first", active = false, status = "deactivated" }));

        Assert.Equal("bluesky.inactive", Assert.IsType<FetchOutcome.Failed>(await _site.ReadAsync(_connector, Options())).Problem.Code);
    }

    [Theory]
    [InlineData(502)]
    [InlineData(400)]
    public async Task A_page_that_the_server_no_longer_knows_is_read_again_from_the_newest(int status)
    {
        _site.Site.On(Search, request => ApiSite.ParametersOf(request).ContainsKey("cursor")
            ? Error("InternalServerError") with { Status = status }
            : ApiSite.Json(new { posts = new[] { Post("a", "harbourlight", cid: "c") }, cursor = "old" }));

        await _site.PageAsync(_connector, Options());
        var again = await _site.ReadAsync(_connector, Options());
        await _site.PageAsync(_connector, Options());

        Assert.IsType<FetchOutcome.Unchanged>(again);
        Assert.DoesNotContain("cursor", Searches()[^1].Keys);
    }

    [Fact]
    public async Task A_cursor_that_ends_at_ten_thousand_posts_is_gone_on_below_the_last_one()
    {
        var now = _site.Time.Now;
        _site.Site.On(Search, request =>
        {
            var asked = ApiSite.ParametersOf(request);
            if (asked.ContainsKey("until"))
            {
                return Posts();
            }

            var page = int.Parse(asked.GetValueOrDefault("cursor", "0"));
            var post = Post($"p{page}", "harbourlight", "c", now.AddMinutes(-page));
            return ApiSite.Json(new { posts = new[] { post }, cursor = $"{page + 1}" });
        });

        var pages = await _site.AllAsync(_connector, Options());

        Assert.Equal(91, pages.Count);
        Assert.Equal("2026-11-22T08:30:00.001Z", Searches()[^1]["until"]);
    }

    [Fact]
    public async Task Notifications_of_the_account_are_its_mentions_answers_and_quotes()
    {
        _site.Site.On("/xrpc/app.bsky.notification.listNotifications", ApiSite.Recorded("bluesky/listNotifications.json"));

        var page = await _site.PageAsync(_connector, Options() with { Read = BlueskyReading.Mentions, Query = null });

        Assert.Equal(2, page.Mentions.Count);
        Assert.Contains("reasons=mention&reasons=reply&reasons=quote", _site.Site.Requests[^1].Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rate_limit_lasts_until_the_second_that_the_server_names()
    {
        _site.Site.On(Search, new Reply(429).With("RateLimit-Reset", "1795341900"));

        var slow = Assert.IsType<FetchOutcome.SlowDown>(await _site.ReadAsync(_connector, Options()));

        Assert.Equal(TimeSpan.FromMinutes(5), slow.For);
    }

    [Fact]
    public async Task No_cursor_holds_a_token_or_password()
    {
        RecordAll();

        await _site.AllAsync(_connector, Options());

        Assert.DoesNotContain("first", _site.Cursor, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", _site.Cursor, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    private static Reply Session(string token, Uri? home = null) => ApiSite.Json(new
    {
        accessJwt = token,
        didDoc = home is null ? null : new { service = new[] { new { id = "#atproto_pds", serviceEndpoint = home.AbsoluteUri } } },
        active = true,
    });

    private static Reply Error(string error) => ApiSite.Json(new { error, message = "Token has been revoked" }) with { Status = 400 };

    private static Reply Posts(params object[] posts) => ApiSite.Json(new { posts });

    private static object Post(
        string key, string text, string cid, DateTimeOffset? at = null, string? label = null, IReadOnlyList<object>? facets = null) => new
        {
            uri = $"at://did:plc:mira/app.bsky.feed.post/{key}",
            cid,
            record = new { text, createdAt = at ?? new DateTimeOffset(2026, 11, 22, 9, 0, 0, TimeSpan.Zero), facets = facets ?? [] },
            labels = label is null ? [] : new[] { new { val = label } },
        };

    private void RecordAll() => _site.Site.On(Search, request => ApiSite.Recorded(
        ApiSite.ParametersOf(request).GetValueOrDefault("cursor") switch
        {
            null => "bluesky/searchPosts.page1.json",
            ['1', '7', ..] => "bluesky/searchPosts.page2.json",
            _ => "bluesky/searchPosts.last-empty.json",
        }));

    /// <summary>The parameters of the searches so far.</summary>
    private List<IReadOnlyDictionary<string, string>> Searches() => [.. _site.Site.Requests
        .Where(request => request.Target.StartsWith(Search, StringComparison.Ordinal)).Select(ApiSite.ParametersOf)];

    private BlueskyOptions Options() => new()
    {
        Server = _site.Site.Url(),
        Handle = "northwind.test",
        AppPassword = new SecretReference("Token"),
        Query = ApiSite.Query("harbourlight"),
        AllowPrivateNetwork = true,
    };
}
