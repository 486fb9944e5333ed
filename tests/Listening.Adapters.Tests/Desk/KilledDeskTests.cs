using System.Globalization;
using System.Text;
using System.Text.Json;
using Listening.Adapters.AzureStorage;
using Listening.Adapters.Models;
using Listening.Domain;
using Listening.Local.Azurite;
using Listening.Understand;

namespace Listening.Adapters.Tests.Desk;

/// <summary>
/// Kills the runner at random moments and looks at what is left once it may finish. The suite does so 3 times on 2,000
/// posts; <c>LISTENING_KILLS=20 LISTENING_POSTS=10000 dotnet test --filter KilledDesk</c> is the long one.
/// </summary>
public sealed class KilledDeskTests
{
    private static readonly int Kills = FromEnvironment("LISTENING_KILLS", 3);
    private static readonly int Posts = FromEnvironment("LISTENING_POSTS", 2_000);

    [Fact]
    public async Task A_runner_killed_again_and_again_loses_nothing_and_doubles_nothing()
    {
        using var folder = new TestFolder();
        var posts = Enumerable.Range(0, Posts).Select(Post).ToList();
        var lines = posts.Select(post => JsonSerializer.Serialize(new { source = "forum", externalId = post.Id, text = post.Text, threadId = post.Thread, authorId = post.Author }));
        folder.Write("posts.jsonl", string.Join('\n', lines));
        folder.Write("listening.json", """
            { "brands": [ { "id": "northwind", "name": "Northwind" } ], "sources": [ { "name": "Export", "type": "file", "path": "posts.jsonl" } ] }
            """);

        var seed = Environment.TickCount;
        var moments = new Random(seed);
        for (var kill = 0; kill < Kills; kill++)
        {
            using var desk = DeskProcess.Start(folder.Path, "run", "--once", "--json");
            await Task.Delay(TimeSpan.FromSeconds(0.5 + (moments.NextDouble() * 5)));
            await desk.KillAsync();
        }

        var last = await DeskProcess.RunAsync(folder.Path, "", "run", "--once", "--json");
        Assert.True(last.ExitCode == 0, $"seed {seed}, exit code {last.ExitCode}: {last.Remarks}");

        await using var azurite = await AzuriteProcess.StartAsync(new AzuriteOptions { Folder = Path.Combine(folder.Path, ".listening") });
        var account = StorageAccount.Connect(azurite.ConnectionString);
        var rows = new List<string>();
        var now = DateTimeOffset.UtcNow;
        await foreach (var judged in new TableMentions(account).SinceAsync("northwind", now.AddDays(-1), now, default))
        {
            rows.Add(judged.Mention.NativeId);
        }

        Assert.Equal(posts.Select(post => post.Id).Order(), rows.Order());

        // One case per (brand, thread, author) that the default rule alarms for, and at least one alert for each.
        var understand = new UnderstandStep(ZipSentimentModel.LoadShipped());
        var expected = posts
            .Where(post => understand.Judge(post.Text) is { Polarity: Polarity.Negative, Confidence: >= 0.6 })
            .Select(post => (post.Thread, post.Author))
            .ToHashSet();
        var cases = new List<(string, string)>();
        await foreach (var row in account.Cases.QueryAsync<Azure.Data.Tables.TableEntity>())
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

    private static (string Id, string Text, string Thread, string Author) Post(int number)
    {
        string[] texts =
        [
            "Northwind liefert pünktlich, vielen Dank!",
            "Katastrophe bei Northwind, seit Wochen keine Antwort, der Service ist furchtbar schlecht!",
            "Der neue Kessel von Northwind ist jetzt im Laden.",
            "Worst service ever, Northwind. I am so angry and disappointed.",
        ];
        return ($"p{number}", $"{texts[number % 4]} ({number})", $"t{number % 97}", $"a{number % 313}");
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
