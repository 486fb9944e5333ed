using Listening.Configuration;
using Listening.Connectors.Http;
using Listening.Domain;
using Listening.Ingest;
using Listening.Sources;

namespace Listening.Connectors.Tests.MadeUp;

/// <summary>In which order the made-up platform lists its posts.</summary>
public enum ChirpOrder
{
    Unknown,
    NewestFirst,
    OldestFirst,
}

/// <summary>The options of a source of type <c>chirp</c>: one of each kind.</summary>
public sealed record ChirpOptions
{
    public required Uri Server { get; init; }
    public required SecretReference Token { get; init; }
    public string? Channel { get; init; }
    public ChirpOrder Order { get; init; }
    public decimal MinStars { get; init; }
    public TimeSpan LookBack { get; init; }
    public bool AllowPrivateNetwork { get; init; }
}

/// <summary>A connector for a platform that does not exist: all that a new connector needs is in this file.</summary>
public sealed class ChirpConnector(ConnectorHttp http, Secrets secrets) : IConnector
{
    public ConnectorDescription Description { get; } = new()
    {
        Type = "chirp",
        Summary = "Posts of a Chirp server",
        ExampleName = "Chirps",
        Capabilities = ConnectorCapabilities.Ratings | ConnectorCapabilities.Authors,
        Limits = "A token may read 60 pages an hour.",
        Cursor = "The id of the last post read.",
        Read = Read,
    };

    public async Task<FetchOutcome> FetchAsync(FetchRequest request, CancellationToken stopping)
    {
        var options = request.Options<ChirpOptions>();
        if (!secrets.TryResolve(options.Token, out var token, out var problem))
        {
            return new FetchOutcome.Failed(problem, NeedsOperator: true);
        }

        var result = await http.FetchAsync(
            new HttpFetchRequest(new Uri(options.Server, "search"))
            {
                AllowPrivateNetwork = options.AllowPrivateNetwork,
                Headers = new Dictionary<string, string> { ["Authorization"] = $"Bearer {token}" },
                Body = new PostBody(JsonSerializer.SerializeToUtf8Bytes(new { after = request.Cursor }), "application/json"),
                Idempotent = true,
            },
            stopping);
        if (result is not HttpFetchResult.Response { IsSuccess: true } response)
        {
            return result.ToOutcome();
        }

        try
        {
            var found = JsonSerializer.Deserialize<Found>(response.Body, JsonSerializerOptions.Web)!;
            return found.Posts is [.., var last]
                ? new FetchOutcome.Page([.. found.Posts.Select(post => MentionOf(post, options, request))], last.Id, found.More)
                : new FetchOutcome.Unchanged(request.Cursor);
        }
        catch (JsonException)
        {
            return new FetchOutcome.Failed(
                Problem.Create("chirp.unreadable", $"{response.Where} answers with something other than posts; it is tried again later"),
                NeedsOperator: false);
        }
    }

    private static Mention MentionOf(Post post, ChirpOptions options, FetchRequest request) => new()
    {
        Id = MentionId.For(options.Server.Host, post.Id),
        Platform = options.Server.Host,
        NativeId = post.Id,
        Source = request.Source.Name,
        Text = post.Text,
        PostedAt = DateReader.Read(post.At, TimeZoneInfo.Utc),
        FetchedAt = request.Now,
        Revision = StableHash.Compute(post.Text),
    };

    internal sealed record Post(string Id, string Text, string At);

    internal sealed record Found([property: JsonRequired] IReadOnlyList<Post> Posts, bool More);

    private static ChirpOptions Read(OptionReader options)
    {
        var read = new ChirpOptions
        {
            Server = options.Url("server", "The server to read.", example: "https://chirp.example/", missing: "give the server's address"),
            Token = options.Secret(
                "token", "What the server's administrator gave you.", example: "@ChirpToken", missing: "name the setting with the token"),
            Channel = options.Text("channel", "Only this channel.", example: "support", maxLength: 20),
            Order = options.Choice("order", "How the server sorts.", ChirpOrder.NewestFirst),
            MinStars = options.Number("minStars", "Posts with fewer stars are left out.", 1, 5, 1),
            LookBack = options.Duration("lookBack", "How far the first read goes back.", "1h", "30d", "7d"),
            AllowPrivateNetwork = options.Flag("allowPrivateNetwork", "Allows a server in a private network."),
        };
        if (read is { Channel: not null, Order: ChirpOrder.OldestFirst })
        {
            options.Error("order", Problem.Create("chirp.order-in-channel", $"a channel is always sorted newest first; remove it"));
        }

        return read;
    }
}
