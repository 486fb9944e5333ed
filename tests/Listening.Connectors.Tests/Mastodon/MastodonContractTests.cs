using Listening.Configuration;
using Listening.Connectors.Http;
using Listening.Connectors.Mastodon;
using Listening.Connectors.Tests.Api;
using Listening.Queries;
using Listening.Sources;
using Listening.Testing;

namespace Listening.Connectors.Tests.Mastodon;

public sealed class MastodonContractTests : HttpConnectorContract
{
    protected override int Backlog => 100;

    protected override SourceConfig Source => new()
    {
        Name = "fediverse",
        Type = "mastodon",
        Options = new MastodonOptions { Server = Site, AllowPrivateNetwork = true },
    };

    protected override Reply Malformed => Reply.Text("<html>Wartungsarbeiten</html>", "text/html");

    protected override IReadOnlyList<Query> Queries => [ApiSite.Query("hashtag:kaffee")];

    protected override IConnector Connect(ConnectorHttp http) => new MastodonConnector(http, ApiSite.Secrets);

    /// <summary>Newest arrival first, in pages below an id.</summary>
    protected override Reply Answer(SeenRequest request, IReadOnlyList<PlatformPost> posts)
    {
        if (request.Target.StartsWith("/api/v2/instance", StringComparison.Ordinal))
        {
            return ApiSite.Json(new { version = "4.5.0" });
        }

        var asked = ApiSite.ParametersOf(request);
        var below = asked.TryGetValue("max_id", out var id) ? posts.Reverse().SkipWhile(post => post.Id != id).Skip(1) : posts.Reverse();
        return ApiSite.Json(below.Take(int.Parse(asked["limit"])).Select(post => new
        {
            id = post.Id,
            uri = $"https://social.example/users/mira/statuses/{post.Id}",
            created_at = post.PostedAt,
            content = $"<p>{post.Text}</p>",
            visibility = "public",
        }));
    }
}
