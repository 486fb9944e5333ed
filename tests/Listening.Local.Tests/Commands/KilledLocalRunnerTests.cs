using Azure;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Listening.AzureStorage;
using Listening.Azurite;
using Listening.Domain;
using Listening.Messages;
using Listening.Testing;
using Listening.Understand;
using Xunit.Abstractions;

namespace Listening.Local.Tests.Commands;

/// <summary>
/// Kills the runner at random moments of its work and looks at what is left once it may finish. The suite does so 3 times
/// on 2,000 posts; <c>LISTENING_KILLS=20 LISTENING_POSTS=10000 dotnet test --filter KilledLocalRunner</c> is the long one.
/// </summary>
public sealed class KilledLocalRunnerTests(ITestOutputHelper output)
{
    private static readonly int Kills = FromEnvironment("LISTENING_KILLS", 3);
    private static readonly int Posts = FromEnvironment("LISTENING_POSTS", 2_000);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    [Fact]
    public async Task A_runner_killed_again_and_again_loses_nothing_and_doubles_nothing()
    {
        using var folder = new TemporaryFolder();
        folder.Write("listening.json", """
            {
              "brands": [ { "id": "northwind", "name": "Northwind" } ],
              "sources": [ { "name": "Export", "type": "file", "path": "posts.jsonl" } ]
            }
            """);

        // Each start finds new posts, so that there is work to interrupt. A kill after the last of them is done does not count: the next
        // start gets more posts and less time. A kill before the first is stored gives the next start more time.
        var seed = Environment.TickCount;
        var moments = new Random(seed);
        var longest = TimeSpan.FromSeconds(1.5);
        var posts = new List<Post>();
        var (kills, starts, leftBefore) = (0, 0, 0);
        for (; kills < Kills && starts < Kills * 4; starts++)
        {
            var share = Enumerable.Range(posts.Count, Posts / Kills).Select(CreatePost).ToList();
            posts.AddRange(share);
            await AppendAsync(folder, share);

            using var runner = LocalRunnerProcess.Start(folder.Path, "run", "--once", "--json");
            await UntilBegunAsync(runner, folder);
            var moment = longest * moments.NextDouble();
            await Task.Delay(moment);
            var killed = await runner.KillAsync();

            var (rows, left) = await LookAsync(folder, async account => (await RowsAsync(account), await LeftAsync(account)));
            var unstored = share.Select(post => post.Id).Except(rows.Select(row => row.Mention.NativeId)).Count();
            var real = killed && (unstored > 0 || left > leftBefore);
            output.WriteLine($"start {starts + 1}: killed {moment.TotalMilliseconds:0} ms into its work: {real}; "
                + $"{unstored} of {share.Count} new posts not stored, {left} messages left");
            (kills, leftBefore) = (real ? kills + 1 : kills, left);
            longest *= !real ? 0.7 : unstored == share.Count ? 1.2 : 1;
        }

        Assert.True(kills == Kills, $"seed {seed}: only {kills} of {starts} starts were killed while they had work");

        var last = await LocalRunnerProcess.RunAsync(folder.Path, "", "run", "--once", "--json");
        Assert.True(last.ExitCode == 0, $"seed {seed}, exit code {last.ExitCode}: {last.Log}");

        await LookAsync(folder, async account =>
        {
            await CompareAsync(posts, account);
            return true;
        });
    }

    private static async Task CompareAsync(IReadOnlyList<Post> posts, StorageAccount account)
    {
        var rows = await RowsAsync(account);
        Assert.Equal(posts.Select(post => post.Id).Order(), rows.Select(row => row.Mention.NativeId).Order());
        Assert.Equal(0, await LeftAsync(account));

        // One case per (brand, thread, author) that the default rule alerts on, and at least one alert for each. The rows say what was
        // judged: a run that reached its end has learned the source's profile, and the next one judges with it.
        var threads = posts.ToDictionary(post => post.Id, post => (post.Thread, post.Author));
        var expected = rows
            .Where(row => row.Verdict.Care is { Level: >= AlertLevel.Balanced, Voice: not (Voice.Report or Voice.Advert) })
            .Select(row => threads[row.Mention.NativeId])
            .ToHashSet();
        var cases = new List<(string, string)>();
        await foreach (var row in account.Cases.QueryAsync<TableEntity>())
        {
            cases.Add((row.GetString("Thread"), row.GetString("AuthorId")));
            Assert.True(row.GetBoolean("Announced"));
        }

        Assert.Equal(expected.Order(), cases.Order());
        Assert.NotEmpty(expected);
        var alerts = await AlertsAsync(account);
        Assert.Equal(cases.Count, alerts.Select(alert => alert.GetProperty("data").GetProperty("caseId").GetString()).Distinct().Count());
        Assert.All(
            alerts.GroupBy(alert => alert.GetProperty("id").GetString()),
            copies => Assert.Single(copies.Select(copy => copy.GetRawText()).Distinct()));
    }

