namespace Listening.Connectors.Http;

/// <summary>What has arrived of an answer so far: all there is of one that breaks off or is too slow.</summary>
internal sealed class Arrival
{
    private HttpFetchResult.Response? _head;

    /// <summary>Without the answer's own compression.</summary>
    public MemoryStream Body { get; private set; } = new();

    public long Bytes => Body.Length;

    /// <summary>The beginning of a success; null if there is none, or it is a gzip file.</summary>
    public HttpFetchResult.Response? Beginning =>
        _head is { IsSuccess: true } head && Body.ToArray() is { Length: > 0 } body && !IsGzip(body) ? head with { Body = body } : null;

    public static bool IsGzip(ReadOnlySpan<byte> body) => body is [0x1F, 0x8B, ..];

    public void Begin(HttpFetchResult.Response head) => (_head, Body) = (head, new MemoryStream());

    public void Clear() => (_head, Body) = (null, new MemoryStream());
}
