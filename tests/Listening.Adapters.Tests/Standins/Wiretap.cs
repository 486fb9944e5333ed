using System.Net;
using System.Text;
using Azure.Core.Pipeline;
using Azure.Data.Tables;

namespace Listening.Adapters.Tests.Standins;

/// <summary>Sees every try a client makes, and answers in the service's place where the test says so.</summary>
internal sealed class Wiretap : HttpMessageHandler
{
    private readonly HttpMessageInvoker _wire = new(new SocketsHttpHandler());

    public List<HttpRequestMessage> Tries { get; } = [];

    /// <summary>Given the number of the try, from 1; null lets it through to the service.</summary>
    public Func<int, HttpResponseMessage?> Answer { get; init; } = _ => null;

    public static HttpResponseMessage Json(HttpStatusCode status, string body) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    public TableClientOptions Options(int retries = 2) => new()
    {
        Transport = new HttpClientTransport(this),
        Retry = { MaxRetries = retries, Delay = TimeSpan.FromMilliseconds(20), MaxDelay = TimeSpan.FromMilliseconds(50) },
    };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var seen = new HttpRequestMessage(request.Method, request.RequestUri);
        foreach (var header in request.Headers)
        {
            seen.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        Tries.Add(seen);
        return Answer(Tries.Count) ?? await _wire.SendAsync(request, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        _wire.Dispose();
        base.Dispose(disposing);
    }
}
