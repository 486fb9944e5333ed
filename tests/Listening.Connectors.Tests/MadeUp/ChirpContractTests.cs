using Listening.Configuration;
using Listening.Connectors.Http;
using Listening.Sources;
using Listening.Testing;
using Microsoft.Extensions.Configuration;

namespace Listening.Connectors.Tests.MadeUp;

public sealed class ChirpContractTests : HttpConnectorContract
{
    private const int PageSize = 10;

    protected override int Backlog => 25;

    protected override SourceConfig Source => new()
    {
        Name = "chirps",
        Type = "chirp",
        Options = new ChirpOptions { Server = Site, Token = new SecretReference("ChirpToken"), AllowPrivateNetwork = true },
    };

    protected override Reply Malformed => Reply.Text("<html>Wartungsarbeiten</html>", "text/html");

    protected override IConnector Connect(ConnectorHttp http) => new ChirpConnector(http, new Secrets(
        new ConfigurationBuilder().AddInMemoryCollection([new("ChirpToken", "s3cret")]).Build()));

    protected override Reply Answer(SeenRequest request, IReadOnlyList<PlatformPost> posts)
    {
        if (request.Header("Authorization") != "Bearer s3cret")
        {
            return new Reply(401);
        }

        var after = JsonDocument.Parse(request.Body).RootElement.GetProperty("after").GetString();
        var rest = posts.SkipWhile(post => after is not null && post.Id != after).Skip(after is null ? 0 : 1).ToList();
        var page = rest.Take(PageSize).Select(post => new ChirpConnector.Post(post.Id, post.Text, post.PostedAt.ToString("O")));
        var found = new ChirpConnector.Found([.. page], rest.Count > PageSize);
        return Reply.Text(JsonSerializer.Serialize(found, JsonSerializerOptions.Web), "application/json");
    }
}
