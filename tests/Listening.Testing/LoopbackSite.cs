using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Listening.Testing;

/// <summary>
/// A small web server on loopback that answers by script, over real sockets, so that clients meet real trouble: cut
/// connections, slow bodies, endless ones. It closes each connection after its answer.
/// </summary>
/// <example><c>site.On("/feed", new Reply(503), Reply.Text("…"))</c> answers 503 first, then the text for ever.</example>
public sealed class LoopbackSite : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentDictionary<string, Func<SeenRequest, Reply>> _routes = new();
    private readonly ConcurrentQueue<SeenRequest> _requests = new();
    private readonly Task _accepting;
    private int _busy;

    public LoopbackSite()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>What was asked, in order.</summary>
    public IReadOnlyList<SeenRequest> Requests => [.. _requests];

    /// <summary>Most requests that were open at once.</summary>
    public int MostAtOnce { get; private set; }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Uri Url(string pathAndQuery = "/", string host = "127.0.0.1") => new($"http://{host}:{Port}{pathAndQuery}");

    /// <summary>Scripts a path, its query aside: one reply after the other, of which the last repeats.</summary>
    public LoopbackSite On(string path, params Reply[] replies)
    {
        var queue = new Queue<Reply>(replies);
        return On(path, _ =>
        {
            lock (queue)
            {
                return queue.Count > 1 ? queue.Dequeue() : queue.Peek();
            }
        });
    }

    /// <summary>Scripts a path, its query aside, or with <c>*</c> all others: the reply is computed from each request.</summary>
    public LoopbackSite On(string path, Func<SeenRequest, Reply> answer)
    {
        _routes[path] = answer;
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Stop();
        await _accepting;
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                _ = ServeAsync(await _listener.AcceptSocketAsync(_closing.Token));
            }
            catch (Exception closed) when (closed is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _busy));
            if (await ReadAsync(stream) is { } request)
            {
                _requests.Enqueue(request);
                await AnswerAsync(NextReply(request), stream, socket);
            }
        }
        catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException)
        {
            // The client hung up, which is what some tests are about.
        }
        finally
        {
            Interlocked.Decrement(ref _busy);
        }
    }

    private Reply NextReply(SeenRequest request) =>
        _routes.TryGetValue(request.Target.Split('?')[0], out var answer) || _routes.TryGetValue("*", out answer) ? answer(request)
            : new Reply(404);

    private async Task<SeenRequest?> ReadAsync(Stream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!head.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            if (head.Count > 64 * 1024 || await stream.ReadAsync(one, _closing.Token) == 0)
            {
                return null;
            }

            head.Add(one[0]);
        }

        var lines = Encoding.Latin1.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers =
            lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(
            pair => pair[0], pair => pair[^1], StringComparer.OrdinalIgnoreCase);
        var body = new byte[int.Parse(headers.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, _closing.Token);
        return new SeenRequest(lines[0].Split(' ')[1], headers) { Method = lines[0].Split(' ')[0], Body = Encoding.UTF8.GetString(body) };
    }

    private async Task AnswerAsync(Reply reply, Stream stream, Socket socket)
    {
        await Task.Delay(reply.Delay, _closing.Token);
        var head = new StringBuilder($"HTTP/1.1 {reply.Status} Scripted\r\nConnection: close\r\n");
        foreach (var (name, value) in reply.Headers)
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        if (reply.Endless is null && reply.Status != 304)
        {
            head.Append("Content-Length: ").Append(reply.Body.Length).Append("\r\n");
        }

        await stream.WriteAsync(Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), _closing.Token);
        var sent = 0;
        foreach (var chunk in reply.Endless ?? reply.Body.Chunk(reply.Trickle is null ? 64 * 1024 : 1))
        {
            if (sent >= reply.CutAfter)
            {
                // A reset, as from a server that died; closing in order would be an end.
                socket.LingerState = new LingerOption(true, 0);
                return;
            }

            var part = chunk.AsMemory(0, Math.Min(chunk.Length, (reply.CutAfter ?? int.MaxValue) - sent));
            await stream.WriteAsync(part, _closing.Token);
            sent += part.Length;
            await Task.Delay(reply.Trickle ?? TimeSpan.Zero, _closing.Token);
        }
    }
}

/// <summary>A request as it came: its path with query, and its headers byte for byte (as Latin-1).</summary>
public sealed record SeenRequest(string Target, IReadOnlyDictionary<string, string> Headers)
{
    public string Method { get; init; } = "GET";

    public string Body { get; init; } = "";

    public string? Header(string name) => Headers.GetValueOrDefault(name);
}

/// <summary>What a <see cref="LoopbackSite"/> answers.</summary>
public sealed record Reply(int Status = 200)
{
    public byte[] Body { get; init; } = [];

    /// <summary>Written as given, in Latin-1; a name may occur twice.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>The silence before the first byte.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Sends the body byte by byte with this pause.</summary>
    public TimeSpan? Trickle { get; init; }

    /// <summary>Resets the connection after so many bytes of the body; 0 after the head.</summary>
    public int? CutAfter { get; init; }

    /// <summary>Chunks to send instead of a body, without a length.</summary>
    public IEnumerable<byte[]>? Endless { get; init; }

    public static Reply Text(string body, string type = "application/xml; charset=utf-8") => Bytes(Encoding.UTF8.GetBytes(body), type);

    public static Reply Bytes(byte[] body, string type) => new Reply { Body = body }.With("Content-Type", type);

    public static Reply To(string location, int status = 302) => new Reply(status).With("Location", location);

    public Reply With(string name, string value) => this with { Headers = [.. Headers, (name, value)] };
}
