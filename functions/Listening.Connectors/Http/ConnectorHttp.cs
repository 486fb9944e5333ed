using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Listening.Domain;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Listening.Connectors.Http;

/// <summary>
/// The one way in which connectors reach the world: polite (one request at a time per host, Retry-After honoured),
/// bounded (time, bytes, redirects) and unable to be led into a private network. Retries of seconds live here;
/// longer ones belong to the queue and the timer.
/// </summary>
/// <remarks>
/// The environment's proxy is not used: a proxy looks names up and connects on its own, so that nobody could check
/// which address a name leads to. Cookies are neither kept nor sent.
/// </remarks>
public sealed class ConnectorHttp : IDisposable
{
    /// <summary>Lanes kept; past it, those of idle hosts go. Configured sources are far fewer, but redirects may name any host.</summary>
    private const int MaxLanes = 1000;

    private static readonly TimeSpan WaitWithoutHint = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestWish = TimeSpan.FromDays(1);
    private static readonly ResiliencePropertyKey<TimeSpan> TimeLeft = new("time left");
    private static readonly ResiliencePropertyKey<CancellationToken> Stopping = new("stopping");

    private readonly ConnectorHttpOptions _options;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, HostState> _lanes = new();

    // Two clients, because connections are pooled by host alone: one that a source with permission opened into
    // a private network must not carry the request of a source without.
    private readonly HttpClient _publicOnly;
    private readonly HttpClient _anywhere;

    public ConnectorHttp(ConnectorHttpOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _publicOnly = Client(PublicAddress.IsPublic);
        _anywhere = Client(_ => true);
    }

    /// <summary>Host and path of an address: what may stand in a log or in an error.</summary>
    public static string Display(Uri url)
    {
        var where = (url.IsDefaultPort ? url.Host : $"{url.Host}:{url.Port}") + url.AbsolutePath;
        return where.Length <= 200 ? where : where[..199] + "…";
    }

