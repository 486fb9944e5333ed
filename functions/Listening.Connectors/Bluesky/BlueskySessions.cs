using System.Collections.Concurrent;
using System.Net;
using Listening.Connectors.Api;
using Listening.Connectors.Http;

namespace Listening.Connectors.Bluesky;

/// <summary>A login.</summary>
/// <param name="Server">The account's own server, to which its requests go.</param>
internal sealed record BlueskySession(Uri Server, string Token, DateTimeOffset EndsAt);

/// <summary>
/// Logins, kept in memory only: 300 a day are allowed, a token lasts two hours, and no cursor may hold one (observed on pds 0.4.217,
/// November 2026). After a restart, the account logs in again.
/// </summary>
internal sealed class BlueskySessions(ConnectorHttp http)
{
    /// <summary>A token is not used to its end, so that clocks may differ.</summary>
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(100);

    private readonly ConcurrentDictionary<string, BlueskySession> _sessions = new();

    /// <summary>The session of an account, or why there is none.</summary>
    public async Task<(BlueskySession? Session, FetchOutcome? Trouble)> FindAsync(
        BlueskyOptions options, string password, DateTimeOffset now, CancellationToken stopping)
    {
        var key = KeyOf(options, password);
        if (_sessions.TryGetValue(key, out var known) && now < known.EndsAt && known.EndsAt <= now + Lasts)
        {
            return (known, null);
        }

        var login = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>
        {
            ["identifier"] = options.Handle,
            ["password"] = password,
        });
        var result = await http.FetchAsync(
            new HttpFetchRequest(ApiUrl.Of(options.Server, "/xrpc/com.atproto.server.createSession"))
            {
                Accept = "application/json",
                AllowPrivateNetwork = options.AllowPrivateNetwork,
                Body = new PostBody(login, "application/json"),
            },
            stopping);
        if (result is HttpFetchResult.Response { Status: HttpStatusCode.Unauthorized } refused)
        {
            return (null, new FetchOutcome.Failed(Problems.Refused(refused.Where), NeedsOperator: true));
        }

        if (result is not HttpFetchResult.Response { IsSuccess: true } response)
        {
            return (null, result.ToOutcome());
        }

        if (ApiJson.TryParse(response.Body) is not { } answer || answer["accessJwt"].Text is not { } token)
        {
            return (null, ApiProblems.Unreadable(response.Where));
        }

        if (answer["active"].Value.ValueKind == JsonValueKind.False)
        {
            return (null, new FetchOutcome.Failed(Problems.Inactive, NeedsOperator: true));
        }

        var session = new BlueskySession(ServerOf(answer, options), token, now + Lasts);
        _sessions[key] = session;
        return (session, null);
    }

    /// <summary>Forgets a session whose token its server no longer takes.</summary>
    public void Forget(BlueskyOptions options, string password) => _sessions.TryRemove(KeyOf(options, password), out _);

    /// <summary>A changed password is another key, so that a session of the former one is not used on.</summary>
    private static string KeyOf(BlueskyOptions options, string password) =>
        StableHash.Compute(options.Server.AbsoluteUri, options.Handle, password);

    /// <summary>Where the account lives, as the login says. Its token goes nowhere without https, unless that is allowed.</summary>
    private static Uri ServerOf(ApiJson answer, BlueskyOptions options)
    {
        var home = answer["didDoc"]["service"].Items.FirstOrDefault(
            service => service["id"].Text?.EndsWith("#atproto_pds", StringComparison.Ordinal) == true);
        return WebAddress.Parse(home["serviceEndpoint"].Text) is { } server
            && (server.Scheme == Uri.UriSchemeHttps || options.AllowPrivateNetwork)
                ? server
                : options.Server;
    }

    private static class Problems
    {
        public static readonly Problem Inactive = Problem.Create(
            "bluesky.inactive", $"the account that reads is deactivated or suspended; activate it, or configure another");

        public static Problem Refused(string where) => Problem.Create(
            "bluesky.login-refused", $"{where} takes no login with this handle and app password; make a new app password and set it");
    }
}
