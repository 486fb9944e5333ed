using System.Net;
using Listening.Connectors.Api;
using Listening.Connectors.Http;

namespace Listening.Connectors.Bluesky;

/// <summary>
/// Searches Bluesky through the account's own server, as the public address refuses searches (bluesky-social/atproto#3423, #3583), or reads
/// the account's notifications.
/// </summary>
public sealed class BlueskyConnector(ConnectorHttp http, Secrets secrets) : IConnector
{
    private const int PageSize = 100;

    /// <summary>The search gives about 10,000 posts for a cursor (medialab/minet#1018); it is then asked for what is below them.</summary>
    private const int MaxPagesOfCursor = 90;

    /// <summary>The one walk through notifications, which need no search.</summary>
    private static readonly IReadOnlyList<string> Mentions = ["@"];

    private readonly BlueskySessions _sessions = new(http);

    public ConnectorDescription Description => BlueskyOptions.Connector;

    public async Task<FetchOutcome> FetchAsync(FetchRequest request, CancellationToken stopping)
    {
        var options = request.Options<BlueskyOptions>();
        var searches = Mentions;
        if (options.Read != BlueskyReading.Mentions)
        {
            searches = SearchTerms.Of(request, out var nothing);
            if (nothing is not null)
            {
                return nothing;
            }
        }

        if (!secrets.TryResolve(options.AppPassword, out var password, out var missing))
        {
            return new FetchOutcome.Failed(missing, NeedsOperator: true);
        }

        var walk = SearchWalk.From(request.Cursor, searches, Rules(options), request.Now);
        var (result, trouble) = await AskAsync(request, walk, password, stopping);
        if (trouble is not null)
        {
            return trouble;
        }

        if (result is not HttpFetchResult.Response { IsSuccess: true } response)
        {
            // A page's name lasts for hours, and a server that no longer knows it refuses it or answers like one that is broken (502,
            // observed). Where the server is broken indeed, the next read says so.
            return walk.Page is not null && IsUnknownPage(result!) ? walk.Again().ToOutcome(request, [], []) : Refused(result!);
        }

        var member = options.Read == BlueskyReading.Mentions ? "notifications" : "posts";
        if (ApiJson.TryParse(response.Body) is not { } answer || answer[member].List is not { } list)
        {
            return ApiProblems.Unreadable(response.Where);
        }

        var read = ApiItems<BlueskyPost>.From(list, BlueskyPost.Read);
        List<WalkItem> items = [.. read.Read.Select(post => post.WalkItem)];
        var posts = read.Read.Where((post, at) => walk.IsNew(items[at]) && post.MayBeRead).DistinctBy(post => post.Uri);
        var next = answer["cursor"].Text;
        var move = next is not null && items.Count > 0 && walk.Pages >= MaxPagesOfCursor && options.Read == BlueskyReading.Search
            ? walk.Below(items)
            : walk.To(next, items);
        return move.ToOutcome(request, [.. posts.Select(post => post.ToMention(request))], read.Rejected);
    }

    /// <summary>In milliseconds. The index lags; every six hours two days are read again, for edits and posts that arrived late.</summary>
    private static WalkRules Rules(BlueskyOptions options) => new()
    {
        LookBack = options.LookBack,
        Overlap = 30 * 60_000,
        DeepOverlap = 48 * 3_600_000,
        DeepEvery = TimeSpan.FromHours(6),
        MarkOf = instant => instant.ToUnixTimeMilliseconds(),
    };

    /// <summary>Asks with the account's session, and once more with a new one if its token has ended.</summary>
    private async Task<(HttpFetchResult? Result, FetchOutcome? Trouble)> AskAsync(
        FetchRequest request, SearchWalk walk, string password, CancellationToken stopping)
    {
        var options = request.Options<BlueskyOptions>();
        for (var again = false; ; again = true)
        {
            var (session, trouble) = await _sessions.FindAsync(options, password, request.Now, stopping);
            if (session is null)
            {
                return (null, trouble);
            }

            var result = await http.FetchAsync(
                new HttpFetchRequest(Url(session.Server, options.Read, walk))
                {
                    Accept = "application/json",
                    AllowPrivateNetwork = options.AllowPrivateNetwork,
                    Headers = new Dictionary<string, string> { ["Authorization"] = $"Bearer {session.Token}" },
                },
                stopping);
            if (!HasEnded(result))
            {
                return (result, null);
            }

            _sessions.Forget(options, password);
            if (again)
            {
                return (result, null);
            }
        }
    }

    private static Uri Url(Uri server, BlueskyReading reading, SearchWalk walk) => reading == BlueskyReading.Mentions
        ? ApiUrl.Of(
            server,
            "/xrpc/app.bsky.notification.listNotifications",
            ("reasons", "mention"),
            ("reasons", "reply"),
            ("reasons", "quote"),
            ("limit", $"{PageSize}"),
            ("cursor", walk.Page))
        : ApiUrl.Of(
            server,
            "/xrpc/app.bsky.feed.searchPosts",
            ("q", walk.Search),
            ("sort", "latest"),
            ("since", Instant(walk.Floor)),
            ("until", Instant(walk.Ceiling + 1)),
            ("limit", $"{PageSize}"),
            ("cursor", walk.Page));

    private static string? Instant(long? mark) => mark is { } milliseconds
        ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
        : null;

    /// <summary>A token that has ended is refused with status 400.</summary>
    private static bool HasEnded(HttpFetchResult result) => result is HttpFetchResult.Response { Status: HttpStatusCode.BadRequest } refused
        && ApiJson.TryParse(refused.Body)?["error"].Text is "ExpiredToken" or "InvalidToken";

    private static bool IsUnknownPage(HttpFetchResult result) => result is HttpFetchResult.Response { Status: HttpStatusCode.BadRequest }
        or HttpFetchResult.Failed { Problem.Code: "http.server-error" };

    private static FetchOutcome Refused(HttpFetchResult result)
    {
        if (result is HttpFetchResult.Response { Status: HttpStatusCode.BadRequest } refused
            && ApiJson.TryParse(refused.Body) is { } answer && answer["error"].Text is { } error)
        {
            var (where, said) = (refused.Where, Excerpt.Create($"{error}: {answer["message"].Text}"));
            return new FetchOutcome.Failed(
                Problem.Create("bluesky.refused", $"{where} refuses the request ({said}); check query and account of this source"),
                NeedsOperator: true);
        }

        return result.ToOutcome();
    }
}