    /// <summary>Asks once, with retries and redirects. Throws only when <paramref name="stopping"/> asks for it.</summary>
    public async Task<HttpFetchResult> GetAsync(HttpFetchRequest question, CancellationToken stopping)
    {
        var (url, permanent, onlyPermanent) = (question.Url, question.Url, true);
        var seen = new HashSet<Uri>();
        var left = _options.TotalLimit;
        for (var redirects = 0; ; redirects++)
        {
            if (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https"))
            {
                return new HttpFetchResult.Failed(
                    redirects == 0 ? HttpProblems.NotWeb() : HttpProblems.RedirectNotWeb(Display(question.Url)),
                    NeedsOperator: true);
            }

            if (!seen.Add(url))
            {
                return new HttpFetchResult.Failed(HttpProblems.RedirectLoop(Display(question.Url)), NeedsOperator: true);
            }

            if (redirects > _options.MaxRedirects)
            {
                return new HttpFetchResult.Failed(
                    HttpProblems.TooManyRedirects(Display(question.Url), _options.MaxRedirects), NeedsOperator: true);
            }

            var lane = LaneOf(url);
            await lane.Turn.WaitAsync(stopping);
            AttemptResult last;
            try
            {
                var began = _time.GetTimestamp();
                last = await TriesAsync(lane, question, url, left, stopping);
                left -= _time.GetElapsedTime(began);
            }
            finally
            {
                lane.Turn.Release();
            }

            if (last.RedirectTo is not { } next)
            {
                return last.Answer is HttpFetchResult.Response response ? response with { PermanentUrl = permanent } : last.Answer;
            }

            onlyPermanent &= last.Permanent;
            (url, permanent) = (next, onlyPermanent ? next : permanent);
        }
    }

    public void Dispose()
    {
        _publicOnly.Dispose();
        _anywhere.Dispose();
    }

    /// <summary>One address, with retries, within the time that is left.</summary>
    private async Task<AttemptResult> TriesAsync(HostState lane, HttpFetchRequest question, Uri url, TimeSpan left, CancellationToken stopping)
    {
        if (left <= TimeSpan.Zero)
        {
            return OutOfTime(url);
        }

        var context = ResilienceContextPool.Shared.Get(stopping);
        context.Properties.Set(TimeLeft, left);
        context.Properties.Set(Stopping, stopping);
        try
        {
            return await lane.Pipeline.ExecuteAsync(
                async ctx => lane.Remember(await TryAsync(question, url, ctx.CancellationToken)), context);
        }
        catch (TimeoutRejectedException)
        {
            return OutOfTime(url);
        }
        catch (BrokenCircuitException)
        {
            return new(new HttpFetchResult.Failed(
                HttpProblems.HostFailing(lane.LastTrouble, Display(url), _options.BreakFor), NeedsOperator: false));
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private AttemptResult OutOfTime(Uri url) =>
        new(new HttpFetchResult.Failed(HttpProblems.Timeout(Display(url), _options.TotalLimit), NeedsOperator: false));

    /// <summary>One request, one answer.</summary>
    private async Task<AttemptResult> TryAsync(HttpFetchRequest question, Uri url, CancellationToken stopping)
    {
        using var request = Request(question, url);
        try
        {
            var client = question.AllowPrivateNetwork ? _anywhere : _publicOnly;
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stopping);
            return await ReadAsync(response, url, stopping);
        }
        catch (Exception trouble) when (trouble is HttpRequestException or IOException or InvalidDataException)
        {
            // A request given up reports itself as an I/O error now and then.
            stopping.ThrowIfCancellationRequested();
            return Trouble(trouble, url);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return AttemptResult.Failure(HttpProblems.ConnectTimeout(Display(url), _options.ConnectLimit));
        }
    }

    private HttpRequestMessage Request(HttpFetchRequest question, Uri url)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.TryAddWithoutValidation("User-Agent", _options.Contact is { } contact ? $"Listening/0.1 (+{contact})" : "Listening/0.1");
        request.Headers.TryAddWithoutValidation("Accept", question.Accept);
        if (question.Validators is { } known && known.For == url)
        {
            if (known.ETag is { } tag)
            {
                request.Headers.TryAddWithoutValidation("If-None-Match", tag);
            }

            if (known.LastModified is { } since)
            {
                request.Headers.TryAddWithoutValidation("If-Modified-Since", since);
            }
        }

        if (url.GetLeftPart(UriPartial.Authority) == question.Url.GetLeftPart(UriPartial.Authority))
        {
            foreach (var (name, value) in question.Headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return request;
    }

    private async Task<AttemptResult> ReadAsync(HttpResponseMessage response, Uri url, CancellationToken stopping)
    {
        var status = (int)response.StatusCode;
        var headers = HeadersOf(response);
        if (status is 301 or 302 or 303 or 307 or 308)
        {
            return headers.TryGetValue("Location", out var location) && Uri.TryCreate(url, location, out var next)
                ? new(new HttpFetchResult.Failed(HttpProblems.RedirectWithoutTarget(Display(url)), false)) { RedirectTo = next, Permanent = status is 301 or 308 }
                : new(new HttpFetchResult.Failed(HttpProblems.RedirectWithoutTarget(Display(url)), NeedsOperator: false));
        }

        if (status == 429 || (status == 503 && headers.ContainsKey("Retry-After")))
        {
            var wish = RetryAfter(headers.GetValueOrDefault("Retry-After"));
            var wait = wish ?? WaitWithoutHint;
            return new(new HttpFetchResult.SlowDown(wait, HttpProblems.SlowDown(Display(url), status, wait)))
            {
                ShouldRetry = wish <= _options.LongestWait,
                RetryAfter = wish,
            };
        }

        if (status is 408 or (>= 500 and not 501 and not 505))
        {
            return AttemptResult.Failure(HttpProblems.ServerError(Display(url), status));
        }

        if (await BodyAsync(response, stopping) is not { } body)
        {
            return new(new HttpFetchResult.Failed(
                HttpProblems.TooLarge(Display(url), _options.MaxBodyBytes), NeedsOperator: true));
        }

        return new(new HttpFetchResult.Response(response.StatusCode, headers, body, url, url));
    }

    private static Dictionary<string, string> HeadersOf(HttpResponseMessage response)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
        {
            headers[name] = string.Join(", ", values);
        }

        return headers;
    }

    /// <summary>The wait a server asks for, as seconds or as a date (RFC 9110, 10.2.3); null if it says nothing we understand.</summary>
    private TimeSpan? RetryAfter(string? written)
    {
        if (!RetryConditionHeaderValue.TryParse(written, out var value))
        {
            return null;
        }

        var wait = value.Delta ?? value.Date - _time.GetUtcNow() ?? TimeSpan.Zero;
        return TimeSpan.FromTicks(Math.Clamp(wait.Ticks, TimeSpan.TicksPerSecond, LongestWish.Ticks));
    }

    /// <summary>The body, decompressed; null if it is larger than allowed, in which case the rest is not even read.</summary>
    private async Task<byte[]?> BodyAsync(HttpResponseMessage response, CancellationToken stopping)
    {
        if (response.Content.Headers.ContentLength > _options.MaxBodyBytes)
        {
            return null;
        }

        using var body = new MemoryStream();
        await using var stream = await response.Content.ReadAsStreamAsync(stopping);
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, stopping) is var read and > 0)
        {
            if (body.Length + read > _options.MaxBodyBytes)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    /// <summary>Says in a sentence why there was no answer, and whether another try may help.</summary>
    private static AttemptResult Trouble(Exception trouble, Uri url)
    {
        for (var inner = trouble; inner is not null; inner = inner.InnerException)
        {
            if (inner is AddressRefusedException)
            {
                return new(new HttpFetchResult.Failed(
                    HttpProblems.PrivateAddress(Display(url)), NeedsOperator: true));
            }
        }

        return (trouble as HttpRequestException)?.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => AttemptResult.Failure(HttpProblems.UnknownHost(url.Host)),
            HttpRequestError.SecureConnectionError => AttemptResult.Failure(HttpProblems.Certificate(url.Host), again: false),
            HttpRequestError.ConnectionError => AttemptResult.Failure(HttpProblems.CannotConnect(Display(url))),
            _ when trouble is InvalidDataException => AttemptResult.Failure(HttpProblems.Damaged(Display(url))),
            _ => AttemptResult.Failure(HttpProblems.Cut(Display(url))),
        };
    }

    private HostState LaneOf(Uri url)
    {
        if (_lanes.Count > MaxLanes)
        {
            // A request that just fetched its lane may lose it here and run beside another: impolite once, harmless.
            foreach (var (host, lane) in _lanes.Where(lane => lane.Value.Turn.CurrentCount == 1))
            {
                _lanes.TryRemove(host, out _);
            }
        }

        return _lanes.GetOrAdd(url.IdnHost, _ => new HostState(_options, _time));
    }

    private HttpClient Client(Func<IPAddress, bool> allowed) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = _options.ConnectLimit,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxResponseDrainSize = 64 * 1024,
        ResponseDrainTimeout = TimeSpan.FromSeconds(1),
        // An ETag is bytes to us: they come and go as Latin-1, which loses none.
        RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1,
        ResponseHeaderEncodingSelector = (name, _) => name == "Location" ? Encoding.UTF8 : Encoding.Latin1,
        ConnectCallback = (context, stopping) => ConnectAsync(context.DnsEndPoint, allowed, stopping),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>
    /// Connects to an allowed address of a host. The check stands here, on the very address that is connected to,
    /// because a name may lead elsewhere the next time it is looked up (DNS rebinding).
    /// </summary>
    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint target, Func<IPAddress, bool> allowed, CancellationToken stopping)
    {
        var known = await Dns.GetHostAddressesAsync(target.Host, stopping);

        // IPv4 first: many hosted machines have no way out by IPv6, and find out slowly.
        var usable = known.Where(allowed).OrderBy(address => address.AddressFamily != AddressFamily.InterNetwork).ToArray();
        if (usable.Length == 0)
        {
            throw known.Length == 0 ? new SocketException((int)SocketError.HostNotFound) : new AddressRefusedException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(usable, target.Port, stopping);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class AddressRefusedException : IOException;

    /// <summary>What one request came to.</summary>
    private sealed record AttemptResult(HttpFetchResult Answer)
    {
        /// <summary>Another try, now, may go better.</summary>
        public bool ShouldRetry { get; init; }

        /// <summary>The wait the server asks for before it; null leaves it to the back-off.</summary>
        public TimeSpan? RetryAfter { get; init; }

        /// <summary>The host is unwell.</summary>
        public bool CountsAsFailure { get; init; }

        /// <summary>Where the server sends us; <see cref="Answer"/> says nothing then.</summary>
        public Uri? RedirectTo { get; init; }

        public bool Permanent { get; init; }

        public static AttemptResult Failure(Problem problem, bool again = true) =>
            new(new HttpFetchResult.Failed(problem, NeedsOperator: false)) { ShouldRetry = again, CountsAsFailure = true };
    }

    /// <summary>A host: whose turn it is there, and how it fared lately.</summary>
    private sealed class HostState
    {
        public HostState(ConnectorHttpOptions options, TimeProvider time) => Pipeline = new ResiliencePipelineBuilder<AttemptResult> { TimeProvider = time }
            .AddTimeout(new TimeoutStrategyOptions
            {
                TimeoutGenerator = args => ValueTask.FromResult(args.Context.Properties.GetValue(TimeLeft, options.TotalLimit)),
            })
            .AddRetry(new RetryStrategyOptions<AttemptResult>
            {
                MaxRetryAttempts = options.MaxRetries,
                Delay = options.RetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = args => ValueTask.FromResult(args.Outcome.Result?.ShouldRetry == true),
                DelayGenerator = args => ValueTask.FromResult(args.Outcome.Result?.RetryAfter),
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<AttemptResult>
            {
                FailureRatio = 1,
                MinimumThroughput = options.BreakAfter,
                SamplingDuration = options.BreakWithin,
                BreakDuration = options.BreakFor,

                // A request that ran out of time counts against the host; one that was called off does not.
                ShouldHandle = args => ValueTask.FromResult(args.Outcome.Result?.CountsAsFailure
                    ?? (args.Outcome.Exception is OperationCanceledException && !args.Context.Properties.GetValue(Stopping, default).IsCancellationRequested)),
            })
            .Build();

        public ResiliencePipeline<AttemptResult> Pipeline { get; }

        public SemaphoreSlim Turn { get; } = new(1, 1);

        /// <summary>What was wrong at the last bad try.</summary>
        public Problem? LastTrouble { get; private set; }

        public AttemptResult Remember(AttemptResult last)
        {
            LastTrouble = last is { CountsAsFailure: true, Answer: HttpFetchResult.Failed failed } ? failed.Problem : LastTrouble;
            return last;
        }
    }
}
