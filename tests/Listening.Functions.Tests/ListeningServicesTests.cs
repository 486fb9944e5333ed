using Listening.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Listening.Functions.Tests;

public sealed class ListeningServicesTests
{
    [Fact]
    public void Every_connector_is_found() =>
        Assert.Equal(["feed", "file"], ListeningServices.DescribeConnectors().Select(connector => connector.Type).Order());

    [Fact]
    public void A_credential_comes_from_the_environment_where_no_host_brings_settings()
    {
        Environment.SetEnvironmentVariable("ListeningServicesTests__Token", "s3cret");
        using var services = new ServiceCollection().AddLogging().AddConnectors().BuildServiceProvider();

        var found = services.GetRequiredService<Secrets>().TryResolve(new SecretReference("ListeningServicesTests:Token"), out var token, out _);

        Assert.Equal((true, "s3cret"), (found, token));
    }
}
