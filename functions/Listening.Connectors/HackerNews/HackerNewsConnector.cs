using Listening.Connectors.Api;
using Listening.Connectors.Http;
using Listening.Connectors.Text;

namespace Listening.Connectors.HackerNews;

/// <summary>Searches Hacker News by its public search at Algolia (github.com/algolia/hn-search, read November 2026).</summary>
public sealed class HackerNewsConnector(ConnectorHttp http) : IConnector
{
    private const string Platform = "news.ycombinator.com";

    /// <summary>The search shows 1,000 hits at most (algolia/hn-search#230), so pages are asked for by time and not by number.</summary>
    private const int PageSize = 100;

    public ConnectorDescription Description => HackerNewsOptions.Connector;

    public async Task<FetchOutcome> FetchAsync(FetchRequest request, CancellationToken stopping)
    {
        var options = request.Options<HackerNewsOptions>();
        var searches = SearchTerms.Of(request, out var nothing);
        if (nothing is not null)
        {
            return nothing;
        }

        var walk = SearchWalk.From(request.Cursor, searches, Rules(options), request.Now);
        var result = await http.FetchAsync(
            new HttpFetchRequest(Url(options.Api, walk))
            {
                Accept = "application/json",
                AllowPrivateNetwork = options.AllowPrivateNetwork,
            },
            stopping);
        if (result is not HttpFetchResult.Response { IsSuccess: true } response)
        {
            return result.ToOutcome();
        }

        if (ApiJson.TryParse(response.Body) is not { } answer || answer["hits"].List is not { } hits)
        {
            return ApiProblems.Unreadable(response.Where);
        }

        var items = hits.Select(hit => new WalkItem(hit["objectID"].Text ?? "", hit["created_at_i"].Number)).ToList();
        var fresh = hits.Where((_, at) => walk.IsNew(items[at])).ToList();
        var read = ApiItems<Mention>.From(fresh, hit => MentionOf(hit, request));
        var move = answer["nbHits"].Number <= hits.Count ? walk.End(items) : walk.Below(items);
        return move.ToOutcome(request, read.Read, read.Rejected);
    }

    /// <summary>In seconds. A post may be edited for two hours, and the index follows within minutes.</summary>
    private static WalkRules Rules(HackerNewsOptions options) => new()
    {
        LookBack = options.LookBack,
        Overlap = 3_600,
        DeepOverlap = 3 * 3_600,
        DeepEvery = TimeSpan.FromHours(1),
        MarkOf = instant => instant.ToUnixTimeSeconds(),
    };

    /// <summary>
    /// Without <c>typoTolerance=false</c> a name would match look-alikes, and without <c>advancedSyntax</c> a phrase would be words.
    /// </summary>
    private static Uri Url(Uri api, SearchWalk walk) => ApiUrl.Of(
        api,
        "/api/v1/search_by_date",
        ("query", walk.Search),
        ("tags", "(story,comment)"),
        ("numericFilters", $"created_at_i>={walk.Floor}" + (walk.Ceiling is { } ceiling ? $",created_at_i<={ceiling}" : "")),
        ("hitsPerPage", $"{PageSize}"),
        ("typoTolerance", "false"),
        ("advancedSyntax", "true"));

    private static (Mention? Item, Problem? Cause) MentionOf(ApiJson hit, FetchRequest request)
    {
        if (hit["objectID"].Text is not { } id)
        {
            return (null, ApiProblems.Missing("objectID"));
        }

        var comment = hit["comment_text"].Text;
        var headline = HtmlText.FromPlain(hit[comment is null ? "title" : "story_title"].Text ?? "");
        var body = HtmlText.FromHtml(comment ?? hit["story_text"].Text ?? "");
        var title = headline.Length == 0 ? null : headline;
        if (comment is null)
        {
            if (title is null && body.Length == 0)
            {
                return (null, ApiProblems.Missing("comment_text or title"));
            }

            // Most stories are a headline and a link, and the search finds words of the link's address too.
            var link = WebAddress.Parse(hit["url"].Text)?.AbsoluteUri ?? "";
            (title, body) = body.Length == 0 ? (null, $"{title}\n{link}".Trim()) : (title, $"{body}\n{link}".Trim());
        }

        var author = hit["author"].Text;
        return (new Mention
        {
            Id = MentionId.For(Platform, id),
            Platform = Platform,
            NativeId = id,
            Source = request.Source.Name,
            Url = $"https://{Platform}/item?id={Uri.EscapeDataString(id)}",
            Author = author is null ? null : new Author(author, Handle: author),
            Title = title,
            Text = body,
            PostedAt = hit["created_at_i"].Instant ?? hit["created_at"].Instant,
            FetchedAt = request.Now,

            // The index dates a post anew for each vote and answer, so that only its words tell an edit.
            Revision = StableHash.Compute(title ?? "", body),
            Parent = hit["parent_id"].Text is { } parent ? MentionId.For(Platform, parent) : null,
            Thread = hit["story_id"].Text ?? id,
        }, null);
    }
}
