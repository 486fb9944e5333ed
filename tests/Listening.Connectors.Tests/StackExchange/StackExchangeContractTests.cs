using Listening.Configuration;
using Listening.Connectors.Http;
using Listening.Connectors.StackExchange;
using Listening.Connectors.Tests.Api;
using Listening.Sources;
using Listening.Testing;

namespace Listening.Connectors.Tests.StackExchange;

public sealed class StackExchangeContractTests : HttpConnectorContract
{
    protected override int Backlog => 250;

    protected override SourceConfig Source => new()
    {
        Name = "so",
        Type = "stackexchange",
        Options = new StackExchangeOptions { Query = ApiSite.Query("meldung"), Api = Site, AllowPrivateNetwork = true },
    };

    protected override Reply Malformed => Reply.Text("<html>Wartungsarbeiten</html>", "text/html");

    protected override IConnector Connect(ConnectorHttp http) => new StackExchangeConnector(http, ApiSite.Secrets);

    protected override Reply Answer(SeenRequest request, IReadOnlyList<PlatformPost> posts) => StackExchangeSite.Answer(
        request,
        [.. posts.Select(post => new StackExchangePost(long.Parse(post.Id[1..]), post.Text, post.PostedAt.ToUnixTimeSeconds()))]);
}
