using Listening.Configuration;
using Listening.Connectors.Feeds;
using Listening.Connectors.Http;
using Listening.Sources;
using Listening.Testing;

namespace Listening.Connectors.Tests.Feeds;

public sealed class FeedContractTests : HttpConnectorContract
{
    protected override int Backlog => 300;

    protected override string OnePageOnly => "A feed is one document.";

    protected override SourceConfig Source => new()
    {
        Name = "blog",
        Type = "feed",
        Options = new FeedOptions { Url = new Uri(Site, "feed"), AllowPrivateNetwork = true },
    };

    protected override Reply Malformed => Reply.Text("<rss version=\"2.0\"><channel><item><title>eins");

    protected override IConnector Connect(ConnectorHttp http) => new FeedConnector(http);

    protected override Reply Answer(SeenRequest request, IReadOnlyList<PlatformPost> posts)
    {
        var items = posts.Reverse().Select(post => $"<item><guid isPermaLink=\"false\">{post.Id}</guid><pubDate>{post.PostedAt:r}</pubDate><description>{post.Text}</description></item>");
        return Reply.Text($"<rss version=\"2.0\"><channel>{string.Concat(items)}</channel></rss>");
    }
}
