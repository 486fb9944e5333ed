using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Listening.AzureStorage;
using Listening.Azurite;
using Listening.Domain;
using Listening.Local.Hosting;
using Listening.Local.Views;
using Listening.Messages;
using Listening.Telemetry;
using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace Listening.Local.Commands;

/// <summary>The commands that only look: <c>mentions</c>, <c>alerts</c> and <c>poison</c>.</summary>
internal static class ReadCommands
{
    /// <summary><c>mentions</c>: a brand's rows, newest first, or those of all brands that have any.</summary>
    public static async Task<int> MentionsAsync(LocalHostOptions options, string? brand, TimeSpan since, bool json, ConsoleOutput output, CancellationToken stopping)
    {
        await using var storage = await StorageConnection.OpenAsync(options, output, stopping);
        var table = new TableMentions(storage.Account);
        var now = DateTimeOffset.UtcNow;
        var shown = new List<JudgedMention>();
        var brands = brand is null ? await table.BrandsAsync(stopping).ToListAsync(stopping) : [brand];
        await foreach (var judged in table.SinceAsync(brands, now - since, now, stopping))
        {
            if (json)
            {
                output.Result(JsonSerializer.Serialize(MentionLine.FromMention(judged), LinesJson.Relaxed.MentionLine));
            }
            else
            {
                shown.Add(judged);
            }
        }

        if (!json)
        {
            output.Result(MentionTable.Format(shown, ConsoleWidth.Current()));
        }

        return ExitCodes.Done;
    }

    /// <summary><c>alerts</c>: peeks, so that the care team still gets every one.</summary>
    public static async Task<int> AlertsAsync(LocalHostOptions options, string queueName, int take, ConsoleOutput output, CancellationToken stopping)
    {
        await using var storage = await StorageConnection.OpenAsync(options, output, stopping);
        var queue = storage.Account.Queue(queueName);
        if (!await queue.ExistsAsync(stopping))
        {
            output.Log(LogLevel.Warning, $"Queue '{queueName}' is not there yet; its first alert creates it.");
            return ExitCodes.Done;
        }

        foreach (var message in (await queue.PeekMessagesAsync(take, stopping)).Value)
        {
            output.Result(System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(message.MessageText)));
        }

        return ExitCodes.Done;
    }

    /// <summary><c>poison</c>: what could not be processed, and another try for it.</summary>
    public static async Task<int> PoisonAsync(LocalHostOptions options, bool replay, ConsoleOutput output, CancellationToken stopping)
    {
        await using var storage = await StorageConnection.OpenAsync(options, output, stopping);
        using var metrics = new Telemetry.ListeningMetrics();
        using var logs = LoggerFactory.Create(logging => logging.AddProvider(new PlainLoggerProvider(output.Log, LogLevel.Critical)));
        var kept = new TablePoisonedMessages(storage.Account);
        var watch = new PoisonWatchStep(
            new StoragePoisonQueues(storage.Account), kept, metrics, TimeProvider.System, logs.CreateLogger<PoisonWatchStep>());
        await watch.RunAsync(stopping);
        if (replay)
        {
            output.Result($"Back on their queues: {Quantity.Format(await watch.ReplayAsync(stopping), "message")}.");
            return ExitCodes.Done;
        }

        var messages = await kept.AllAsync(stopping);
        foreach (var message in messages)
        {
            output.Result($"{message.FoundAt.UtcDateTime:u} {message.Queue} {message.Id} {Content(message)}");
        }

        if (messages.Count == 0)
        {
            output.Result("No message is poisoned.");
        }

        return messages.Count > 0 ? ExitCodes.Poisoned : ExitCodes.Done;
    }

    /// <summary>Ids and counts; what people wrote stays in the table.</summary>
    private static string Content(PoisonedMessage message)
    {
        try
        {
            return message.Queue == Queues.Mentions && MessageCodec.ReadBatch(message.Text) is var batch
                ? $"{Quantity.Format(batch.Mentions.Count, "mention")} of {batch.Source}: {string.Join(", ", batch.Mentions.Take(3).Select(mention => mention.Id))}"
                : $"order to read {MessageCodec.ReadFetchOrder(message.Text).Source}";
        }
        catch (InvalidDataException e)
        {
            return e.Message;
        }
    }
}

/// <summary>The storage a reading command looks into.</summary>
internal sealed class StorageConnection : IAsyncDisposable
{
    private AzuriteProcess? _azurite;

    public required StorageAccount Account { get; init; }

