using Listening.Configuration;
using Listening.Connectors.Discourse;
using Listening.Connectors.Http;
using Listening.Connectors.Tests.Api;
using Listening.Sources;
using Listening.Testing;

namespace Listening.Connectors.Tests.Discourse;

public sealed class DiscourseContractTests : HttpConnectorContract
{
    protected override int Backlog => 120;

    protected override SourceConfig Source => new()
    {
        Name = "forum",
        Type = "discourse",
        Options = new DiscourseOptions { Server = Site, AllowPrivateNetwork = true },
    };

    protected override Reply Malformed => Reply.Text("<html>Wartungsarbeiten</html>", "text/html");

    protected override IConnector Connect(ConnectorHttp http) => new DiscourseConnector(http, ApiSite.Secrets);

    /// <summary>Numbered as they are published; the contract's ids, which are letters and a number, become topics.</summary>
    protected override Reply Answer(SeenRequest request, IReadOnlyList<PlatformPost> posts)
    {
        var before = ApiSite.ParametersOf(request).TryGetValue("before", out var number) ? int.Parse(number) : int.MaxValue;
        var numbered = posts.Select((post, at) => (post, Number: at + 1)).Where(item => item.Number < before).Reverse().Take(50);
        return ApiSite.Json(new
        {
            latest_posts = numbered.Select(item => new
            {
                id = item.Number,
                topic_id = int.Parse(item.post.Id[1..]),
                topic_title = "Kessel",
                post_number = 1,
                cooked = $"<p>{item.post.Text}</p>",
                created_at = item.post.PostedAt,
            }),
        });
    }
}
