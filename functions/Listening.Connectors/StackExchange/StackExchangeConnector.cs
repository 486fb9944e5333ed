using System.Net;
using System.Text.RegularExpressions;
using Listening.Connectors.Api;
using Listening.Connectors.Http;
using Listening.Connectors.Text;

namespace Listening.Connectors.StackExchange;

/// <summary>
/// Searches a Stack Exchange site by its API, version 2.3 (api.stackexchange.com/docs, read November 2026): the search names questions and
/// answers with a snippet of each, and a second request reads them whole.
/// </summary>
public sealed partial class StackExchangeConnector(ConnectorHttp http, Secrets secrets) : IConnector
{
    /// <summary>Most posts of a page, and of a request by ids.</summary>
    private const int PageSize = 100;

    public ConnectorDescription Description => StackExchangeOptions.Connector;

    public async Task<FetchOutcome> FetchAsync(FetchRequest request, CancellationToken stopping)
    {
        var options = request.Options<StackExchangeOptions>();
        var searches = SearchTerms.Of(request, out var nothing);
        if (nothing is not null)
        {
            return nothing;
        }

        string? key = null;
        if (options.Key is { } reference && !secrets.TryResolve(reference, out key, out var missing))
        {
            return new FetchOutcome.Failed(missing, NeedsOperator: true);
        }

        var walk = SearchWalk.From(request.Cursor, searches, Rules(options), request.Now);
        if (walk.PausedUntil is { } until && until > request.Now)
        {
            return new FetchOutcome.SlowDown(until - request.Now, Problems.Backoff);
        }

        var found = await AskAsync(options, key, "/search/excerpts", stopping, ("q", walk.Search), ("sort", "creation"), ("order", "desc"),
            ("fromdate", $"{walk.Floor}"), ("todate", walk.Ceiling is { } ceiling ? $"{ceiling}" : null), ("pagesize", $"{PageSize}"));
        if (found.Trouble is not null)
        {
            return found.Trouble;
        }

        var items = found.Items.Select(item => new WalkItem(IdOf(item) ?? "", item["creation_date"].Number)).ToList();
        var fresh = ApiItems<SearchedPost>.From([.. found.Items.Where((_, at) => walk.IsNew(items[at]))], SearchedPost.Read);
        var whole = Answer.Empty;
        if (fresh.Read.Count > 0)
        {
            // A post that was deleted since the search indexed it is missing here.
            var ids = string.Join(';', fresh.Read.Select(post => post.Id).Distinct());
            whole = await AskAsync(options, key, $"/posts/{ids}", stopping, ("filter", "withbody"), ("pagesize", $"{PageSize}"));
            if (whole.Trouble is not null)
            {
                return whole.Trouble;
            }
        }

        var searched = fresh.Read.DistinctBy(post => post.Id).ToDictionary(post => post.Id);
        var read = ApiItems<Mention>.From(whole.Items, post => MentionOf(post, searched, request));
        var move = found.HasMore ? walk.Below(items) : walk.End(items);
        TimeSpan? pause = found.Backoff > whole.Backoff || whole.Backoff is null ? found.Backoff : whole.Backoff;
        return move.ToOutcome(
            request, read.Read, [.. fresh.Rejected, .. read.Rejected], (whole.Quota ?? found.Quota)?.Note(), request.Now + pause);
    }

    /// <summary>In seconds. The search indexes within minutes; once a day the posts of a week are read again for their edits.</summary>
    private static WalkRules Rules(StackExchangeOptions options) => new()
    {
        LookBack = options.LookBack,
        Overlap = 600,
        DeepOverlap = 7 * 86_400,
        DeepEvery = TimeSpan.FromDays(1),
        MarkOf = instant => instant.ToUnixTimeSeconds(),
    };

    private async Task<Answer> AskAsync(
        StackExchangeOptions options,
        string? key,
        string path,
        CancellationToken stopping,
        params IEnumerable<(string, string?)> parameters)
    {
        var url = ApiUrl.Of(options.Api, "/2.3" + path, [.. parameters, ("site", options.Site), ("key", key)]);
        var result = await http.FetchAsync(
            new HttpFetchRequest(url) { Accept = "application/json", AllowPrivateNetwork = options.AllowPrivateNetwork }, stopping);
        return result switch
        {
            // Every error of the API comes with this status, whatever its own number says.
            HttpFetchResult.Response { Status: HttpStatusCode.BadRequest } refused when ApiJson.TryParse(refused.Body) is { } error
                && error["error_name"].Text is { } name => Answer.Of(Refused(refused.Where, name, error)),
            HttpFetchResult.Response { IsSuccess: true } response => ApiJson.TryParse(response.Body) is { } answer
                && answer["items"].List is { } items
                    ? new Answer(items, answer)
                    : Answer.Of(ApiProblems.Unreadable(response.Where)),
            _ => Answer.Of(result.ToOutcome()),
        };
    }

