using Listening.Configuration;
using Listening.Sources;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Listening.Functions.Tests;

public sealed class ListeningServicesTests
{
    [Fact]
    public void The_service_finds_every_connector_and_credentials_in_the_settings_of_its_host()
    {
        var builder = new HostApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["MastodonToken"] = "s3cret" });
        builder.AddListening(AppContext.BaseDirectory);
        using var app = builder.Build();

        var types = app.Services.GetServices<IConnector>().Select(connector => connector.Description.Type);
        var found = app.Services.GetRequiredService<Secrets>().TryResolve(new SecretReference("MastodonToken"), out var token, out _);

        Assert.Equal(["bluesky", "discourse", "feed", "file", "hackernews", "mastodon", "stackexchange"], types.Order());
        Assert.Equal((true, "s3cret"), (found, token));
    }
}
