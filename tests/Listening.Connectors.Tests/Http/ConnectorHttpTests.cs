using System.IO.Compression;
using System.Net;
using Listening.Connectors.Http;
using Listening.Sources;
using Listening.Testing;

namespace Listening.Connectors.Tests.Http;

public sealed class ConnectorHttpTests : IAsyncDisposable
{
    private static readonly ConnectorHttpOptions Quick = new()
    {
        TotalLimit = TimeSpan.FromSeconds(10),
        RetryDelay = TimeSpan.FromMilliseconds(2),
        MaxWait = TimeSpan.FromSeconds(1),
    };

    private readonly LoopbackSite _site = new();
    private readonly MovedTime _time = new();

    [Fact]
    public async Task A_page_comes_with_its_status_headers_and_decompressed_body()
    {
        _site.On("/feed",
            Reply.Bytes(Gzip("Grüße aus Köln"u8.ToArray()), "text/plain").With("Content-Encoding", "gzip").With("X-Two", "a").With(
            "X-Two", "b"));

        var answer = Assert.IsType<HttpFetchResult.Response>(await AskAsync("/feed"));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("Grüße aus Köln", Encoding.UTF8.GetString(answer.Body));
        Assert.Equal("a, b", answer.Header("x-two"));
        Assert.Equal("Listening/0.1 (+https://contact.example/)", _site.Requests[0].Header("User-Agent"));
        Assert.Null(_site.Requests[0].Header("Cookie"));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    public async Task A_private_address_is_refused_unless_the_source_may_reach_it(string host)
    {
        _site.On("/feed", Reply.Text("secret"));

        var failed = Assert.IsType<HttpFetchResult.Failed>(await AskAsync(_site.Url("/feed", host), allowPrivate: false));

        Assert.True(failed.NeedsOperator);
        Assert.Contains("private network", failed.Problem.Sentence, StringComparison.Ordinal);
        Assert.Empty(_site.Requests);
    }

    [Theory]
    [InlineData("X-RateLimit-Reset", "2026-11-22T10:05:00.123456Z", 300)]
    [InlineData("RateLimit-Reset", "1795341900", 300)]
    [InlineData("x-rate-limit-reset", "1795341900", 300)]
    [InlineData("RateLimit-Reset", "300", 300)]
    [InlineData("X-RateLimit-Reset", "2026-11-22T09:05:00Z", 1)]
    [InlineData("X-RateLimit-Reset", "soon", 60)]
    public async Task The_end_of_a_rate_limit_counts_where_there_is_no_Retry_After(string header, string written, int seconds)
    {
        _site.On("/feed", new Reply(429).With(header, written));

        var slow = Assert.IsType<HttpFetchResult.SlowDown>(await AskAsync("/feed"));

        Assert.Equal(seconds, (int)slow.For.TotalSeconds);
    }

    [Fact]
    public async Task A_connection_that_a_permitted_source_opened_does_not_serve_another()
    {
        _site.On("/feed", Reply.Text("inside"));
        using var http = Http(Quick);

        var permitted = await http.FetchAsync(new HttpFetchRequest(_site.Url("/feed")) { AllowPrivateNetwork = true }, default);
        var other = await http.FetchAsync(new HttpFetchRequest(_site.Url("/feed")), default);

        Assert.IsType<HttpFetchResult.Response>(permitted);
        Assert.IsType<HttpFetchResult.Failed>(other);
    }

    [Fact]
    public async Task Redirects_are_followed_and_permanent_ones_told_apart()
    {
        _site.On("/old", Reply.To("/newer", 301)).On("/newer", Reply.To("newest", 308)).On("/newest", Reply.To("/now?x=1", 302)).On(
            "/now", Reply.Text("here"));

        var answer = Assert.IsType<HttpFetchResult.Response>(await AskAsync("/old"));

        Assert.Equal(_site.Url("/now?x=1"), answer.FinalUrl);
        Assert.Equal(_site.Url("/newest"), answer.PermanentUrl);
    }

    [Fact]
    public async Task Five_redirects_are_followed_and_a_sixth_is_not()
    {
        for (var hop = 0; hop < 6; hop++)
        {
            _site.On($"/{hop}", Reply.To($"/{hop + 1}"));
        }

        _site.On("/6", Reply.Text("here"));

        Assert.IsType<HttpFetchResult.Response>(await AskAsync("/1"));
        var failed = Assert.IsType<HttpFetchResult.Failed>(await AskAsync("/0"));
        Assert.Contains("redirects more than 5 times", failed.Problem.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/loop", "http.redirect-loop")]
    [InlineData("ftp://files.example/feed", "http.redirect-not-web")]
    [InlineData("file:///etc/hostname", "http.redirect-not-web")]
    [InlineData("", "http.redirect-without-target")]
    [InlineData("http://blog.example:99999/feed", "http.redirect-not-valid")]
    public async Task A_redirect_that_leads_nowhere_is_reported(string location, string code)
    {
        _site.On("/loop", location.Length == 0 ? new Reply(302) : Reply.To(location));

        var failed = Assert.IsType<HttpFetchResult.Failed>(await AskAsync("/loop?token=geheim"));

        Assert.Equal(code, failed.Problem.Code);
        Assert.DoesNotContain("geheim", failed.Problem.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_does_not_follow_a_redirect_to_another_origin_nor_come_back_from_there()
    {
        await using var other = new LoopbackSite();
        other.On("/there", Reply.To(_site.Url("/back").AbsoluteUri));
        _site.On("/start", Reply.To("/away")).On("/away", Reply.To(other.Url("/there").AbsoluteUri)).On("/back", Reply.Text("here"));

        await FetchAsync(Request("/start") with { Headers = Token });

        Assert.Equal(["Bearer x", "Bearer x", null], _site.Requests.Select(request => request.Header("Authorization")));
        Assert.Null(Assert.Single(other.Requests).Header("Authorization"));
    }

    [Fact]
    public async Task A_post_sends_its_content_with_its_type()
    {
        _site.On("/search", Reply.Text("here"));

        Assert.IsType<HttpFetchResult.Response>(await FetchAsync(Post("/search")));

        var request = Assert.Single(_site.Requests);
        Assert.Equal(("POST", "{\"q\":\"Kessel\"}", "application/json"), (request.Method, request.Body, request.Header("Content-Type")));
    }

    [Theory]
    [InlineData(301, "GET", "")]
    [InlineData(302, "GET", "")]
    [InlineData(303, "GET", "")]
    [InlineData(307, "POST", "{\"q\":\"Kessel\"}")]
    [InlineData(308, "POST", "{\"q\":\"Kessel\"}")]
    public async Task A_redirected_post_keeps_its_content_only_where_the_status_says_so(int status, string method, string body)
    {
        _site.On("/search", Reply.To("/results", status)).On("/results", Reply.Text("here"));

        Assert.IsType<HttpFetchResult.Response>(await FetchAsync(Post("/search")));

        Assert.Equal(
            (method, body, "Bearer x"), (_site.Requests[1].Method, _site.Requests[1].Body, _site.Requests[1].Header("Authorization")));
    }

    [Theory]
    [InlineData(303, "GET")]
    [InlineData(307, null)]
    [InlineData(308, null)]
    public async Task The_content_of_a_post_does_not_go_to_another_origin(int status, string? method)
    {
        await using var other = new LoopbackSite();
        other.On("/there", Reply.Text("here"));
        _site.On("/search", Reply.To(other.Url("/there").AbsoluteUri, status));

        var result = await FetchAsync(Post("/search"));

        if (method is null)
        {
            var failed = Assert.IsType<HttpFetchResult.Failed>(result);
            Assert.Equal(("http.redirect-elsewhere", true), (failed.Problem.Code, failed.NeedsOperator));
            Assert.Empty(other.Requests);
        }
        else
        {
            var request = Assert.Single(other.Requests);
            Assert.Equal((method, "", null), (request.Method, request.Body, request.Header("Authorization")));
        }
    }

    [Theory]
    [InlineData("http://a.example/2", true)]
    [InlineData("http://A.example:80/2", true)]
    [InlineData("http://user:secret@a.example/2", true)]
    [InlineData("https://a.example/2", false)]
    [InlineData("http://b.example/2", false)]
    [InlineData("http://sub.a.example/2", false)]
    [InlineData("http://a.example:8080/2", false)]
    public void Another_scheme_host_or_port_is_another_origin(string next, bool same)
    {
        var start = new Uri("http://a.example/1");

        Assert.Equal(same, Hop.To(start, null).Follow(302, new Uri(next))!.SameOrigin);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 4)]
    public async Task A_post_is_retried_only_if_it_is_idempotent(bool idempotent, int requests)
    {
        _site.On("/search", new Reply(502));

        Assert.IsType<HttpFetchResult.Failed>(await FetchAsync(Post("/search") with { Idempotent = idempotent }));

        Assert.Equal(requests, _site.Requests.Count);
    }

    [Fact]
    public async Task A_site_is_told_no_trace_id()
    {
        _site.On("/feed", Reply.Text("here"));
        using var activity = new System.Diagnostics.Activity("fetch").Start();

        await AskAsync("/feed");

        var headers = Assert.Single(_site.Requests).Headers.Keys;
        Assert.DoesNotContain(
            headers, name =>
            name.ToLowerInvariant() is "traceparent" or "tracestate" or "request-id" or "correlation-context" or "baggage");
    }

    [Fact]
    public async Task No_sentence_shows_user_query_or_a_token_in_the_path()
    {
        var url = new Uri(
            _site.Url("/bot12:AB-c/updates?key=geheim").AbsoluteUri.Replace("http://", "http://anna:geheim@", StringComparison.Ordinal));
        _site.On("/bot12:AB-c/updates", new Reply(500));

        var failed = Assert.IsType<HttpFetchResult.Failed>(
            await FetchAsync(new HttpFetchRequest(url) { AllowPrivateNetwork = true, Secrets = ["12:AB-c"] }));

        Assert.StartsWith($"127.0.0.1:{_site.Port}/bot…/updates answers 500", failed.Problem.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain(failed.Problem.Parameters.Values, value => value.Contains("geheim", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/comments/feed/", "/comments/feed/")]
    [InlineData("/r/kaffee/comments/abc/mein-kessel-2026.rss", "/r/kaffee/comments/abc/mein-kessel-2026.rss")]
    [InlineData("/@anna/wordpress_posts.rss2.xml", "/@anna/wordpress_posts.rss2.xml")]
    [InlineData("/feed/K%C3%A4se-Kessel/", "/feed/K%C3%A4se-Kessel/")]
    [InlineData("/hooks/geheim/feed", "/hooks/…/feed")]
    [InlineData("/api/Webhook/geheim", "/api/Webhook/…")]
    [InlineData("/a/x7Kq93bTz0aLm5Wc/feed", "/a/…/feed")]
    [InlineData("/a/x7Kq93bTz0aLm5Wc.xml", "/a/…")]
    [InlineData("/a/5f8a1c90-be77-4c31-9d02-aabbccddeeff/feed", "/a/…/feed")]
    [InlineData("/a/AbCdEfGhIjKlMnOp/feed", "/a/…/feed")]
    [InlineData("/a/1234567890123456/feed", "/a/…/feed")]
    [InlineData("/mikrofon123/feed", "/…/feed")]
    [InlineData("/mein-token-abc/feed", "/…/feed")]
    [InlineData("/archiv-2026/20261126/mp3/12", "/archiv-2026/20261126/mp3/12")]
    [InlineData("/a;jsessionid=geheim/feed", "/…/feed")]
    [InlineData("/token=geheim/feed", "/…/feed")]
    [InlineData("/34@host/feed", "/…/feed")]
    public async Task A_sentence_shows_the_words_of_a_path_and_no_token(string path, string shown)
    {
        _site.On("*", new Reply(404));

        var failed = Assert.IsType<FetchOutcome.Failed>((await AskAsync(path)).ToOutcome());

        Assert.StartsWith($"127.0.0.1:{_site.Port}{shown} was", failed.Problem.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task User_and_password_of_a_redirect_are_neither_sent_nor_kept()
    {
        _site.On("/old", Reply.To($"http://anna:geheim@127.0.0.1:{_site.Port}/new", 301)).On("/new", Reply.Text("here"));

        var answer = Assert.IsType<HttpFetchResult.Response>(await AskAsync("/old"));

        Assert.Equal((_site.Url("/new"), _site.Url("/new")), (answer.FinalUrl, answer.PermanentUrl));
        Assert.Null(_site.Requests[1].Header("Authorization"));
    }

    [Theory]
    [InlineData(401, "http.unauthorized", true)]
    [InlineData(403, "http.forbidden", true)]
    [InlineData(404, "http.not-found", false)]
    [InlineData(410, "http.gone", true)]
    [InlineData(422, "http.status", false)]
    [InlineData(500, "http.server-error", false)]
    public async Task Every_connector_makes_the_same_of_a_status(int status, string code, bool needsOperator)
    {
        _site.On("/feed", new Reply(status));

        var failed = Assert.IsType<FetchOutcome.Failed>((await AskAsync("/feed")).ToOutcome());

        Assert.Equal((code, needsOperator), (failed.Problem.Code, failed.NeedsOperator));
    }

    [Fact]
    public async Task A_cut_connection_is_tried_again_and_succeeds()
    {
        var page = Reply.Text(new string('x', 1000));
        _site.On("/feed", page with { CutAfter = 0 }, page with { CutAfter = 500 }, page);

        var answer = Assert.IsType<HttpFetchResult.Response>(await AskAsync("/feed"));

        Assert.Equal(1000, answer.Body.Length);
        Assert.Equal(3, _site.Requests.Count);
    }

    [Fact]
    public async Task Errors_of_the_server_are_tried_four_times_and_then_told()
    {
        _site.On("/feed", new Reply(502));

        var failed = Assert.IsType<HttpFetchResult.Failed>(await AskAsync("/feed?key=geheim"));

        Assert.False(failed.NeedsOperator);
        Assert.Equal($"127.0.0.1:{_site.Port}/feed answers 502, an error of its server; it is tried again later", failed.Problem.Sentence);
        Assert.Equal(4, _site.Requests.Count);
    }

    [Fact]
    public async Task A_short_retry_after_is_waited_out()
    {
        _site.On("/feed", new Reply(503).With("Retry-After", "1"), Reply.Text("here"));
        var began = TimeProvider.System.GetTimestamp();

        Assert.IsType<HttpFetchResult.Response>(await AskAsync("/feed"));

        Assert.InRange(TimeProvider.System.GetElapsedTime(began).TotalSeconds, 0.95, 8);
    }

    [Theory]
    [InlineData(429, "120", 120)]
    [InlineData(503, "3600", 3600)]
    [InlineData(429, "999999999", 86400)]
    [InlineData(429, null, 60)]
    [InlineData(429, "soon", 60)]
    [InlineData(429, "30 minutes", 60)]
    [InlineData(429, "0", 1)]
    [InlineData(429, "1", 1)]
    [InlineData(429, "-5", 60)]
    [InlineData(429, "Thu, 26 Nov 2020 10:00:00 GMT", 1)]
    [InlineData(503, "soon", 60)]
    public async Task A_long_retry_after_and_every_429_is_handed_on_at_once(int status, string? retryAfter, int seconds)
    {
        _site.On("/feed", retryAfter is null ? new Reply(status) : new Reply(status).With("Retry-After", retryAfter));

        var slow = Assert.IsType<HttpFetchResult.SlowDown>(await AskAsync("/feed"));

        Assert.Equal(seconds, slow.For.TotalSeconds);
        Assert.Single(_site.Requests);
    }

    [Fact]
    public async Task A_retry_after_may_be_a_date()
    {
        _site.On("/feed", new Reply(429).With("Retry-After", _time.Now.AddMinutes(7).ToString("r", CultureInfo.InvariantCulture)));

        var slow = Assert.IsType<HttpFetchResult.SlowDown>(await AskAsync("/feed"));

        Assert.Equal(TimeSpan.FromMinutes(7), slow.For);
    }

    [Fact]
    public async Task A_body_of_100_MB_is_cut_off_early()
    {
        var sent = 0L;
        var chunk = new byte[1024 * 1024];
        _site.On("/feed",
            new Reply { Endless = Enumerable.Range(0, 100).Select(_ => { Interlocked.Add(ref sent, chunk.Length); return chunk; }) });

        var failed = Assert.IsType<HttpFetchResult.Failed>(await AskAsync("/feed"));

        Assert.Contains("more than 10 MiB", failed.Problem.Sentence, StringComparison.Ordinal);
        Assert.InRange(Interlocked.Read(ref sent), 10 * 1024 * 1024, 40 * 1024 * 1024);
        Assert.Single(_site.Requests);
    }

    [Fact]
    public async Task A_length_that_is_announced_too_large_is_not_read_at_all()
    {
        _site.On("/feed", new Reply { Endless = [[1]] }.With("Content-Length", "104857600"));

        var failed = Assert.IsType<HttpFetchResult.Failed>(await AskAsync("/feed"));

        Assert.Contains("more than 10 MiB", failed.Problem.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_compression_bomb_is_counted_unpacked(string encoding)
    {
        var bomb = encoding == "gzip" ? Gzip(new byte[64 * 1024 * 1024]) : Brotli(new byte[64 * 1024 * 1024]);
        _site.On("/feed", Reply.Bytes(bomb, "text/xml").With("Content-Encoding", encoding));

        var failed = Assert.IsType<HttpFetchResult.Failed>(await AskAsync("/feed"));

        Assert.True(bomb.Length < 100_000);
        Assert.Contains("more than 10 MiB", failed.Problem.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("gzip")]
    public async Task A_gzip_file_is_unpacked_whatever_its_headers_say(string? encoding)
    {
        var file = Gzip("<rss/>"u8.ToArray());
        var reply = Reply.Bytes(encoding is null ? file : Gzip(file), "application/x-gzip");
        _site.On("/feed.xml.gz", encoding is null ? reply : reply.With("Content-Encoding", encoding));

        var answer = Assert.IsType<HttpFetchResult.Response>(await AskAsync("/feed.xml.gz"));

        Assert.Equal("<rss/>", Encoding.UTF8.GetString(answer.Body));
    }

    [Fact]
    public async Task A_gzip_file_without_a_header_is_bounded_and_may_be_damaged()
    {
        _site.On("/bomb", Reply.Bytes(Gzip(new byte[64 * 1024 * 1024]), "text/xml"));
        _site.On("/damaged", Reply.Bytes([0x1F, 0x8B, .. "no compressed data at all"u8], "text/xml"));

        Assert.Equal("http.too-large", Assert.IsType<HttpFetchResult.Failed>(await AskAsync("/bomb")).Problem.Code);
        Assert.Equal("http.damaged", Assert.IsType<HttpFetchResult.Failed>(await AskAsync("/damaged")).Problem.Code);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task Damaged_compression_is_an_ordinary_failure(string encoding)
    {
        _site.On("/feed", Reply.Bytes("no compressed data at all"u8.ToArray(), "text/xml").With("Content-Encoding", encoding));

        var failed = Assert.IsType<HttpFetchResult.Failed>(await AskAsync("/feed"));

        Assert.Equal("http.damaged", failed.Problem.Code);
    }

    [Theory]
    [InlineData("zstd", "http.unknown-compression")]
    [InlineData("compress", "http.unknown-compression")]
    [InlineData("gzip, gzip", "http.unknown-compression")]
    [InlineData("geheim-\u00fc", "http.unknown-compression")]
    public async Task Compression_that_is_not_known_is_named_as_such(string encoding, string code)
    {
        _site.On("/feed", Reply.Bytes(Gzip(Gzip("<rss/>"u8.ToArray())), "text/xml").With("Content-Encoding", encoding));

        var failed = Assert.IsType<HttpFetchResult.Failed>(await AskAsync("/feed"));

        Assert.Equal((code, 1), (failed.Problem.Code, _site.Requests.Count));
    }

    [Fact]
    public async Task An_answer_that_ends_before_its_announced_length_is_cut()
    {
        _site.On("/feed", new Reply { Endless = ["<rss/>"u8.ToArray()] }.With("Content-Length", "500"));

        var failed = Assert.IsType<HttpFetchResult.Failed>(await AskAsync("/feed"));

        Assert.Equal("http.cut", failed.Problem.Code);
        Assert.Contains("broke off after 6 bytes of its answer", failed.Problem.Sentence, StringComparison.Ordinal);
        Assert.Equal("<rss/>", Encoding.UTF8.GetString(failed.Arrived!.Body));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(404)]
    public async Task Of_an_error_that_breaks_off_nothing_is_handed_on(int status)
    {
        _site.On("/feed", new Reply(status) { Endless = ["<rss/>"u8.ToArray()] }.With("Content-Length", "500"));

        Assert.Null(Assert.IsType<HttpFetchResult.Failed>(await AskAsync("/feed")).Arrived);
    }

    [Theory]
    [InlineData(20_000, 10)]
    [InlineData(200_000, 1)]
    public async Task A_flood_of_headers_is_refused_once(int length, int count)
    {
        var flood = Reply.Text("<rss/>");
        for (var header = 0; header < count; header++)
        {
            flood = flood.With($"X-{header}", new string('x', length));
        }

        _site.On("/feed", flood);

        var failed = Assert.IsType<HttpFetchResult.Failed>(await AskAsync("/feed"));
        Assert.Equal(("http.headers-too-large", 1), (failed.Problem.Code, _site.Requests.Count));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_slow_answer_ends_with_the_time_limit(bool slowHead)
    {
        var page = Reply.Text(new string('x', 10_000));
        _site.On("/feed", slowHead ? page with { Delay = TimeSpan.FromSeconds(30) }
            : page with { Trickle = TimeSpan.FromMilliseconds(20) });
        var began = TimeProvider.System.GetTimestamp();

        var failed =
            Assert.IsType<HttpFetchResult.Failed>(await AskAsync("/feed", Quick with { TotalLimit = TimeSpan.FromMilliseconds(400) }));

        Assert.Contains("within 0.4 seconds", failed.Problem.Sentence, StringComparison.Ordinal);
        Assert.Equal(slowHead ? "http.timeout" : "http.too-slow", failed.Problem.Code);
        Assert.InRange(TimeProvider.System.GetElapsedTime(began).TotalSeconds, 0.3, 5);
    }

    [Fact]
    public async Task The_time_limit_holds_over_all_redirects_together()
    {
        for (var hop = 0; hop < 5; hop++)
        {
            _site.On($"/{hop}", Reply.To($"/{hop + 1}") with { Delay = TimeSpan.FromMilliseconds(200) });
        }

        _site.On("/5", Reply.Text("here"));

        Assert.IsType<HttpFetchResult.Failed>(await AskAsync("/0", Quick with { TotalLimit = TimeSpan.FromMilliseconds(500) }));
    }

    [Fact]
    public async Task Calling_off_travels_as_an_exception()
    {
        _site.On("/feed", new Reply { Delay = TimeSpan.FromSeconds(30) });
        using var http = Http(Quick);
        using var stopping = new CancellationTokenSource(200);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => http.FetchAsync(new HttpFetchRequest(_site.Url("/feed")) { AllowPrivateNetwork = true }, stopping.Token));
    }

    [Fact]
    public async Task A_host_is_asked_one_thing_at_a_time()
    {
        _site.On("/feed", Reply.Text("here") with { Delay = TimeSpan.FromMilliseconds(30) });
        using var http = Http(Quick);

        var answers =
            await Task.WhenAll(
            Enumerable.Range(0, 8).Select(
            _ => http.FetchAsync(new HttpFetchRequest(_site.Url("/feed")) { AllowPrivateNetwork = true }, default)));

        Assert.All(answers, answer => Assert.IsType<HttpFetchResult.Response>(answer));
        Assert.Equal(1, _site.MostAtOnce);
    }

    [Fact]
    public async Task A_host_that_keeps_failing_is_left_alone_for_a_while_and_then_tried_once()
    {
        using var http = Http(Quick with { BreakAfter = 8, BreakFor = TimeSpan.FromMinutes(1) });
        _site.On("/feed", new Reply(500));
        await AskAsync(http);
        await AskAsync(http);
        Assert.Equal(8, _site.Requests.Count);

        var left = Assert.IsType<HttpFetchResult.Failed>(await AskAsync(http));
        Assert.Equal(8, _site.Requests.Count);
        Assert.Contains("answers 500", left.Problem.Sentence, StringComparison.Ordinal);
        Assert.Contains("not asked for 60 seconds", left.Problem.Sentence, StringComparison.Ordinal);

        _site.On("/feed", Reply.Text("back"));
        _time.Now += TimeSpan.FromSeconds(61);
        Assert.IsType<HttpFetchResult.Response>(await AskAsync(http));
    }

    [Fact]
    public async Task Status_429_is_no_failure_of_the_host()
    {
        using var http = Http(Quick with { BreakAfter = 2 });
        _site.On("/feed", new Reply(429));

        for (var ask = 0; ask < 5; ask++)
        {
            Assert.IsType<HttpFetchResult.SlowDown>(await AskAsync(http));
        }
    }

    [Fact]
    public async Task A_refused_connection_and_an_unknown_host_are_told_apart()
    {
        var closed = new LoopbackSite();
        var url = closed.Url("/feed");
        await closed.DisposeAsync();

        var refused = Assert.IsType<HttpFetchResult.Failed>(await AskAsync(url, allowPrivate: true));
        var unknown = Assert.IsType<HttpFetchResult.Failed>(await AskAsync(new Uri("http://nowhere.invalid/feed"), allowPrivate: true));

        Assert.Contains("cannot be connected to", refused.Problem.Sentence, StringComparison.Ordinal);
        Assert.Contains("nowhere.invalid has no address", unknown.Problem.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Something_that_does_not_speak_http_is_trouble_and_no_exception()
    {
        _site.On("/feed", new Reply(999).With("Broken header without colon \u0001", "x"));

        var answer = await AskAsync("/feed");

        Assert.True(answer is HttpFetchResult.Failed or HttpFetchResult.Response, answer.ToString());
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    private static byte[] Gzip(byte[] data) => Packed(data, stream => new GZipStream(stream, CompressionLevel.SmallestSize));

    private static byte[] Brotli(byte[] data) => Packed(data, stream => new BrotliStream(stream, CompressionLevel.Fastest));

    private static byte[] Packed(byte[] data, Func<Stream, Stream> packer)
    {
        using var packed = new MemoryStream();
        using (var stream = packer(packed))
        {
            stream.Write(data);
        }

        return packed.ToArray();
    }

    private ConnectorHttp Http(ConnectorHttpOptions options) => new(options with { Contact = "https://contact.example/" }, _time);

    private static readonly Dictionary<string, string> Token = new() { ["Authorization"] = "Bearer x" };

    private HttpFetchRequest Request(string path) => new(_site.Url(path)) { AllowPrivateNetwork = true };

    private HttpFetchRequest Post(string path) =>
        Request(path) with { Headers = Token, Body = new PostBody("{\"q\":\"Kessel\"}"u8.ToArray(), "application/json") };

    private async Task<HttpFetchResult> FetchAsync(HttpFetchRequest request)
    {
        using var http = Http(Quick);
        return await http.FetchAsync(request, default);
    }

    private Task<HttpFetchResult> AskAsync(ConnectorHttp http) =>
        http.FetchAsync(new HttpFetchRequest(_site.Url("/feed")) { AllowPrivateNetwork = true }, default);

    private Task<HttpFetchResult> AskAsync(string path, ConnectorHttpOptions? options = null) =>
        AskAsync(_site.Url(path), allowPrivate: true, options);

    private async Task<HttpFetchResult> AskAsync(Uri url, bool allowPrivate, ConnectorHttpOptions? options = null)
    {
        using var http = Http(options ?? Quick);
        return await http.FetchAsync(new HttpFetchRequest(url) { AllowPrivateNetwork = allowPrivate }, default);
    }
}
