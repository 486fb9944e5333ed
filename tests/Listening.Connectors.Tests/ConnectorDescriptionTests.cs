using Listening.Configuration;
using Listening.Connectors.Feeds;
using Listening.Connectors.Http;
using Listening.Sources;
using Listening.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Listening.Connectors.Tests;

/// <summary>What the schema, the help and an operator rely on in every connector's description.</summary>
public sealed class ConnectorDescriptionTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection()
        .AddSingleton(TimeProvider.System)
        .AddSingleton(new ConnectorHttpOptions())
        .AddSingleton<ConnectorHttp>()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
        .AddSingleton<Secrets>()
        .AddConnectorsFrom(typeof(FeedConnector).Assembly)
        .BuildServiceProvider();

    [Fact]
    public void Types_are_lower_case_and_differ()
    {
        var types = Descriptions().Select(connector => connector.Type).ToList();

        Assert.NotEmpty(types);
        Assert.Equal(types.Distinct(), types);
        Assert.All(types, type => Assert.Matches("^[a-z][a-z0-9-]*$", type));
    }

    [Fact]
    public void Limits_and_cursor_are_sentences_and_the_summary_is_a_phrase() => Assert.All(Descriptions(), connector =>
    {
        Assert.EndsWith(".", connector.Limits, StringComparison.Ordinal);
        Assert.EndsWith(".", connector.Cursor, StringComparison.Ordinal);
        Assert.DoesNotMatch("\\.$", connector.Summary);
    });

    [Fact]
    public void Options_are_described_and_none_hides_another_or_what_every_source_has()
    {
        var committed = JsonDocument.Parse(File.ReadAllText(SchemaCheck.Path("listening.schema.json"))).RootElement;
        var source = committed.GetProperty("$defs").GetProperty("source").GetProperty("properties");
        var common = source.EnumerateObject().Select(property => property.Name).ToList();

        Assert.All(Descriptions(), connector =>
        {
            var names = connector.Options.Select(option => option.Name).ToList();
            Assert.Equal(names.Distinct(), names);
            Assert.Empty(names.Intersect(common));
            Assert.All(connector.Options, option => Assert.EndsWith(".", (string?)option.Schema["description"], StringComparison.Ordinal));
        });
    }

    public void Dispose() => _services.Dispose();

    private IEnumerable<ConnectorDescription> Descriptions() =>
        _services.GetServices<IConnector>().Select(connector => connector.Description);
}
