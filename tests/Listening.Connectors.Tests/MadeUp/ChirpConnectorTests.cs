using System.Text.Json.Nodes;
using Listening.Configuration;
using Listening.Connectors.Feeds;
using Listening.Connectors.Http;
using Listening.Domain;
using Listening.Sources;
using Listening.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Listening.Connectors.Tests.MadeUp;

/// <summary>A new connector is one folder: its registration, configuration, schema and credentials follow from its description.</summary>
public sealed class ChirpConnectorTests : IAsyncDisposable
{
    private readonly LoopbackSite _site = new();
    private readonly ServiceProvider _services;
    private readonly IReadOnlyList<ConnectorDescription> _connectors;

    public ChirpConnectorTests()
    {
        var settings = new Dictionary<string, string?> { ["ChirpToken"] = "s3cret", ["Empty"] = "" };
        _services = new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddSingleton(new ConnectorHttpOptions())
            .AddSingleton<ConnectorHttp>()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .AddSingleton<Secrets>()
            .AddConnectorsFrom(typeof(FeedConnector).Assembly)
            .AddConnectorsFrom(typeof(ChirpConnector).Assembly)
            .BuildServiceProvider();
        _connectors = [.. _services.GetServices<IConnector>().Select(connector => connector.Description)];
    }

    [Fact]
    public void Connectors_are_found_by_their_interface() =>
        Assert.Equal(
            ["bluesky", "chirp", "discourse", "feed", "file", "hackernews", "mastodon", "stackexchange"],
            _connectors.Select(connector => connector.Type).Order());

    [Fact]
    public void The_configuration_reads_its_options_into_its_own_record()
    {
        var source = Source("""
            "server": "https://chirp.example/api/", "token": "@ChirpToken", "channel": "support",
            "order": "newestFirst", "minStars": 2.5, "lookBack": "2d"
            """);

        Assert.Equal("chirp", source.Type);
        Assert.Equal(
            new ChirpOptions
            {
                Server = new Uri("https://chirp.example/api/"),
                Token = new SecretReference("ChirpToken"),
                Channel = "support",
                Order = ChirpOrder.NewestFirst,
                MinStars = 2.5m,
                LookBack = TimeSpan.FromDays(2),
            },
            source.Options);
    }

    [Fact]
    public void What_is_left_out_has_its_default()
    {
        var options = Assert.IsType<ChirpOptions>(Source("""  "server": "https://chirp.example/", "token": "@ChirpToken" """).Options);

        Assert.Equal((null, ChirpOrder.NewestFirst, 1), (options.Channel, options.Order, options.MinStars));
        Assert.Equal((TimeSpan.FromDays(7), false), (options.LookBack, options.AllowPrivateNetwork));
    }

    [Theory]
    [InlineData("server", null, "config.missing")]
    [InlineData("token", null, "config.missing")]
    [InlineData("server", "\"chirp.example\"", "config.not-a-url")]
    [InlineData("token", "\"@\"", "config.literal-secret")]
    [InlineData("token", "\"@T\\n\"", "config.literal-secret")]
    [InlineData("server", "\"https://chirp.example\\n\"", "config.not-a-url")]
    [InlineData("token", "7", "config.not-text")]
    [InlineData("channel", "\"a channel with a long name\"", "config.long-name")]
    [InlineData("order", "\"unknown\"", "config.unknown-word")]
    [InlineData("order", "\"oldestFirst\"", "chirp.order-in-channel")]
    [InlineData("minStars", "6", "config.out-of-range")]
    [InlineData("lookBack", "\"31d\"", "config.out-of-range")]
    [InlineData("allowPrivateNetwork", "1", "config.not-a-flag")]
    [InlineData("chanel", "\"a\"", "config.misspelt-property")]
    [InlineData("path", "\"a\"", "config.option-of-another-type")]
    public void An_option_that_is_wrong_is_refused_at_its_path(string option, string? value, string code)
    {
        var source = new Dictionary<string, string>
        {
            ["server"] = "\"https://chirp.example/\"",
            ["token"] = "\"@T\"",
            ["channel"] = "\"support\"",
        };
        if (value is null)
        {
            source.Remove(option);
        }
        else
        {
            source[option] = value;
        }

        var error = Assert.Single(Errors(string.Join(", ", source.Select(member => $"\"{member.Key}\": {member.Value}"))));

        Assert.Equal(($"$.sources[0].{option}", code), (error.Path, error.Problem.Code));
    }

    [Fact]
    public void A_token_in_the_document_is_refused_without_repeating_it()
    {
        var error = Assert.Single(Errors("\"server\": \"https://c.example/\", \"token\": \"s3cret-v4lue\""));

        Assert.Equal(
            "$.sources[0].token: must be '@' and the name of a setting, such as \"@ChirpToken\"; "
                + "a secret itself does not belong in this document",
            error.ToString());
        Assert.DoesNotContain(error.Problem.Parameters.Values, value => value.Contains("s3cret", StringComparison.Ordinal));
    }

