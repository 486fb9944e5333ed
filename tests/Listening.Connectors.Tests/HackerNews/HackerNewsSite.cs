using System.Text.RegularExpressions;
using Listening.Connectors.Tests.Api;
using Listening.Testing;

namespace Listening.Connectors.Tests.HackerNews;

/// <summary>A comment as the search holds it.</summary>
internal sealed record HackerNewsPost(string Id, string Text, long CreatedAt);

/// <summary>Answers as the search does: by words and time, newest first, and never more than 1,000 hits of a query.</summary>
internal static partial class HackerNewsSite
{
    public static Reply Answer(SeenRequest request, IReadOnlyList<HackerNewsPost> posts)
    {
        var asked = ApiSite.ParametersOf(request);
        var filters = Filter().Matches(asked["numericFilters"])
            .Select(match => (Sign: match.Groups[1].Value, At: long.Parse(match.Groups[2].Value)));
        var found = posts
            .Where(post => post.Text.Contains(asked["query"].Trim('"'), StringComparison.OrdinalIgnoreCase))
            .Where(post => filters.All(filter => filter.Sign == ">=" ? post.CreatedAt >= filter.At : post.CreatedAt <= filter.At))
            .OrderByDescending(post => post.CreatedAt).ToList();
        var hits = found.Take(Math.Min(1000, int.Parse(asked["hitsPerPage"])));
        return ApiSite.Json(new
        {
            hits = hits.Select(post => new { objectID = post.Id, comment_text = post.Text, created_at_i = post.CreatedAt }),
            nbHits = found.Count,
        });
    }

    [GeneratedRegex("created_at_i([<>]=)([0-9]+)")]
    private static partial Regex Filter();
}
