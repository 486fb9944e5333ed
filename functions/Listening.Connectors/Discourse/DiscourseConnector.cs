using Listening.Connectors.Api;
using Listening.Connectors.Http;

namespace Listening.Connectors.Discourse;

/// <summary>
/// Reads a Discourse forum: all posts by <c>/posts.json</c>, or a search, which shows the beginnings of posts, so that they are then read
/// whole topic by topic (openapi.json of discourse_api_docs and LatestPostsQuery, read November 2026).
/// </summary>
public sealed class DiscourseConnector(ConnectorHttp http, Secrets secrets) : IConnector
{
    /// <summary>Posts of a page.</summary>
    private const int PageSize = 50;

    /// <summary>
    /// Empty pages in a row after which there are no older posts: older versions answer with a window of ids, which may hold none that
    /// everybody may see although there are more below.
    /// </summary>
    private const int MaxEmptyPages = 10;

    /// <summary>Pages that a search shows.</summary>
    private const int MaxSearchPages = 10;

    /// <summary>The one walk through all posts, which need no search.</summary>
    private static readonly IReadOnlyList<string> AllPosts = [""];

    public ConnectorDescription Description => DiscourseOptions.Connector;

    public async Task<FetchOutcome> FetchAsync(FetchRequest request, CancellationToken stopping)
    {
        var options = request.Options<DiscourseOptions>();
        var searches = AllPosts;
        if (options.Read == DiscourseReading.Search)
        {
            searches = SearchTerms.Of(request, out var nothing);
            if (nothing is not null)
            {
                return nothing;
            }
        }

        string? key = null;
        if (options.ApiKey is { } reference && !secrets.TryResolve(reference, out key, out var missing))
        {
            return new FetchOutcome.Failed(missing, NeedsOperator: true);
        }

        var walk = SearchWalk.From(request.Cursor, searches, Rules(options), request.Now);
        Task<HttpFetchResult> AskAsync(string path, IEnumerable<(string, string?)> parameters) => http.FetchAsync(
            new HttpFetchRequest(ApiUrl.Of(options.Server, path, parameters))
            {
                Accept = "application/json",
                AllowPrivateNetwork = options.AllowPrivateNetwork,
                Headers = key is null ? new Dictionary<string, string>()
                    : new Dictionary<string, string> { ["Api-Key"] = key, ["Api-Username"] = options.ApiUsername! },
            },
            stopping);
        return options.Read == DiscourseReading.Search
            ? await SearchAsync(request, walk, AskAsync)
            : await PostsAsync(request, walk, AskAsync);
    }

    /// <summary>
    /// In posts, whose numbers grow with each that is published, whatever its date. Once a day the last 500 are read again: for edits, and
    /// for topics that are listed late.
    /// </summary>
    private static WalkRules Rules(DiscourseOptions options) => new()
    {
        LookBack = options.LookBack,
        Overlap = PageSize,
        DeepOverlap = 500,
        DeepEvery = TimeSpan.FromDays(1),
    };

    private static async Task<FetchOutcome> PostsAsync(FetchRequest request, SearchWalk walk, Ask ask)
    {
        var (before, empty) = PageOf(walk.Page);
        var result = await ask("/posts.json", [("before", before is { } number ? $"{number}" : null)]);
        if (result is not HttpFetchResult.Response { IsSuccess: true } response)
        {
            return result.ToOutcome();
        }

        if (ApiJson.TryParse(response.Body)?["latest_posts"].List is not { } list)
        {
            return ApiProblems.Unreadable(response.Where);
        }

        var read = ApiItems<DiscoursePost>.From(list, post => DiscoursePost.Read(post));
        List<WalkItem> items = [.. read.Read.Select(post => post.WalkItem)];
        empty = items.Count == 0 ? empty + 1 : 0;
        var below = items.Count == 0 ? before - PageSize : items.Min(item => item.Mark);
        var next = below > 1 && empty <= MaxEmptyPages ? $"{below}.{empty}" : null;
        return walk.To(next, items).ToOutcome(request, MentionsOf(read.Read, request), read.Rejected);
    }

