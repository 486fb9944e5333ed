using System.Net;
using Listening.Domain;

namespace Listening.Connectors.Http;

/// <summary>What a connector asks of a source: one GET.</summary>
/// <param name="Url">An absolute http or https address.</param>
public sealed record HttpFetchRequest(Uri Url)
{
    public string Accept { get; init; } = "*/*";

    /// <summary>Lets this request, and its redirects, reach loopback and private addresses.</summary>
    public bool AllowPrivateNetwork { get; init; }

    /// <summary>Further headers, such as a token. They go to the origin of <see cref="Url"/> alone: a redirect elsewhere loses them.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Makes the request conditional: "only if it changed".</summary>
    public Validators? Validators { get; init; }
}

/// <summary>What a server gave us to recognise a version by, to be sent back byte for byte (RFC 9110, 8.8 and 13.1).</summary>
/// <param name="For">The address they belong to; another one on the way does not get to see them.</param>
/// <param name="ETag">With its quotes and its <c>W/</c>, if any.</param>
public sealed record Validators(Uri For, string? ETag, string? LastModified);

/// <summary>What came of a request. Expected trouble is one of these, never an exception.</summary>
public abstract record HttpFetchResult
{
    /// <summary>The server answered, with any status but those that ask us to wait or to follow, and errors of its own.</summary>
    /// <param name="Headers">Values as they came; several of one name are joined by a comma. Names ignore case.</param>
    /// <param name="Body">Decompressed.</param>
    /// <param name="FinalUrl">Where the redirects ended.</param>
    /// <param name="PermanentUrl">The last address reached through permanent redirects alone (301, 308).</param>
    public sealed record Response(
        HttpStatusCode Status, IReadOnlyDictionary<string, string> Headers, byte[] Body, Uri FinalUrl, Uri PermanentUrl) : HttpFetchResult
    {
        public string? Header(string name) => Headers.GetValueOrDefault(name);
    }

    /// <summary>The server wants us to wait longer than a request may: at least a second, at most a day.</summary>
    public sealed record SlowDown(TimeSpan For, Problem Problem) : HttpFetchResult;

    /// <summary>There is no answer.</summary>
    /// <param name="Problem">Cause and remedy. It names host and path, never a query: that may hold a token.</param>
    /// <param name="NeedsOperator">True if asking again changes nothing until a person acts.</param>
    public sealed record Failed(Problem Problem, bool NeedsOperator) : HttpFetchResult;
}
