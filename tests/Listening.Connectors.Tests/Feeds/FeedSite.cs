using Listening.Configuration;
using Listening.Connectors.Feeds;
using Listening.Connectors.Http;
using Listening.Sources;
using Listening.Testing;

namespace Listening.Connectors.Tests.Feeds;

/// <summary>A site with feeds, and a source that reads one of them and keeps its cursor as the service does.</summary>
public sealed class FeedSite : IAsyncDisposable
{
    private readonly ConnectorHttp _http;

    public FeedSite() => _http = new ConnectorHttp(
        new ConnectorHttpOptions { RetryDelay = TimeSpan.FromMilliseconds(2), TotalLimit = TimeSpan.FromSeconds(10) }, Time);

    public LoopbackSite Site { get; } = new();

    public MovedTime Time { get; } = new();

    public string? Cursor { get; set; }

    public async Task<FetchOutcome.Page> PageAsync(string path = "/feed") => Assert.IsType<FetchOutcome.Page>(await ReadAsync(path));

    public async Task<FetchOutcome.Failed> FailAsync(string path = "/feed") => Assert.IsType<FetchOutcome.Failed>(await ReadAsync(path));

    public async Task<FetchOutcome> ReadAsync(string path = "/feed")
    {
        var options = new FeedOptions { Url = Site.Url(path), AllowPrivateNetwork = true };
        var source = new SourceConfig { Name = "blog", Type = "feed", Options = options };
        var outcome = await new FeedConnector(_http).FetchAsync(new FetchRequest(source, [], Cursor, Time.Now), default);
        Cursor = outcome switch
        {
            FetchOutcome.Page page => page.Cursor,
            FetchOutcome.Unchanged unchanged => unchanged.Cursor,
            _ => Cursor,
        };
        return outcome;
    }

    public static Reply Rss(params string[] items) => Reply.Text(
        $"<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel>{string.Concat(items)}</channel></rss>");

    /// <summary>A post; what is null is left out.</summary>
    public static string Item(string? id, string? link, string? date, string? author, string text, string? title = "Kessel") =>
        "<item>"
        + Element("guid isPermaLink=\"false\"", "guid", id) + Element("link", "link", link) + Element("pubDate", "pubDate", date)
        + Element("dc:creator", "dc:creator", author) + Element("title", "title", title) + Element("description", "description", text)
        + "</item>";

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Site.DisposeAsync();
    }

    private static string Element(string start, string end, string? text) =>
        text is null ? "" : $"<{start}>{System.Security.SecurityElement.Escape(text)}</{end}>";
}
