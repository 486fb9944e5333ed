using Listening.Functions.Tests.Host;
using Listening.Telemetry;
using Listening.Testing;

namespace Listening.Functions.Tests;

/// <summary>The local runner exports its telemetry by the same setting as the worker.</summary>
[Collection("Published app")]
public sealed class LocalTelemetryTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Traces_metrics_and_logs_are_exported_where_an_endpoint_is_set()
    {
        await using var collector = await OtlpCollector.StartAsync();
        _folder.Write("posts.jsonl", $$"""
            {"externalId":"1","createdAt":"{{DateTimeOffset.UtcNow:O}}","text":"Meine Bestellung bei Northwind ist seit drei Wochen nicht da, niemand antwortet, furchtbar."}
            """);
        _folder.Write("listening.json", """
            {
              "brands": [ { "id": "northwind", "name": "Northwind" } ],
              "sources": [ { "name": "Export", "type": "file", "path": "posts.jsonl" } ]
            }
            """);

        await using var runner = ChildProcess.Start(
            _folder.Path,
            [Path.Combine(AppContext.BaseDirectory, "Listening.Local.dll"), "run", "--once"],
            collector.Settings.ToDictionary(setting => setting.Name, setting => setting.Value));
        var end = await runner.Ended.WaitAsync(Limit);

        Assert.Equal((0, ""), (end.ExitCode, end.Errors));
        AssertContains(
            collector.Received("/v1/traces"),
            ListeningTracing.SourceName, "listening-under-test", ListeningTracing.FetchPage, ListeningTracing.Announce);
        AssertContains(
            collector.Received("/v1/metrics"),
            ListeningMetrics.MeterName, ListeningMetrics.NewName, ListeningMetrics.AlertsName);
        AssertContains(collector.Received("/v1/logs"), "Batch of source Export");
        Assert.DoesNotContain("furchtbar", collector.Received(""), StringComparison.Ordinal);
    }

    private static void AssertContains(string body, params string[] names) =>
        Assert.All(names, name => Assert.Contains(name, body, StringComparison.Ordinal));

    public void Dispose() => _folder.Dispose();
}
