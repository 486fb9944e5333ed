using System.Diagnostics;
using Azure.Data.Tables;
using Listening.AzureStorage;
using Listening.Azurite;

namespace Listening.Benchmarks;

/// <summary>
/// <c>volume 10000</c>: how long the local runner takes for that many posts of a file, fresh and known, beside a loop that only writes the
/// same rows and messages in full transactions, 16 at a time. Both start and stop an Azurite of their own; the runner is a published one.
/// </summary>
internal static class Volume
{
    private const int InFlight = 16;

    private static readonly string Project = Path.Combine(AppContext.BaseDirectory, "../../../../../functions/Listening.Local");

    public static async Task RunAsync(int posts, int rounds, TextWriter output)
    {
        var work = Directory.CreateTempSubdirectory("listening-volume-").FullName;
        try
        {
            var config = Path.Combine(work, "listening.json");
            var runner = Path.Combine(work, "runner", "Listening.Local");
            await CallAsync("dotnet", "publish", Project, "-c", "Release", "-o", Path.GetDirectoryName(runner)!);
            await File.WriteAllLinesAsync(Path.Combine(work, "posts.jsonl"), Enumerable.Range(0, posts).Select(i => Post(i, posts)));
            await File.WriteAllTextAsync(config, Config("import"));
            await File.WriteAllTextAsync($"{config}.again", Config("the same file as another source"));
            for (var round = 1; round <= rounds; round++)
            {
                var data = Path.Combine(work, $"data-{round}");
                var fresh = await RunnerAsync(runner, config, data);
                var known = await RunnerAsync(runner, $"{config}.again", data);
                var (rows, alerts) = await ReadAsync(data);
                var ideal = await WriteAsync(rows, alerts, Path.Combine(work, $"ideal-{round}"));
                await output.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{posts} posts, {rows.Count} rows, {alerts} alerts: fresh {fresh:0.0} s, known {known:0.0} s, "
                    + $"ideal loop {ideal:0.0} s; fresh at {ideal / fresh:0.00} of the ideal"));
            }
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }

        string Config(string source) => $$"""
            {"brands": [{"id": "nordrad", "name": "Nordrad", "query": "nordrad"}],
             "sources": [{"name": "{{source}}", "type": "file", "path": "{{work}}/posts.jsonl"}]}
            """;
    }

    /// <summary>A day's posts in their order, by half as many authors; one in eight is a complaint.</summary>
    private static string Post(int i, int posts)
    {
        var text = (i % 8) switch
        {
            0 => $"Das Nordrad {i} ist nach zwei Tagen kaputt, und der Kundendienst meldet sich nicht. Unverschämt!",
            1 or 2 => $"Mein Nordrad {i} fährt wunderbar, vielen Dank an das freundliche Team!",
            _ => $"Hat jemand Erfahrung mit dem Nordrad {i} im Winter? Ich suche einen Gepäckträger für die Fahrt zur Arbeit.",
        };
        return JsonSerializer.Serialize(new
        {
            id = $"p{i}",
            text,
            author = $"user-{(long)i * 7_919 % Math.Max(1, posts / 2)}",
            createdAt = DateTimeOffset.UtcNow.Date.AddDays(-1).AddSeconds(86_000.0 * i / posts),
            url = $"https://forum.example/{i}",
        });
    }

    /// <returns>Seconds.</returns>
    private static async Task<double> RunnerAsync(string runner, string config, string data)
    {
        var startedAt = Stopwatch.GetTimestamp();
        await CallAsync(runner, "run", "--once", "--config", config, "--folder", data);
        return Stopwatch.GetElapsedTime(startedAt).TotalSeconds;
    }

    private static async Task CallAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {arguments[0]} failed: {said}{await errors}");
        }
    }

    private static async Task<(List<(string Table, TableEntity Row)> Rows, int Alerts)> ReadAsync(string data)
    {
        await using var azurite = await AzuriteProcess.StartAsync(data);
        var account = StorageAccount.Connect(azurite.ConnectionString);
        var rows = new List<(string, TableEntity)>();
        foreach (var table in Tables(account))
        {
            await foreach (var row in table.QueryAsync<TableEntity>())
            {
                row.Remove("odata.etag");
                row.Remove("Timestamp");
                rows.Add((table.Name, row));
            }
        }

        return (rows, (await account.Queue("care-alerts").GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    private static async Task<double> WriteAsync(IReadOnlyList<(string Table, TableEntity Row)> rows, int alerts, string data)
    {
        var startedAt = Stopwatch.GetTimestamp();
        await using (var azurite = await AzuriteProcess.StartAsync(data))
        {
            var account = StorageAccount.Connect(azurite.ConnectionString);
            await account.CreateAsync(default);
            var queue = account.Queue("care-alerts");
            await queue.CreateAsync();
            var tables = Tables(account).ToDictionary(table => table.Name);
            var transactions = rows.GroupBy(row => (row.Table, row.Row.PartitionKey)).SelectMany(group => group.Chunk(100));
            var options = new ParallelOptions { MaxDegreeOfParallelism = InFlight };
            await Parallel.ForEachAsync(transactions, options, async (transaction, stopping) =>
                await tables[transaction[0].Table].SubmitTransactionAsync(
                    transaction.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row.Row)), stopping));
            var alert = new string('x', 1_600);
            await Parallel.ForEachAsync(Enumerable.Range(0, alerts), options, async (_, stopping) =>
                await queue.SendMessageAsync(alert, stopping));
        }

        return Stopwatch.GetElapsedTime(startedAt).TotalSeconds;
    }

    private static TableClient[] Tables(StorageAccount account) =>
        [account.Mentions, account.MentionIndex, account.AuthorIndex, account.Cases, account.CaseIndex];
}
