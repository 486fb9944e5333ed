using Listening.Configuration;
using Listening.Connectors.Http;
using Listening.Queries;
using Listening.Sources;
using Listening.Testing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Configuration;

namespace Listening.Connectors.Tests.Api;

/// <summary>A scripted site and a source that reads it, each time from where it was before.</summary>
public sealed class ApiSite : IAsyncDisposable
{
    public ApiSite() => Http = new ConnectorHttp(
        new ConnectorHttpOptions { RetryDelay = TimeSpan.FromMilliseconds(2), TotalLimit = TimeSpan.FromSeconds(10) }, Time);

    /// <summary>The settings that hold credentials.</summary>
    public static Secrets Secrets { get; } = new(new ConfigurationBuilder().AddInMemoryCollection([new("Token", "s3cret")]).Build());

    public LoopbackSite Site { get; } = new();

    public ConnectorHttp Http { get; }

    public MovedTime Time { get; } = new();

    public string? Cursor { get; set; }

    /// <summary>The queries of the source's brands.</summary>
    public IReadOnlyList<Query> Brands { get; set; } = [];

    /// <summary>Parameters of the requests so far, in order.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Asked => [.. Site.Requests.Select(request => ParametersOf(request))];

    public static IReadOnlyDictionary<string, string> ParametersOf(SeenRequest request) =>
        QueryHelpers.ParseQuery(new Uri("http://site.example" + request.Target).Query).ToDictionary(
            parameter => parameter.Key, parameter => parameter.Value.ToString());

    public static Query Query(string text) =>
        Queries.Query.TryParse(text, out var problem) ?? throw new ArgumentException(problem!.Sentence);

    public static Reply Json(object answer) => Reply.Text(JsonSerializer.Serialize(answer), "application/json; charset=utf-8");

    public static Reply Recorded(string name) => Reply.Bytes(RecordedPages.Bytes(name), "application/json; charset=utf-8");

    public async Task<FetchOutcome> ReadAsync(IConnector connector, object options)
    {
        var source = new SourceConfig { Name = "source", Type = connector.Description.Type, Options = options };
        var outcome = await connector.FetchAsync(new FetchRequest(source, Brands, Cursor, Time.Now), default);
        Cursor = outcome switch
        {
            FetchOutcome.Page page => page.Cursor,
            FetchOutcome.Unchanged unchanged => unchanged.Cursor,
            _ => Cursor,
        };
        return outcome;
    }

    public async Task<FetchOutcome.Page> PageAsync(IConnector connector, object options) =>
        Assert.IsType<FetchOutcome.Page>(await ReadAsync(connector, options));

    /// <summary>Reads until there is no more for now.</summary>
    public async Task<IReadOnlyList<FetchOutcome.Page>> AllAsync(IConnector connector, object options)
    {
        var pages = new List<FetchOutcome.Page>();
        while (await ReadAsync(connector, options) is FetchOutcome.Page page)
        {
            pages.Add(page);
            if (!page.More)
            {
                break;
            }
        }

        return pages;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Site.DisposeAsync();
    }
}
