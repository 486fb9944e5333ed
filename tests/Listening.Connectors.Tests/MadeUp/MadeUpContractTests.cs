using System.Text.Json;
using Listening.Configuration;
using Listening.Connectors.Http;
using Listening.Sources;
using Listening.Testing;

namespace Listening.Connectors.Tests.MadeUp;

public sealed class MadeUpContractTests : HttpConnectorContract
{
    private const int PageSize = 10;

    protected override int Backlog => 25;

    protected override SourceConfig Source =>
        new() { Name = "made-up", Type = "made-up", Url = new Uri(Site, "search"), AllowPrivateNetwork = true };

    protected override Reply Malformed => Reply.Text("<html>Wartungsarbeiten</html>", "text/html");

    protected override IConnector Connect(ConnectorHttp http) => new MadeUpConnector(http);

    protected override Reply Answer(SeenRequest request, IReadOnlyList<PlatformPost> posts)
    {
        if (request.Header("Authorization") != "Bearer geheim")
        {
            return new Reply(401);
        }

        var after = JsonDocument.Parse(request.Body).RootElement.GetProperty("after").GetInt32();
        var page = posts.Skip(after).Take(PageSize).Select(post => new MadeUpConnector.Post(post.Id, post.Text, post.PostedAt.ToString("O")));
        var found = new MadeUpConnector.Found([.. page], posts.Count > after + PageSize);
        return Reply.Text(JsonSerializer.Serialize(found, JsonSerializerOptions.Web), "application/json");
    }
}
