using System.Net;
using System.Text.RegularExpressions;
using Listening.Connectors.Api;
using Listening.Connectors.Http;

namespace Listening.Connectors.Mastodon;

/// <summary>
/// Reads hashtags, searches and mentions of a Mastodon server. Pages are asked for downwards by the last id, which is what compatible
/// servers have in common: Hollo, for one, takes <c>min_id</c> for something else (docs.joinmastodon.org and sources, read November 2026).
/// </summary>
public sealed partial class MastodonConnector(ConnectorHttp http, Secrets secrets) : IConnector
{
    /// <summary>The most that a server gives.</summary>
    private const int PageSize = 40;

    /// <summary>
    /// Most conversations of a page that are asked for: each is a request, of which 300 are allowed in five minutes. Others are named by
    /// their parents' ids on this server.
    /// </summary>
    private const int MaxConversations = 10;

    /// <summary>The one walk through mentions, which need no search.</summary>
    private static readonly IReadOnlyList<string> Mentions = ["@"];

    public ConnectorDescription Description => MastodonOptions.Connector;

    public async Task<FetchOutcome> FetchAsync(FetchRequest request, CancellationToken stopping)
    {
        var options = request.Options<MastodonOptions>();
        var searches = Mentions;
        if (options.Read != MastodonReading.Mentions)
        {
            searches = SearchTerms.Of(request, out var nothing);
            if (nothing is not null)
            {
                return nothing;
            }
        }

        string? token = null;
        if (options.Token is { } reference && !secrets.TryResolve(reference, out token, out var missing))
        {
            return new FetchOutcome.Failed(missing, NeedsOperator: true);
        }

        // A hashtag and a search for the same word are walked through apart.
        searches = options.Read == MastodonReading.Hashtags ? [.. searches.Select(tag => "#" + tag)] : searches;
        var server = new MastodonServer(http, options, token);
        var walk = SearchWalk.From(request.Cursor, searches, Rules(options), request.Now);
        var result = await server.AskAsync(Path(options.Read, walk), stopping, Parameters(options.Read, walk));
        if (result is not HttpFetchResult.Response { IsSuccess: true } response)
        {
            return Refused(result, options) ?? walk.End([]).ToOutcome(request, [], []);
        }

        if (ApiJson.TryParse(response.Body) is not { } answer || StatusesOf(answer, options.Read) is not { } list)
        {
            return ApiProblems.Unreadable(response.Where);
        }

        if (list.Count == 0 && walk is { IsFirst: true } && await server.IsClosedAsync(options.Read, stopping))
        {
            return new FetchOutcome.Failed(Problems.Closed(response.Where), NeedsOperator: true);
        }

        var read = ApiItems<MastodonStatus>.From(list, item => MastodonStatus.Read(
            options.Read == MastodonReading.Mentions ? item["status"] : item));
        var mentions = await MentionsAsync(request, server, read.Read, stopping);
        var items = list.Select(item => new WalkItem(item["id"].Text ?? "", item["created_at"].Instant?.ToUnixTimeMilliseconds())).ToList();
        return walk.To(NextPage(options.Read, walk, response, items), items).ToOutcome(request, mentions, read.Rejected);
    }

    /// <summary>
    /// In milliseconds. Once an hour a day is read again: a post that a server fetches late, as one that was answered or boosted there,
    /// gets an id by its date and stands below what was read (Mastodon's <c>Snowflake::Callbacks</c>), and edits change no order.
    /// </summary>
    private static WalkRules Rules(MastodonOptions options) => new()
    {
        LookBack = options.LookBack,
        Overlap = 10 * 60_000,
        DeepOverlap = 24 * 3_600_000,
        DeepEvery = TimeSpan.FromHours(1),
        MarkOf = instant => instant.ToUnixTimeMilliseconds(),
    };

    private static string Path(MastodonReading reading, SearchWalk walk) => reading switch
    {
        MastodonReading.Search => "/api/v2/search",
        MastodonReading.Mentions => "/api/v1/notifications",
        _ => $"/api/v1/timelines/tag/{Uri.EscapeDataString(walk.Search[1..])}",
    };

    /// <summary>A search is paged by number, as its ids count in whole seconds and leave posts out (StatusesSearchService).</summary>
    private static IEnumerable<(string, string?)> Parameters(MastodonReading reading, SearchWalk walk) => reading switch
    {
        MastodonReading.Search => [("q", walk.Search), ("type", "statuses"), ("limit", $"{PageSize}"), ("offset", walk.Page)],
        MastodonReading.Mentions => [("types[]", "mention"), ("limit", $"{PageSize}"), ("max_id", walk.Page)],
        _ => [("limit", $"{PageSize}"), ("max_id", walk.Page)],
    };

    private static IReadOnlyList<ApiJson>? StatusesOf(ApiJson answer, MastodonReading reading) =>
        (reading == MastodonReading.Search ? answer["statuses"] : answer).List;

    /// <summary>
    /// The next page: as the server names it, else by the last post. A short page is no end, since posts are left out after they were
    /// counted; an empty one is.
    /// </summary>
    private static string? NextPage(
        MastodonReading reading, SearchWalk walk, HttpFetchResult.Response response, List<WalkItem> items) =>
        items.Count == 0 ? null
            : reading == MastodonReading.Search
                ? $"{int.Parse(walk.Page ?? "0", CultureInfo.InvariantCulture) + PageSize}"
            : NextLink().Match(response.Header("Link") ?? "") is { Success: true } next ? Uri.UnescapeDataString(next.Groups[1].Value)
            : items[^1].Id is { Length: > 0 } last ? last : null;

