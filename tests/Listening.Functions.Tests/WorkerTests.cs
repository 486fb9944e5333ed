using System.Net;
using System.Net.Sockets;
using System.Reflection;
using Azure.Data.Tables;
using Azure.Storage.Queues.Models;
using Listening.AzureStorage;
using Listening.Functions.Tests.Host;
using Listening.Local.Sample;
using Listening.Messages;
using Microsoft.Azure.Functions.Worker;
using static Listening.Functions.Tests.Host.StatusResult.Types;

namespace Listening.Functions.Tests;

/// <summary>The published worker, driven over gRPC as the Functions host does.</summary>
[Collection("Published app")]
public sealed class WorkerTests(PublishedApp app)
{
    /// <summary>A site that nobody serves, for tests that fetch nothing.</summary>
    private static readonly string OneFeed = ConfigOf("http://127.0.0.1:9/");

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private static readonly string[] Declared =
    [
        .. typeof(ListeningServices).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .Select(method => method.GetCustomAttribute<FunctionAttribute>()?.Name)
            .OfType<string>()
            .Order(),
    ];

    [Fact]
    public async Task Every_declared_function_is_published_and_loads()
    {
        await using var host = await app.StartAsync(OneFeed);

        using var published = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(app.Folder, "functions.metadata")));
        Assert.Contains("Process", Declared);
        var listed = published.RootElement.EnumerateArray().Select(function => function.GetProperty("name").GetString()!);
        Assert.Equal(Declared, listed.Order());
        Assert.Equal(Declared, host.Functions.Keys.Order());
    }

    [Fact]
    public async Task Posts_of_the_sample_brand_become_rows_and_alerts()
    {
        var folder = app.NewFolder();
        await using var site = await SampleSite.StartAsync(
            folder, DateTimeOffset.UtcNow.AddDays(-1), gradually: false, TimeProvider.System, default);
        await File.WriteAllTextAsync(Path.Combine(folder, "listening.json"), SampleConfig.For(site.BaseAddress));
        await using var host = await TestFunctionsHost.StartAsync(
            app.Folder, app.Settings(("Listening__ConfigFile", Path.Combine(folder, "listening.json"))));

        Assert.Equal(Status.Success, (await host.InvokeAsync("Collect", TriggerData.Timer())).Result.Status);
        var orders = await HandOverAsync(host, "Fetch", Queues.Fetch);
        await HandOverAsync(host, "FetchSlow", Queues.FetchSlow); // what a busy machine did not read within a second
        var batches = await HandOverAsync(host, "Process", Queues.Mentions);

        string[] sources = ["Comments", "Community", "Press and blogs", "Shop reviews"];
        Assert.Equal(sources, orders.Select(order => MessageCodec.ReadFetchOrder(order.MessageText).Source).Order());
        var fetched = batches.SelectMany(batch => MessageCodec.ReadBatch(batch.MessageText).Mentions)
            .Select(mention => mention.Id.Value)
            .ToList();
        var rows = await app.Account.Mentions.QueryAsync<TableEntity>(row => row["Brand"].Equals("morgenrot")).ToListAsync();
        Assert.Equal(sources, rows.Select(row => row.GetString("Source")).Distinct().Order());
        Assert.InRange(rows.Count, 100, fetched.Count);
        Assert.Empty(rows.Select(row => row.GetString("MentionId")).Except(fetched));

        var alert = (await app.Account.Queue("care-alerts").PeekMessageAsync()).Value;
        using var json = JsonDocument.Parse(Convert.FromBase64String(alert.MessageText));
        var about = json.RootElement.GetProperty("data").GetProperty("mentionId").GetString();
        Assert.NotEqual("None", Assert.Single(rows, row => row.GetString("MentionId") == about).GetString("AlertLevel"));
    }

    [Fact]
    public async Task Every_timer_runs()
    {
        await using var host = await app.StartAsync(OneFeed);
        // Collect would send messages that only the sample's test takes.
        var timers = host.Functions.Values
            .Where(function => function.Bindings.Values.Single().Type == "timerTrigger" && function.Name != "Collect")
            .ToList();

        Assert.NotEmpty(timers);
        foreach (var timer in timers)
        {
            var answer = await host.InvokeAsync(timer.Name, TriggerData.Timer());
            Assert.Equal((timer.Name, Status.Success), (timer.Name, answer.Result.Status));
        }
    }

    [Fact]
    public async Task An_exception_comes_back_as_a_failure_and_the_worker_goes_on_serving()
    {
        await using var host = await app.StartAsync(OneFeed);

        var failed = (await host.InvokeAsync("Process", TriggerData.Message("not base64!"))).Result;
        Assert.Equal(Status.Failure, failed.Status);
        var thrown = Assert.Throws<InvalidDataException>(() => MessageCodec.ReadBatch("not base64!"));
        Assert.Equal((thrown.GetType().FullName, thrown.Message), (failed.Exception.Type, failed.Exception.Message));

        var next = await host.InvokeAsync("Sweep", TriggerData.Timer());
        Assert.Equal(Status.Success, next.Result.Status);
    }

    [Fact]
    public async Task A_cancelled_fetch_of_a_silent_site_ends_at_once_and_is_not_recorded_as_a_failure_of_the_site()
    {
        using var site = new SilentSite();
        await using var host = await app.StartAsync(ConfigOf(site.Address));
        using var cancel = new CancellationTokenSource();

        var order = TriggerData.Message(MessageCodec.WriteFetchOrder(new FetchOrder("Forum")));
        var fetching = host.InvokeAsync("Fetch", order, cancel: cancel.Token);
        await site.RequestAsync().WaitAsync(Soon);
        Assert.False(fetching.IsCompleted);
        await cancel.CancelAsync();

        Assert.Equal(Status.Cancelled, (await fetching.WaitAsync(Soon)).Result.Status);
        Assert.Null(await new TableCheckpoints(app.Account).FindAsync("Forum", default));
    }

    [Fact]
    public async Task A_worker_told_to_terminate_ends_with_exit_code_0()
    {
        await using var host = await app.StartAsync(OneFeed);

        var end = await host.TerminateAsync().WaitAsync(Soon);

        Assert.Equal((0, ""), (end.ExitCode, end.Errors));
    }

    [Fact]
    public async Task An_invocation_runs_under_the_trace_that_the_host_sent()
    {
        var settings = app.Settings(
            ("Listening__ConfigFile", app.WriteConfig(OneFeed)), ("DOTNET_STARTUP_HOOKS", typeof(StartupHook).Assembly.Location));
        await using var host = await TestFunctionsHost.StartAsync(app.Folder, settings);

        await host.InvokeAsync("Sweep", TriggerData.Timer(), traceParent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        var end = await host.TerminateAsync();
        Assert.Equal("Invoke 0af7651916cd43dd8448eb211c80319c b7ad6b7169203331", end.Output.Trim());
    }

    /// <summary>The host's invocations run under traces of their own; the mention's trace is what its messages carry.</summary>
    [Fact]
    public async Task One_mention_is_followed_from_its_source_to_its_alert()
    {
        var folder = app.NewFolder();
        await File.WriteAllTextAsync(
            Path.Combine(folder, "posts.jsonl"), """{"externalId":"1","text":"Nie wieder Südwind, der Service ist furchtbar schlecht!"}""");
        await File.WriteAllTextAsync(Path.Combine(folder, "listening.json"), """
            {
              "brands": [ { "id": "southwind", "name": "Südwind" } ],
              "sources": [ { "name": "Export", "type": "file", "path": "posts.jsonl" } ],
              "routing": [ { "name": "all", "queue": "southwind-alerts", "answerWithin": "4h" } ]
            }
            """);
        var settings = app.Settings(
            ("Listening__ConfigFile", Path.Combine(folder, "listening.json")),
            ("DOTNET_STARTUP_HOOKS", typeof(StartupHook).Assembly.Location));
        await using var host = await TestFunctionsHost.StartAsync(app.Folder, settings);

        await host.InvokeAsync("Collect", TriggerData.Timer(), traceParent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        Assert.Single(await HandOverAsync(host, "Fetch", Queues.Fetch));
        Assert.Single(await HandOverAsync(host, "Process", Queues.Mentions));

        var alert = (await app.Account.Queue("southwind-alerts").PeekMessageAsync()).Value;
        using var json = JsonDocument.Parse(Convert.FromBase64String(alert.MessageText));
        var traceParent = json.RootElement.GetProperty("traceparent").GetString();
        Assert.StartsWith("00-0af7651916cd43dd8448eb211c80319c-", traceParent, StringComparison.Ordinal);
        var end = await host.TerminateAsync();
        var activities = end.Output.Trim().Split('\n').Select(line => line.Split(' ')).ToLookup(line => line[1], line => line[0]);
        string[] steps =
            ["Admit", "Announce", "Collect", "Fetch", "FetchPage", "Invoke", "OpenCases", "Process", "Route", "Store", "Understand"];
        Assert.Equal(steps, activities["0af7651916cd43dd8448eb211c80319c"].Order());
    }

    /// <summary>As a collector sees it: over HTTP, from the worker of its own accord.</summary>
    [Fact]
    public async Task Traces_metrics_and_logs_are_exported_where_an_endpoint_is_set()
    {
        await using var collector = await OtlpCollector.StartAsync();
        var settings = app.Settings([("Listening__ConfigFile", app.WriteConfig(OneFeed)), .. collector.Settings]);
        await using var host = await TestFunctionsHost.StartAsync(app.Folder, settings);

        // Its source is not configured, which is a trace and a log; the worker flushes both when it ends.
        await host.InvokeAsync("Fetch", TriggerData.Message(MessageCodec.WriteFetchOrder(new FetchOrder("Forum of yesterday"))));
        await host.TerminateAsync();

        Assert.Contains("Forum of yesterday", collector.Received("/v1/traces"), StringComparison.Ordinal);
        Assert.Contains("listening-under-test", collector.Received("/v1/traces"), StringComparison.Ordinal);
        Assert.Contains("is not in listening.json any more", collector.Received("/v1/logs"), StringComparison.Ordinal);
    }

    private static string ConfigOf(string site) => $$"""
        {
          "brands": [ { "id": "northwind", "name": "Northwind" } ],
          "sources": [ { "name": "Forum", "type": "feed", "url": "{{site}}feed.xml", "allowPrivateNetwork": true } ]
        }
        """;

    /// <summary>Hands every message of a queue to a function, as the host does, and deletes it if that succeeds.</summary>
    private async Task<IReadOnlyList<QueueMessage>> HandOverAsync(TestFunctionsHost host, string function, string queue)
    {
        var client = app.Account.Queue(queue);
        var handed = new List<QueueMessage>();
        while ((await client.ReceiveMessagesAsync(maxMessages: 32)).Value is { Length: > 0 } messages)
        {
            foreach (var message in messages)
            {
                var answer = (await host.InvokeAsync(function, TriggerData.Message(message))).Result;
                Assert.True(answer.Status == Status.Success, $"{function}: {answer.Exception?.Type}: {answer.Exception?.Message}");
                await client.DeleteMessageAsync(message.MessageId, message.PopReceipt);
                handed.Add(message);
            }
        }

        return handed;
    }

    /// <summary>A site that takes a request and never answers.</summary>
    private sealed class SilentSite : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, port: 0);
        private TcpClient? _client;

        public SilentSite() => _listener.Start();

        /// <summary>With a slash at its end.</summary>
        public string Address => $"http://{_listener.LocalEndpoint}/";

        /// <summary>The head of the first request, as soon as it is there.</summary>
        public async Task<string> RequestAsync()
        {
            _client = await _listener.AcceptTcpClientAsync();
            var head = new StringBuilder();
            var buffer = new byte[4096];
            while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
            {
                head.Append(Encoding.Latin1.GetString(buffer, 0, await _client.GetStream().ReadAsync(buffer)));
            }

            return head.ToString();
        }

        public void Dispose()
        {
            _client?.Dispose();
            _listener.Dispose();
        }
    }
}
