using Listening.Connectors.Tests.Api;
using Listening.Testing;

namespace Listening.Connectors.Tests.StackExchange;

/// <summary>A question as the site holds it.</summary>
internal sealed record StackExchangePost(long Id, string Text, long CreatedAt);

/// <summary>Answers as the API does: a search by creation, newest first, both bounds included, and posts by their ids.</summary>
internal static class StackExchangeSite
{
    public static Reply Answer(SeenRequest request, IReadOnlyList<StackExchangePost> posts)
    {
        var (path, asked) = (request.Target.Split('?')[0], ApiSite.ParametersOf(request));
        if (path.StartsWith("/2.3/posts/", StringComparison.Ordinal))
        {
            var ids = Uri.UnescapeDataString(path["/2.3/posts/".Length..]).Split(';');
            return ApiSite.Json(new
            {
                items = posts.Where(post => ids.Contains($"{post.Id}")).Select(post => new
                {
                    post_id = post.Id,
                    link = $"https://stackoverflow.com/q/{post.Id}",
                    body = $"<p>{post.Text}</p>",
                    creation_date = post.CreatedAt,
                }),
            });
        }

        var found = posts
            .Where(post => post.CreatedAt >= long.Parse(asked["fromdate"]))
            .Where(post => !asked.TryGetValue("todate", out var to) || post.CreatedAt <= long.Parse(to))
            .OrderByDescending(post => post.CreatedAt).ToList();
        var size = int.Parse(asked["pagesize"]);
        return ApiSite.Json(new
        {
            items = found.Take(size).Select(post => new
            {
                item_type = "question",
                question_id = post.Id,
                title = "Frage",
                creation_date = post.CreatedAt,
            }),
            has_more = found.Count > size,
        });
    }
}
