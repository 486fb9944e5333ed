using Listening.Configuration;
using Listening.Connectors.HackerNews;
using Listening.Connectors.Http;
using Listening.Connectors.Tests.Api;
using Listening.Sources;
using Listening.Testing;

namespace Listening.Connectors.Tests.HackerNews;

public sealed class HackerNewsContractTests : HttpConnectorContract
{
    protected override int Backlog => 250;

    protected override SourceConfig Source => new()
    {
        Name = "hn",
        Type = "hackernews",
        Options = new HackerNewsOptions { Query = ApiSite.Query("meldung"), Api = Site, AllowPrivateNetwork = true },
    };

    protected override Reply Malformed => Reply.Text("<html>Wartungsarbeiten</html>", "text/html");

    protected override IConnector Connect(ConnectorHttp http) => new HackerNewsConnector(http);

    protected override Reply Answer(SeenRequest request, IReadOnlyList<PlatformPost> posts) => HackerNewsSite.Answer(
        request, [.. posts.Select(post => new HackerNewsPost(post.Id, post.Text, post.PostedAt.ToUnixTimeSeconds()))]);
}
