using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Listening.Functions.Tests.Host;

/// <summary>Receives OTLP over HTTP on loopback and keeps what was sent.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Path, string Body)> _received = new();
    private readonly WebApplication _server;

    private OtlpCollector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port: 0));
        _server = builder.Build();
        _server.MapPost("/v1/{signal}", async request =>
        {
            var body = new MemoryStream();
            await request.Request.Body.CopyToAsync(body);
            // Protobuf writes strings as they are, so that names and words are found without its schema.
            _received.Enqueue((request.Request.Path, Encoding.UTF8.GetString(body.ToArray())));
            request.Response.ContentType = "application/x-protobuf";
        });
    }

    /// <summary>What has a host export its telemetry to this collector.</summary>
    public (string Name, string? Value)[] Settings =>
        [("OTEL_EXPORTER_OTLP_ENDPOINT", _server.Urls.Single()), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_SERVICE_NAME", "listening-under-test")];

    public static async Task<OtlpCollector> StartAsync()
    {
        var collector = new OtlpCollector();
        await collector._server.StartAsync();
        return collector;
    }

    /// <summary>Everything that was sent to paths that start like this.</summary>
    public string Received(string path) =>
        string.Concat(_received.Where(request => request.Path.StartsWith(path, StringComparison.Ordinal)).Select(request => request.Body));

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