    /// <summary>The number below which a page begins, and how many pages before it were empty.</summary>
    private static (long? Before, int Empty) PageOf(string? written)
    {
        var parts = written?.Split('.') ?? [];
        return parts is [var before, var empty]
            ? (long.Parse(before, CultureInfo.InvariantCulture), int.Parse(empty, CultureInfo.InvariantCulture))
            : (null, 0);
    }

    private static async Task<FetchOutcome> SearchAsync(FetchRequest request, SearchWalk walk, Ask ask)
    {
        var number = walk.Page is null ? 1 : int.Parse(walk.Page, CultureInfo.InvariantCulture);
        var result = await ask("/search.json", [("q", $"{walk.Search} order:latest"), ("page", $"{number}")]);
        if (result is not HttpFetchResult.Response { IsSuccess: true } response)
        {
            return result.ToOutcome();
        }

        // Without hits some versions leave the list out.
        if (ApiJson.TryParse(response.Body) is not { } answer || answer["grouped_search_result"] is not { IsObject: true } about)
        {
            return ApiProblems.Unreadable(response.Where);
        }

        var titles = answer["topics"].Items.Where(topic => topic["id"].Text is not null && topic["title"].Text is not null)
            .DistinctBy(topic => topic["id"].Text).ToDictionary(topic => topic["id"].Text!, topic => topic["title"].Text!);
        var read = ApiItems<DiscoursePost>.From(answer["posts"].Items, post => DiscoursePost.Read(post, titles));
        List<WalkItem> items = [.. read.Read.Select(post => post.WalkItem)];
        var whole = await WholeAsync([.. read.Read.Where((_, at) => walk.IsWanted(items[at]))], titles, ask);
        var more = about["more_full_page_results"].IsTrue;
        var move = walk.To(more && number < MaxSearchPages ? $"{number + 1}" : null, items);
        var cut = more && number == MaxSearchPages ? Problems.CutSearch : null;
        return move.ToOutcome(request, MentionsOf(whole, request), read.Rejected, cut);
    }

    /// <summary>The posts whole, as far as the forum shows them now; the others as the search showed them.</summary>
    private static async Task<List<DiscoursePost>> WholeAsync(
        List<DiscoursePost> found, Dictionary<string, string> titles, Ask ask)
    {
        var posts = new List<DiscoursePost>();
        foreach (var topic in found.GroupBy(post => post.Topic))
        {
            var result = await ask(
                $"/t/{Uri.EscapeDataString(topic.Key)}/posts.json", topic.Select(post => ("post_ids[]", (string?)post.Id)));
            var whole = result is HttpFetchResult.Response { IsSuccess: true } response && ApiJson.TryParse(response.Body) is { } answer
                ? ApiItems<DiscoursePost>.From(answer["post_stream"]["posts"].Items, post => DiscoursePost.Read(post, titles)).Read
                : [];
            posts.AddRange(topic.Select(post => whole.FirstOrDefault(other => other.Id == post.Id) ?? post));
        }

        return posts;
    }

    private static List<Mention> MentionsOf(IReadOnlyList<DiscoursePost> posts, FetchRequest request)
    {
        var server = request.Options<DiscourseOptions>().Server;
        var forum = WebAddress.Site(server) + server.AbsolutePath.TrimEnd('/');
        var ids = posts.DistinctBy(post => (post.Topic, post.Number)).ToDictionary(post => (post.Topic, post.Number), post => post.Id);
        return [.. posts.Where(post => post.IsPost).Select(post =>
            post.ToMention(request, server, forum, number => ids.GetValueOrDefault((post.Topic, number))))];
    }

    private delegate Task<HttpFetchResult> Ask(string path, IEnumerable<(string Name, string? Value)> parameters);

    private static class Problems
    {
        public static readonly Problem CutSearch = Problem.Create(
            "discourse.search-cut",
            $"one of its searches has more posts than the forum shows, of which the newest were read; narrow its query, or read all posts");
    }
}
