using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net.Http.Headers;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Listening.Connectors.Http;

/// <summary>
/// The only way in which connectors reach the world: polite (one request at a time per host, Retry-After honoured),
/// bounded (time, bytes, redirects) and unable to be led into a private network. Retries of seconds belong here;
/// longer ones belong to the queue and the timer.
/// </summary>
public sealed class ConnectorHttp : IDisposable
{
    /// <summary>Hosts remembered before idle ones are forgotten. Configured sources are far fewer; redirects may name any host.</summary>
    private const int MaxHosts = 1000;

    private static readonly TimeSpan WaitWithoutHint = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromDays(1);

    /// <summary>Headers that name the end of a rate limit.</summary>
    private static readonly string[] LimitResets = ["X-RateLimit-Reset", "RateLimit-Reset", "X-Rate-Limit-Reset"];

    private readonly ConnectorHttpOptions _options;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, HostState> _hosts = new();

    // Two clients, because connections are pooled by host alone: one that a source with permission opened into
    // a private network must not carry the request of a source without.
    private readonly HttpClient _publicOnly;
    private readonly HttpClient _anywhere;

    public ConnectorHttp(ConnectorHttpOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _publicOnly = SafeConnection.CreateClient(options, PublicAddress.IsPublic);
        _anywhere = SafeConnection.CreateClient(options, _ => true);
    }

    /// <summary>Sends a request, with retries and redirects. Throws only when <paramref name="stopping"/> asks for it.</summary>
    public async Task<HttpFetchResult> FetchAsync(HttpFetchRequest request, CancellationToken stopping)
    {
        var hop = Hop.To(request.Url, request.Body);
        var seen = new HashSet<(Uri, bool)>();
        var left = _options.TotalLimit;
        var arrival = new Arrival();
        for (var redirects = 0; ; redirects++)
        {
            if (Refused(request, hop, redirects, repeated: !seen.Add((hop.Url, hop.Body is null))) is { } problem)
            {
                return new HttpFetchResult.Failed(problem, NeedsOperator: true);
            }

            var (current, where, host) = (hop, request.Display(hop.Url), HostOf(hop.Url));
            try
            {
                var (last, taken) = await host.RunAsync(token => AttemptAsync(request, current, where, arrival, token), left, stopping);
                left -= taken;
                if (last.RedirectTo is not { } next)
                {
                    return last.Result is HttpFetchResult.Failed failed ? failed with { Arrived = arrival.Beginning } : last.Result;
                }

                hop = next;
            }
            catch (TimeoutRejectedException)
            {
                left = TimeSpan.Zero;
            }
            catch (BrokenCircuitException)
            {
                var cause = host.LastFailure?.Sentence ?? $"{where} did not answer in time";
                var broken = Problem.Create(
                    "http.host-failing",
                    $"{cause} (the host failed repeatedly and is not asked for {_options.BreakFor.TotalSeconds:0} seconds)");
                return new HttpFetchResult.Failed(broken, NeedsOperator: false);
            }

            if (left <= TimeSpan.Zero)
            {
                var seconds = _options.TotalLimit.TotalSeconds;
                var late = arrival.Bytes == 0
                    ? Problem.Create("http.timeout", $"{where} did not answer within {seconds:0.#} seconds; it is tried again later")
                    : Problem.Create(
                        "http.too-slow",
                        $"{where} sent only {arrival.Bytes} bytes of its answer within {seconds:0.#} seconds; it is tried again later");
                return new HttpFetchResult.Failed(late, NeedsOperator: false) { Arrived = arrival.Beginning };
            }
        }
    }

    public void Dispose()
    {
        _publicOnly.Dispose();
        _anywhere.Dispose();
    }

    /// <summary>Why an address on the way is not asked; null if it is.</summary>
    private Problem? Refused(HttpFetchRequest request, Hop hop, int redirects, bool repeated)
    {
        if (redirects == 0 && !hop.IsWeb)
        {
            return Problem.Create("http.not-web", $"its url is no http or https address; correct it");
        }

        var (where, limit) = (request.Display(request.Url), _options.MaxRedirects);
        return !hop.IsWeb ? Problem.Create(
                "http.redirect-not-web",
                $"{where} redirects to an address that is neither http nor https; configure the address it leads to")
            : repeated ? Problem.Create(
                "http.redirect-loop", $"{where} redirects in a circle; configure the address at which it answers")
            : redirects > limit ? Problem.Create(
                "http.too-many-redirects", $"{where} redirects more than {limit} times; configure the address it leads to")
            : null;
    }

