using System.Globalization;
using Listening.Configuration;
using Listening.Connectors.Bluesky;
using Listening.Connectors.Http;
using Listening.Connectors.Tests.Api;
using Listening.Sources;
using Listening.Testing;

namespace Listening.Connectors.Tests.Bluesky;

public sealed class BlueskyContractTests : HttpConnectorContract
{
    protected override int Backlog => 250;

    protected override SourceConfig Source => new()
    {
        Name = "bluesky",
        Type = "bluesky",
        Options = new BlueskyOptions
        {
            Server = Site,
            Handle = "northwind.test",
            AppPassword = new SecretReference("Token"),
            Query = ApiSite.Query("meldung"),
            AllowPrivateNetwork = true,
        },
    };

    protected override Reply Malformed => Reply.Text("<html>Wartungsarbeiten</html>", "text/html");

    protected override IConnector Connect(ConnectorHttp http) => new BlueskyConnector(http, ApiSite.Secrets);

    /// <summary>Latest first, within since and until; the cursor is a number of posts, and the last page may be empty.</summary>
    protected override Reply Answer(SeenRequest request, IReadOnlyList<PlatformPost> posts)
    {
        if (request.Target.StartsWith("/xrpc/com.atproto.server.createSession", StringComparison.Ordinal))
        {
            return ApiSite.Json(new { accessJwt = "access", did = "did:plc:reader" });
        }

        var asked = ApiSite.ParametersOf(request);
        var since = DateTimeOffset.Parse(asked["since"], CultureInfo.InvariantCulture);
        var (from, size) = (int.Parse(asked.GetValueOrDefault("cursor", "0")), int.Parse(asked["limit"]));
        var found = posts.Where(post => post.PostedAt >= since).OrderByDescending(post => post.PostedAt).ToList();
        return ApiSite.Json(new
        {
            posts = found.Skip(from).Take(size).Select(post => new
            {
                uri = $"at://did:plc:mira/app.bsky.feed.post/{post.Id}",
                cid = $"bafy{post.Id}",
                author = new { did = "did:plc:mira", handle = "mira.test" },
                record = new { text = post.Text, createdAt = post.PostedAt },
                indexedAt = post.PostedAt,
            }),
            cursor = from + size <= found.Count ? $"{from + size}" : null,
        });
    }
}