    /// <summary>The account that was named, else the Azurite that runs in the folder, else one of our own for the moment.</summary>
    public static async Task<StorageConnection> OpenAsync(LocalHostOptions options, ConsoleOutput output, CancellationToken stopping)
    {
        var connection = options.Storage ?? await AzuriteProcess.FindRunningAsync(options.Folder, stopping);
        AzuriteProcess? azurite = null;
        if (connection is null)
        {
            azurite = await AzuriteProcess.StartAsync(
                new AzuriteOptions { Folder = options.Folder }, new Progress<string>(line => output.Log(LogLevel.Warning, line)), stopping);
            connection = azurite.ConnectionString;
        }

        var storage = new StorageConnection { Account = StorageAccount.Connect(connection), _azurite = azurite };
        await storage.Account.CreateAsync(stopping);
        return storage;
    }

    public ValueTask DisposeAsync() => _azurite?.DisposeAsync() ?? ValueTask.CompletedTask;
}

/// <summary>A mention row as one line of JSON.</summary>
internal sealed record MentionLine(
    string Brand, string Id, string Source, string Platform, string? Url, string? Author, string? Title, string Text, DateTimeOffset At, DateTimeOffset FetchedAt,
    DateTimeOffset? EditedAt, bool Deleted, string Verdict, double Confidence, string Label, SentimentScores Probabilities, string? Intent, double? IntentConfidence,
    double? Abuse, double? Spam, string Language, string Model, string? Prior, ComparedLine? Compared, string? Thread)
{
    public static MentionLine FromMention(JudgedMention judged)
    {
        var (mention, verdict) = (judged.Mention, judged.Verdict);
        return new MentionLine(
            judged.Brand, mention.Id.Value, mention.Source, mention.Platform, mention.Url, mention.Author?.Name ?? mention.Author?.Handle, mention.Title, mention.Text,
            mention.Timestamp, mention.FetchedAt, judged.EditedAt, mention.Deleted, Lower(verdict.Polarity), verdict.Confidence,
            Lower(verdict.LikeliestSentiment), verdict.Probabilities, verdict.Intent is { } intent ? Lower(intent.Intent) : null, verdict.Intent?.Probability,
            verdict.Abuse?.Probability, verdict.Spam?.Probability, verdict.Language, verdict.Model, verdict.SourcePrior,
            verdict.Compared is { } other ? new ComparedLine(other.Model, Lower(other.LikeliestSentiment), other.Probability) : null, mention.Thread);
    }

    private static string Lower(Enum word) => word.ToString().ToLowerInvariant();
}

/// <summary>What a second model said of the mention.</summary>
internal sealed record ComparedLine(string Model, string Label, double Confidence);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MentionLine))]
internal sealed partial class LinesJson : JsonSerializerContext
{
    public static LinesJson Relaxed => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}

/// <summary>Columns a table may use: the terminal's, or plenty where nobody watches.</summary>
internal static class ConsoleWidth
{
    public static int Current() => Console.IsOutputRedirected ? 200 : Math.Clamp(Console.WindowWidth, 60, 400);
}

/// <summary>Mentions as a table for a person.</summary>
internal static class MentionTable
{
    public static string Format(IReadOnlyList<JudgedMention> mentions, int width)
    {
        if (mentions.Count == 0)
        {
            return "No mention in that time. '--since 7d' looks further back.";
        }

        var text = new StringWriter(CultureInfo.InvariantCulture);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = width;
        var table = new Table().Border(TableBorder.Simple).AddColumns(
            new TableColumn("At (UTC)").NoWrap(), new TableColumn("Brand").NoWrap(), new TableColumn("Verdict").NoWrap(),
            new TableColumn("Source"), new TableColumn("Author"), new TableColumn("Text"));
        foreach (var (brand, mention, verdict) in mentions)
        {
            var words = mention.Deleted ? "(taken back)" : mention.Text.ReplaceLineEndings(" ");
            table.AddRow(
                new Text(mention.Timestamp.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)),
                new Text(brand),
                new Text(Verdict(verdict)),
                new Text(mention.Source),
                new Text(mention.Author?.Name ?? mention.Author?.Handle ?? ""),
                new Text(words.Length > 160 ? TextCutter.Truncate(words, 160).Text + "…" : words));
        }

        console.Write(table);
        console.WriteLine(Quantity.Format(mentions.Count, "mention"));
        return text.ToString().TrimEnd();
    }

    /// <summary><c>negative 91 %</c>, or <c>unsure (negative 45 %)</c> with what is likeliest all the same.</summary>
    internal static string Verdict(Verdict verdict)
    {
        var (polarity, label) = (verdict.Polarity.ToString().ToLowerInvariant(), verdict.LikeliestSentiment.ToString().ToLowerInvariant());
        return verdict.Polarity switch
        {
            Polarity.Unknown => polarity,
            Polarity.Unsure => string.Create(CultureInfo.InvariantCulture, $"{polarity} ({label} {verdict.Probabilities.Probability(verdict.LikeliestSentiment):P0})"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{polarity} {verdict.Confidence:P0}"),
        };
    }
}