    /// <summary>What a refusal means; null for a hashtag that this server has never seen.</summary>
    private static FetchOutcome? Refused(HttpFetchResult result, MastodonOptions options) => result switch
    {
        HttpFetchResult.Response { Status: HttpStatusCode.NotFound } unknown when options.Read == MastodonReading.Hashtags
            && ApiJson.TryParse(unknown.Body)?["error"].Text is not null => null,
        HttpFetchResult.Response { Status: HttpStatusCode.Unauthorized or HttpStatusCode.UnprocessableEntity } closed
            when options.Token is null => new FetchOutcome.Failed(Problems.Closed(closed.Where), NeedsOperator: true),
        _ => result.ToOutcome(),
    };

    /// <summary>The posts with what they answer, as far as this page or their server tells.</summary>
    private static async Task<List<Mention>> MentionsAsync(
        FetchRequest request, MastodonServer server, IReadOnlyList<MastodonStatus> statuses, CancellationToken stopping)
    {
        var (mentions, asked) = (new List<Mention>(), 0);
        var addressed = request.Options<MastodonOptions>().Read == MastodonReading.Mentions;
        var byId = statuses.Where(status => status.Id is not null).DistinctBy(status => status.Id).ToDictionary(status => status.Id!);
        foreach (var status in statuses.Where(status => status.MayBeRead(addressed)).DistinctBy(status => status.Uri))
        {
            MastodonConversation? conversation = null;
            if (status is { ParentId: { } parent, Id: { } id })
            {
                conversation = OnPage(parent, byId)
                    ?? (asked++ < MaxConversations ? await server.ConversationAsync(id, stopping) : null)
                    ?? new MastodonConversation(MentionId.For(server.Host, parent), $"{server.Host}/{parent}");
            }

            mentions.Add(status.ToMention(request, server.Host, conversation));
        }

        return mentions;
    }

    /// <summary>The conversation, if all of it up to its beginning stands on this page.</summary>
    private static MastodonConversation? OnPage(string parentId, Dictionary<string, MastodonStatus> byId)
    {
        if (!byId.TryGetValue(parentId, out var parent))
        {
            return null;
        }

        var root = parent;
        for (var steps = 0; root.ParentId is { } above; steps++)
        {
            if (steps == byId.Count || !byId.TryGetValue(above, out root!))
            {
                return null;
            }
        }

        return new(MentionId.For(MentionId.GlobalUri, parent.Uri), root.Uri);
    }

    [GeneratedRegex("[?&]max_id=([^&>]+)[^>]*>;\\s*rel=\"?next")]
    private static partial Regex NextLink();

    private static class Problems
    {
        public static Problem Closed(string where) => Problem.Create(
            "mastodon.needs-token",
            $"{where} shows posts to accounts of its server only; give this source a token, or read another server");
    }
}

/// <summary>A server, and who asks it.</summary>
internal sealed class MastodonServer(ConnectorHttp http, MastodonOptions options, string? token)
{
    public string Host => WebAddress.Site(options.Server);

    public Task<HttpFetchResult> AskAsync(string path, CancellationToken stopping, params IEnumerable<(string, string?)> parameters) =>
        http.FetchAsync(
            new HttpFetchRequest(ApiUrl.Of(options.Server, path, parameters))
            {
                Accept = "application/json",
                AllowPrivateNetwork = options.AllowPrivateNetwork,
                Headers = token is null ? new Dictionary<string, string>()
                    : new Dictionary<string, string> { ["Authorization"] = $"Bearer {token}" },
            },
            stopping);

    /// <summary>What a post answers; null if the server does not tell now, which costs the conversation's name and not the post.</summary>
    public async Task<MastodonConversation?> ConversationAsync(string id, CancellationToken stopping)
    {
        var result = await AskAsync($"/api/v1/statuses/{Uri.EscapeDataString(id)}/context", stopping);
        return result is HttpFetchResult.Response { IsSuccess: true } response
            && ApiJson.TryParse(response.Body)?["ancestors"].Items is [var root, ..] ancestors
            && root["uri"].Text is { } thread && ancestors[^1]["uri"].Text is { } parent
                ? new(MentionId.For(MentionId.GlobalUri, parent), thread)
                : null;
    }

    /// <summary>
    /// True if the server says that it shows no hashtags: it then answers with an empty list, as for a hashtag that nobody has used
    /// (<c>timelines_access</c>, since Mastodon 4.5).
    /// </summary>
    public async Task<bool> IsClosedAsync(MastodonReading reading, CancellationToken stopping)
    {
        if (reading != MastodonReading.Hashtags)
        {
            return false;
        }

        var result = await AskAsync("/api/v2/instance", stopping);
        return result is HttpFetchResult.Response { IsSuccess: true } response
            && ApiJson.TryParse(response.Body) is { } instance
            && instance["configuration"]["timelines_access"]["hashtag_feeds"] is { IsObject: true } access
            && access["local"].Text == "disabled" && access["remote"].Text == "disabled";
    }
}