    private async Task<AttemptResult> AttemptAsync(
        HttpFetchRequest request, Hop hop, string where, Arrival arrival, CancellationToken stopping)
    {
        arrival.Clear();
        using var message = CreateMessage(request, hop);
        AttemptResult result;
        try
        {
            var client = request.AllowPrivateNetwork ? _anywhere : _publicOnly;
            using var response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, stopping);
            result = await ReadAsync(response, hop, where, arrival, stopping);
        }
        catch (Exception trouble) when (trouble is HttpRequestException or IOException or InvalidDataException)
        {
            // A cancelled request reports itself as an I/O error now and then.
            stopping.ThrowIfCancellationRequested();
            result = Explain(trouble, hop.Url.Host, where, arrival.Bytes);
            if (trouble is InvalidDataException)
            {
                // Compression is checked at its end, so that what came before may be damaged too.
                arrival.Clear();
            }
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            result = AttemptResult.Failure(
                "http.connect-timeout",
                $"{where} could not be connected to within {_options.ConnectLimit.TotalSeconds:0.#} seconds; it is tried again later");
        }

        return hop.Body is null || request.Idempotent ? result : result with { ShouldRetry = false };
    }

    private HttpRequestMessage CreateMessage(HttpFetchRequest request, Hop hop)
    {
        var message = new HttpRequestMessage(hop.Body is null ? HttpMethod.Get : HttpMethod.Post, hop.Url);
        var validators = request.Validators is { } known && known.For == Validators.NameOf(hop.Url) ? known : null;
        Add("User-Agent", _options.Contact is { } contact ? $"Listening/0.1 (+{contact})" : "Listening/0.1");
        Add("Accept", request.Accept);
        Add("If-None-Match", validators?.ETag);
        Add("If-Modified-Since", validators?.LastModified);
        foreach (var (name, value) in request.Headers.Where(_ => hop.SameOrigin))
        {
            Add(name, value);
        }

        if (hop.Body is { } body)
        {
            message.Content = new ByteArrayContent(body.Bytes);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", body.ContentType);
        }

        return message;

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                message.Headers.TryAddWithoutValidation(name, value);
            }
        }
    }

    private async Task<AttemptResult> ReadAsync(
        HttpResponseMessage response, Hop hop, string where, Arrival arrival, CancellationToken stopping)
    {
        var status = (int)response.StatusCode;
        var headers = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        if (Hop.IsRedirect(status))
        {
            return !headers.TryGetValue("Location", out var location) || location.Length == 0
                ? AttemptResult.Refusal(
                    "http.redirect-without-target",
                    $"{where} redirects without saying where to; configure the address it leads to",
                    needsOperator: false)
                : !Uri.TryCreate(hop.Url, location, out var next)
                ? AttemptResult.Refusal(
                    "http.redirect-not-valid",
                    $"{where} redirects to an address that is not valid; configure the address it should lead to",
                    needsOperator: false)
                : hop.Follow(status, next) is { } follow
                    ? AttemptResult.Refusal("http.redirect", $"{where} redirects") with { RedirectTo = follow }
                : AttemptResult.Refusal(
                    "http.redirect-elsewhere",
                    $"{where} redirects a POST to {next.Host}, which must not get its content; configure the address it leads to");
        }

        if (status == 429 || (status == 503 && headers.ContainsKey("Retry-After")))
        {
            var asked = RetryAfter(headers.GetValueOrDefault("Retry-After")) ?? LimitReset(headers);
            var wait = asked ?? WaitWithoutHint;
            var problem = asked is { TotalSeconds: > 1 }
                ? Problem.Create("http.slow-down", $"{where} answers {status} and asks for a pause of {wait.TotalSeconds:0} seconds")
                : Problem.Create("http.pause-unspecified", $"{where} answers {status} and asks for a pause, but names no useful length");
            return new(new HttpFetchResult.SlowDown(wait, problem))
            {
                // Not for 429: who asks too often already does not ask three times more, however short the pause that is asked for.
                ShouldRetry = status == 503 && asked <= _options.MaxWait,
                RetryAfter = asked,
            };
        }

        if (status is 408 or (>= 500 and not 501 and not 505))
        {
            return AttemptResult.Failure(
                "http.server-error", $"{where} answers {status}, an error of its server; it is tried again later");
        }

        if (headers.TryGetValue("Content-Encoding", out var encoding) && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            // What is known was unpacked and taken off the headers by now.
            return AttemptResult.Refusal(
                "http.unknown-compression",
                $"{where} answers with a compression that is not known here; its operator has to send gzip, deflate, br or none",
                needsOperator: false);
        }

        var answer = new HttpFetchResult.Response(response.StatusCode, headers, [], hop.Url, hop.PermanentUrl, where);
        arrival.Begin(answer);
        if (await BodyAsync(response, arrival, stopping) is { } body)
        {
            return new(answer with { Body = body });
        }

        arrival.Clear();
        var mebibytes = _options.MaxBodyBytes / (1024.0 * 1024);
        return AttemptResult.Refusal(
            "http.too-large", $"{where} answers with more than {mebibytes:0.##} MiB; configure an address that answers with less");
    }

    /// <summary>The wait a server asks for, as seconds or as a date (RFC 9110, 10.2.3); null if it is missing or makes no sense.</summary>
    private TimeSpan? RetryAfter(string? written)
    {
        if (!RetryConditionHeaderValue.TryParse(written, out var value))
        {
            return null;
        }

        var wait = value.Delta ?? value.Date - _time.GetUtcNow() ?? TimeSpan.Zero;
        return TimeSpan.FromTicks(Math.Clamp(wait.Ticks, TimeSpan.TicksPerSecond, MaxRetryAfter.Ticks));
    }

    /// <summary>
    /// The wait until a rate limit ends, where that is all a server says: Mastodon writes an instant, Bluesky and X seconds since 1970, and
    /// others seconds from now (draft-ietf-httpapi-ratelimit-headers; read November 2026). Null if there is none.
    /// </summary>
    private TimeSpan? LimitReset(Dictionary<string, string> headers)
    {
        var written = LimitResets.Select(headers.GetValueOrDefault).FirstOrDefault(value => value is not null);
        var wait = uint.TryParse(written, CultureInfo.InvariantCulture, out var seconds) && seconds <= MaxRetryAfter.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : DateReader.Read(written, TimeZoneInfo.Utc) - _time.GetUtcNow();
        return wait is { } found ? TimeSpan.FromTicks(Math.Clamp(found.Ticks, TimeSpan.TicksPerSecond, MaxRetryAfter.Ticks)) : null;
    }

    /// <summary>The body, decompressed; null if it is larger than allowed, in which case the rest is not even read.</summary>
    private async Task<byte[]?> BodyAsync(HttpResponseMessage response, Arrival arrival, CancellationToken stopping)
    {
        if (response.Content.Headers.ContentLength > _options.MaxBodyBytes)
        {
            return null;
        }

        await using var stream = await response.Content.ReadAsStreamAsync(stopping);
        if (!await TryReadAsync(stream, arrival.Body, stopping))
        {
            return null;
        }

        var body = arrival.Body.ToArray();
        if (!Arrival.IsGzip(body))
        {
            return body;
        }

        // A gzip file: the response's own compression, if there was any, is undone by now.
        await using var packed = new GZipStream(new MemoryStream(body), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        return await TryReadAsync(packed, unpacked, stopping) ? unpacked.ToArray() : null;
    }

    /// <summary>Reads a stream to its end; false if it is larger than allowed.</summary>
    private async Task<bool> TryReadAsync(Stream stream, MemoryStream into, CancellationToken stopping)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await stream.ReadAsync(buffer, stopping) is var read and > 0)
            {
                if (into.Length + read > _options.MaxBodyBytes)
                {
                    return false;
                }

                into.Write(buffer, 0, read);
            }
        }
        catch (InvalidOperationException damaged)
        {
            // What BrotliStream says of data that is not Brotli (.NET 10); the other decoders say InvalidData.
            throw new InvalidDataException("The compressed data is damaged.", damaged);
        }

        return true;
    }

    /// <summary>Why there was no answer, and whether another attempt may help.</summary>
    private static AttemptResult Explain(Exception trouble, string host, string where, long arrived) =>
        (trouble as HttpRequestException)?.HttpRequestError switch
        {
            _ when trouble.GetBaseException() is AddressRefusedException => AttemptResult.Refusal(
                "http.private-address",
                $"{where} is in a private network, which this source may not reach; set allowPrivateNetwork if that is intended"),
            HttpRequestError.NameResolutionError => AttemptResult.Failure(
                "http.unknown-host", $"the host {host} has no address; check the spelling in its url, or wait if its name server is down"),
            HttpRequestError.SecureConnectionError => AttemptResult.Failure(
                "http.certificate",
                $"no secure connection to {host} could be made, probably because its certificate is not valid; "
                + $"its operator has to renew it",
                shouldRetry: false),
            HttpRequestError.ConfigurationLimitExceeded => AttemptResult.Refusal(
                "http.headers-too-large", $"{where} answers with more than 64 KiB of headers; its operator has to correct it",
                needsOperator: false),
            HttpRequestError.ConnectionError =>
                AttemptResult.Failure("http.cannot-connect", $"{where} cannot be connected to; it is tried again later"),
            _ when trouble is InvalidDataException =>
                AttemptResult.Failure("http.damaged", $"{where} answers with damaged compression; it is tried again later"),
            _ when arrived > 0 =>
                AttemptResult.Failure("http.cut", $"{where} broke off after {arrived} bytes of its answer; it is tried again later"),
            _ => AttemptResult.Failure("http.cut", $"{where} broke off before its answer; it is tried again later"),
        };

    private HostState HostOf(Uri url)
    {
        if (_hosts.Count > MaxHosts)
        {
            // A request that just fetched its host may lose it here and run beside another: impolite once, harmless.
            foreach (var (host, _) in _hosts.Where(host => host.Value.IsIdle))
            {
                _hosts.TryRemove(host, out _);
            }
        }

        return _hosts.GetOrAdd(url.IdnHost, _ => new HostState(_options, _time));
    }
}