    private static Post CreatePost(int number)
    {
        string[] texts =
        [
            "Northwind liefert pünktlich, vielen Dank!",
            "Meine Bestellung bei Northwind ist seit drei Wochen nicht da, und niemand antwortet.",
            "Der neue Kessel von Northwind ist jetzt im Laden.",
            "My Northwind kettle arrived broken and support has not replied for a week.",
        ];
        return new($"p{number}", $"{texts[number % 4]} ({number})", $"t{number % 97}", $"a{number % 313}");
    }

    private sealed record Post(string Id, string Text, string Thread, string Author);

    /// <summary>As a program that writes an export while nobody reads it.</summary>
    private static async Task AppendAsync(TemporaryFolder folder, IEnumerable<Post> posts) =>
        await File.AppendAllLinesAsync(
            Path.Combine(folder.Path, "posts.jsonl"),
            posts.Select(post => JsonSerializer.Serialize(
                new { source = "forum", externalId = post.Id, text = post.Text, threadId = post.Thread, authorId = post.Author })));

    /// <summary>Until this start has queued its fetch, or has ended.</summary>
    private static async Task UntilBegunAsync(LocalRunnerProcess runner, TemporaryFolder folder)
    {
        var state = Path.Combine(StorageOf(folder), "azurite.json");
        while (!runner.HasExited)
        {
            if (File.Exists(state)
                && await ReadStateAsync(state) is { ConnectionString: { } connection } running
                && running.Owner == runner.Id)
            {
                try
                {
                    await UntilOrderedAsync(runner, StorageAccount.Connect(
                        connection, tables: WithoutRetries(new TableClientOptions()), queues: WithoutRetries(new QueueClientOptions())));
                }
                catch (RequestFailedException)
                {
                    // It ended with its Azurite before this saw it begin: it does not count as killed, and the next start has more to do.
                }

                return;
            }

            await Task.Delay(Look);
        }
    }

    private static async Task<AzuriteState?> ReadStateAsync(string file) =>
        JsonSerializer.Deserialize<AzuriteState>(await File.ReadAllBytesAsync(file), JsonSerializerOptions.Web);

    private static async Task UntilOrderedAsync(LocalRunnerProcess runner, StorageAccount account)
    {
        await account.CreateAsync(default);
        var before = await account.Queue(Queues.Fetch).GetPropertiesAsync();
        while (!runner.HasExited && before.Value.ApproximateMessagesCount == 0)
        {
            await Task.Delay(Look);
            before = await account.Queue(Queues.Fetch).GetPropertiesAsync();
        }
    }

    /// <summary>One try is enough to see that Azurite is gone.</summary>
    private static T WithoutRetries<T>(T options)
        where T : ClientOptions
    {
        options.Retry.MaxRetries = 0;
        return options;
    }

    private static string StorageOf(TemporaryFolder folder) => Path.Combine(folder.Path, ".listening");

    private static async Task<T> LookAsync<T>(TemporaryFolder folder, Func<StorageAccount, Task<T>> look)
    {
        await using var azurite = await AzuriteProcess.StartAsync(StorageOf(folder));
        return await look(StorageAccount.Connect(azurite.ConnectionString));
    }

    private static async Task<IReadOnlyList<JudgedMention>> RowsAsync(StorageAccount account)
    {
        var rows = new List<JudgedMention>();
        var now = DateTimeOffset.UtcNow;
        await foreach (var judged in new TableMentions(account).SinceAsync("northwind", now.AddDays(-1), now, default))
        {
            rows.Add(judged);
        }

        return rows;
    }

    /// <summary>Messages on the service's own queues, including those that a killed start was processing.</summary>
    private static async Task<int> LeftAsync(StorageAccount account)
    {
        var left = 0;
        foreach (var queue in Queues.Own)
        {
            left += (await account.Queue(queue).GetPropertiesAsync()).Value.ApproximateMessagesCount;
        }

        return left;
    }

    private static async Task<IReadOnlyList<JsonElement>> AlertsAsync(StorageAccount account)
    {
        var alerts = new List<JsonElement>();
        var queue = account.Queue("care-alerts");
        while ((await queue.ReceiveMessagesAsync(32)).Value is { Length: > 0 } messages)
        {
            foreach (var message in messages)
            {
                alerts.Add(JsonDocument.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(message.MessageText))).RootElement);
                await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
            }
        }

        return alerts;
    }

    private static int FromEnvironment(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
