namespace Listening.Connectors.Http;

/// <summary>One request to a source: a GET, or a POST if it has a <see cref="Body"/>.</summary>
/// <param name="Url">An absolute http or https address. Credentials before its host are not sent.</param>
public sealed record HttpFetchRequest(Uri Url)
{
    public string Accept { get; init; } = "*/*";

    /// <summary>Lets this request, and its redirects, reach loopback and private addresses.</summary>
    public bool AllowPrivateNetwork { get; init; }

    /// <summary>
    /// Further headers, such as a token. They go to the origin (scheme, host and port) of <see cref="Url"/> alone: the first
    /// redirect elsewhere drops them for good.
    /// </summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The content to POST; null for a GET. It goes to the origin of <see cref="Url"/> alone.</summary>
    public PostBody? Body { get; init; }

    /// <summary>True if the server may get a POST twice without harm. Only then is it retried; a GET always is.</summary>
    public bool Idempotent { get; init; }

    /// <summary>Makes the request conditional: "only if it changed".</summary>
    public Validators? Validators { get; init; }

    /// <summary>
    /// Parts of the path that no log or page may show, such as a short token. User, query and what does not look like words are not
    /// shown anyway.
    /// </summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>Host and path of an address on the way of this request, at most 200 characters: what may stand in a log.</summary>
    public string Display(Uri url) => ShownAddress.Of(url, Secrets);
}

/// <summary>The content of a POST.</summary>
public sealed record PostBody(byte[] Bytes, string ContentType);

/// <summary>What a server gave to recognise a version by, to be sent back byte for byte (RFC 9110, 8.8 and 13.1).</summary>
/// <param name="For">The <see cref="NameOf">name</see> of the address they belong to; they are sent to no other.</param>
/// <param name="ETag">With its quotes and its <c>W/</c>, if any.</param>
public sealed record Validators(string For, string? ETag, string? LastModified)
{
    /// <summary>An address for comparison only, as it may hold a token that must not be kept.</summary>
    public static string NameOf(Uri url) => StableHash.Compute(url.AbsoluteUri);
}