    private static FetchOutcome Refused(string where, string name, ApiJson error)
    {
        var message = error["error_message"].Text ?? "";
        if (name == "throttle_violation")
        {
            var seconds = Seconds().Match(message) is { Success: true } match
                ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
                : 60;
            return new FetchOutcome.SlowDown(
                TimeSpan.FromSeconds(seconds),
                Problem.Create(
                    "stackexchange.throttled",
                    $"{where} takes no more requests from this address for {seconds} seconds; read less often, or configure a key"));
        }

        var said = Excerpt.Create(message);
        var passes = name is "internal_error" or "temporarily_unavailable";
        return new FetchOutcome.Failed(
            passes
                ? Problem.Create("stackexchange.unavailable", $"{where} answers {name}; it is tried again later")
                : Problem.Create(
                    "stackexchange.refused", $"{where} refuses the request ({name}: {said}); correct site or key of this source"),
            NeedsOperator: !passes);
    }

    private static string? IdOf(ApiJson item) => (item["item_type"].Text == "answer" ? item["answer_id"] : item["question_id"]).Text;

    private static (Mention? Item, Problem? Cause) MentionOf(
        ApiJson post, Dictionary<string, SearchedPost> searched, FetchRequest request)
    {
        if (post["post_id"].Text is not { } id || !searched.TryGetValue(id, out var found))
        {
            return (null, ApiProblems.Missing("post_id that was asked for"));
        }

        if (WebAddress.Parse(post["link"].Text) is not { } link)
        {
            return (null, ApiProblems.Missing("link"));
        }

        // The site's host: one site has several names in the API.
        var platform = WebAddress.Site(link);
        var (text, edited) = (HtmlText.FromHtml(post["body"].Text ?? ""), post["last_edit_date"].Instant);
        return (new Mention
        {
            Id = MentionId.For(platform, id),
            Platform = platform,
            NativeId = id,
            Source = request.Source.Name,
            Url = link.AbsoluteUri,
            Author = AuthorOf(post["owner"]),
            Title = found.Title,
            Text = text,
            PostedAt = post["creation_date"].Instant,
            FetchedAt = request.Now,
            Revision = Revisions.Of(edited, StableHash.Compute(found.Title ?? "", text)),
            Edited = edited is not null,
            Parent = found.Question == id ? null : MentionId.For(platform, found.Question),
            Thread = found.Question,
        }, null);
    }

    /// <summary>An author whose account is gone has a name and no id.</summary>
    private static Author? AuthorOf(ApiJson owner)
    {
        var name = WebUtility.HtmlDecode(owner["display_name"].Text);
        return (owner["user_id"].Text ?? name) is { } id ? new Author(id, Name: name) : null;
    }

    [GeneratedRegex("in ([0-9]{1,7}) seconds")]
    private static partial Regex Seconds();

    /// <summary>A question or answer as the search names it.</summary>
    /// <param name="Question">The question that it answers, or that it is.</param>
    private sealed record SearchedPost(string Id, string Question, string? Title)
    {
        public static (SearchedPost? Item, Problem? Cause) Read(ApiJson item) =>
            IdOf(item) is not { } id ? (null, ApiProblems.Missing("question_id or answer_id"))
                : item["question_id"].Text is not { } question ? (null, ApiProblems.Missing("question_id"))
                : (new(id, question, WebUtility.HtmlDecode(item["title"].Text)), null);
    }

    /// <summary>The posts of an answer, or why there are none, and what the API says beside them.</summary>
    private sealed record Answer(IReadOnlyList<ApiJson> Items, ApiJson Wrapper)
    {
        public static readonly Answer Empty = new([], default(ApiJson));

        public FetchOutcome? Trouble { get; private init; }

        public bool HasMore => Wrapper["has_more"].IsTrue;

        /// <summary>How long the method must not be called again.</summary>
        public TimeSpan? Backoff =>
            Wrapper["backoff"].Number is > 0 and var seconds ? TimeSpan.FromSeconds(Math.Min(seconds, 86_400)) : null;

        public Quota? Quota =>
            Wrapper["quota_remaining"].Number is { } left && Wrapper["quota_max"].Number is { } max ? new(left, max) : null;

        public static Answer Of(FetchOutcome trouble) => Empty with { Trouble = trouble };
    }

    /// <summary>Requests that are left of a day's.</summary>
    private sealed record Quota(long Left, long Max)
    {
        /// <summary>Null while more than a tenth is left.</summary>
        public Problem? Note()
        {
            var (left, max) = (Left, Max);
            return left * 10 > max ? null : Problem.Create(
                "stackexchange.quota-low",
                $"{left} of the day's {max} requests to Stack Exchange are left; read less often, or configure a key");
        }
    }

    private static class Problems
    {
        public static readonly Problem Backoff = Problem.Create(
            "stackexchange.backoff", $"Stack Exchange asked for a pause that is not over yet; it is read afterwards");
    }
}