    [Fact]
    public void It_names_its_credentials() =>
        Assert.Equal(["token"], _connectors.Single(connector => connector.Type == "chirp").Credentials);

    [Theory]
    [InlineData("\"token\": \"@T\", \"order\": \"oldestFirst\", \"minStars\": 5, \"lookBack\": \"1h\"", true)]
    [InlineData("\"token\": \"T\"", false)]
    [InlineData("\"order\": \"oldestFirst\"", false)]
    [InlineData("\"token\": \"@T\", \"minStars\": 6", false)]
    [InlineData("\"token\": \"@T\", \"path\": \"a\"", false)]
    public void The_schema_has_its_part_and_agrees_with_the_reader(string others, bool valid)
    {
        var options = "\"server\": \"https://chirp.example/\", " + others;
        var committed = JsonNode.Parse(File.ReadAllText(SchemaCheck.Path("listening.schema.json")))!;
        var schema = new SchemaCheck(JsonSerializer.SerializeToElement(ListeningSchema.Generate(committed, _connectors)));

        Assert.Equal(valid, schema.Faults(JsonDocument.Parse(Document(options)).RootElement).Count == 0);
        Assert.Equal(valid, ListeningConfigReader.Read(Document(options), null, _connectors) is ConfigResult.Valid);
        var part = schema.Root.GetProperty("$defs").GetProperty("source.chirp");
        Assert.Equal(
            "Posts of a Chirp server. Reports: ratings, authors. A token may read 60 pages an hour.",
            part.GetProperty("description").GetString());
        Assert.Equal("https://chirp.example/", part.GetProperty("examples")[0].GetProperty("server").GetString());
    }

    [Fact]
    public async Task It_fetches_with_its_secret_in_a_header()
    {
        const string One = """{ "posts": [ { "id": "7", "text": "Der Kessel pfeift.", "at": "2026-11-22T10:00:00Z" } ] }""";
        _site.On("/search", Reply.Text(One, "application/json"), Reply.Text("""{ "posts": [] }""", "application/json"));
        var source = Source($"\"server\": \"{_site.Url()}\", \"token\": \"@ChirpToken\", \"allowPrivateNetwork\": true");

        var page = Assert.IsType<FetchOutcome.Page>(await FetchAsync(source, null));
        var rest = await FetchAsync(source, page.Cursor);

        Assert.Equal("Der Kessel pfeift.", Assert.Single(page.Mentions).Text);
        Assert.IsType<FetchOutcome.Unchanged>(rest);
        Assert.Equal(["""{"after":null}""", """{"after":"7"}"""], _site.Requests.Select(request => request.Body));
        Assert.All(_site.Requests, request => Assert.Equal("Bearer s3cret", request.Header("Authorization")));
        Assert.DoesNotContain("s3cret", source.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Forgotten")]
    [InlineData("Empty")]
    public async Task A_missing_setting_is_named_before_anything_is_asked(string setting)
    {
        var source = Source($"\"server\": \"{_site.Url()}\", \"token\": \"@{setting}\", \"allowPrivateNetwork\": true");

        var failed = Assert.IsType<FetchOutcome.Failed>(await FetchAsync(source, null));

        Assert.StartsWith($"the setting {setting} is missing or empty; set it ", failed.Problem.Sentence, StringComparison.Ordinal);
        Assert.True(failed.NeedsOperator);
        Assert.Empty(_site.Requests);
    }

    [Fact]
    public void A_changed_option_changes_the_fingerprint()
    {
        const string Good = "\"server\": \"https://c.example/\", \"token\": \"@T\"";

        Assert.Equal(Source(Good).Fingerprint, Source(Good).Fingerprint);
        Assert.NotEqual(Source(Good).Fingerprint, Source(Good + ", \"order\": \"oldestFirst\"").Fingerprint);
        Assert.NotEqual(Source(Good).Fingerprint, Source(Good.Replace("@T", "@U", StringComparison.Ordinal)).Fingerprint);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _site.DisposeAsync();
    }

    private Task<FetchOutcome> FetchAsync(SourceConfig source, string? cursor) =>
        _services.GetServices<IConnector>().OfType<ChirpConnector>().Single()
            .FetchAsync(new FetchRequest(source, [], cursor, Samples.Morning), default);

    private SourceConfig Source(string options) =>
        Assert.Single(Assert.IsType<ConfigResult.Valid>(ListeningConfigReader.Read(Document(options), null, _connectors)).Config.Sources);

    private IReadOnlyList<ValidationError> Errors(string options) =>
        Assert.IsType<ConfigResult.Invalid>(ListeningConfigReader.Read(Document(options), null, _connectors)).Errors;

    private static string Document(string options) => $$"""
        { "brands": [ { "id": "kettles", "name": "Kettles" } ], "sources": [ { "name": "Chirps", "type": "chirp", {{options}} } ] }
        """;
}
