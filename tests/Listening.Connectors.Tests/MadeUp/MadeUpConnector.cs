using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Listening.Connectors.Http;
using Listening.Domain;
using Listening.Ingest;
using Listening.Sources;

namespace Listening.Connectors.Tests.MadeUp;

/// <summary>
/// Reads a platform that does not exist: a search by POST with a token, a page at a time. The smallest connector that keeps the contract.
/// </summary>
internal sealed class MadeUpConnector(ConnectorHttp http) : IConnector
{
    public string Type => "made-up";

    public async Task<FetchOutcome> FetchAsync(FetchRequest request, CancellationToken stopping)
    {
        var after = int.Parse(request.Cursor ?? "0", CultureInfo.InvariantCulture);
        var result = await http.FetchAsync(
            new HttpFetchRequest(request.Source.Url!)
            {
                AllowPrivateNetwork = request.Source.AllowPrivateNetwork,
                Headers = new Dictionary<string, string> { ["Authorization"] = "Bearer geheim" },
                Body = new PostBody(Encoding.UTF8.GetBytes($"{{\"after\":{after}}}"), "application/json"),
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
            var cursor = (after + found.Posts.Count).ToString(CultureInfo.InvariantCulture);
            return found.Posts.Count == 0
                ? new FetchOutcome.Unchanged(cursor)
                : new FetchOutcome.Page([.. found.Posts.Select(post => MentionOf(post, request))], cursor, found.More);
        }
        catch (JsonException)
        {
            return new FetchOutcome.Failed(
                Problem.Create("made-up.unreadable", $"{response.Where} answers with something other than posts; it is tried again later"),
                NeedsOperator: false);
        }
    }

    private static Mention MentionOf(Post post, FetchRequest request) => new()
    {
        Id = MentionId.For("made-up", post.Id),
        Platform = "made-up",
        NativeId = post.Id,
        Source = request.Source.Name,
        Text = post.Text,
        PostedAt = DateReader.Read(post.At, TimeZoneInfo.Utc),
        FetchedAt = request.Now,
        Revision = StableHash.Compute(post.Text),
    };

    internal sealed record Post(string Id, string Text, string At);

    internal sealed record Found([property: JsonRequired] IReadOnlyList<Post> Posts, bool More);
}
