using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Listening.Azurite;
using Listening.Configuration;
using Listening.Connectors.Http;
using Listening.Domain;
using Listening.Functions;
using Listening.Local;
using Listening.Local.Commands;
using Listening.Local.Hosting;
using Listening.Local.Sample;
using Listening.Local.Views;
using Listening.Scoring;
using Listening.Understand;
using Microsoft.Extensions.Logging;

var output = ConsoleOutput.OpenConsole();

var folder = new Option<string>("--folder") { Description = "Where Azurite keeps its data.", DefaultValueFactory = _ => ".listening", Recursive = true, HelpName = "DIR" };
var storage = new Option<string?>("--storage") { Description = "Connection string of a storage account to use instead of our own Azurite.", Recursive = true, HelpName = "CONNECTION" };
var verbose = new Option<bool>("--verbose") { Description = "Tell of every batch, on standard error.", Recursive = true };
var config = new Option<string?>("--config") { Description = "The configuration; else ./listening.json, else a sample brand.", HelpName = "FILE" };
var json = new Option<bool>("--json") { Description = "Print JSON instead of words." };

var root = new RootCommand($"""
    Listening hears what people say of a brand, keeps it in Azure tables, and hands unhappy customers to the care queue.
    Without a command it runs until Ctrl-C and shows what happens, on its own Azurite.

    Examples ('listening' stands for: dotnet run --project functions/Listening.Local --):
      listening                                 run, with the sample brand if there is no listening.json
      listening run --once --json               work until everything is drained, print one JSON object
      listening mentions --brand morgenrot --since 12h
      listening alerts --take 5
      listening annotate morgenrot 5b1f0c2e9a7d4c3b8e6f1a2b3c4d5e6f negative
      echo "Wo bleibt mein Paket?" | listening score

    {ExitCodes.Help}
    """)
{
    folder, storage, verbose, config,
};
root.SetAction((parsed, stopping) => RunLive.RunAsync(Options(parsed) with { Reveal = SampleReveal.LittleByLittle }, output, stopping));

var once = new Option<bool>("--once") { Description = "Stop when sources and queues are drained, and print a summary." };
var run = new Command("run", "Run the service. Example: listening run --once --json --config listening.json") { once, config, json };
run.Validators.Add(result =>
{
    if (result.GetValue(json) && !result.GetValue(once))
    {
        result.AddError("--json prints the summary of a run that ends; add --once.");
    }
});
run.SetAction((parsed, stopping) => parsed.GetValue(once)
    ? RunOnce.RunAsync(Options(parsed), parsed.GetValue(json), output, stopping)
    : RunLive.RunAsync(Options(parsed) with { Reveal = SampleReveal.LittleByLittle }, output, stopping));

var stream = new Option<string?>("--source")
{
    Description = "All texts come from one place, which NAME calls: learn from 50 or more of them together how they are to be read, then judge each.",
    HelpName = "NAME",
};
var score = new Command("score", """
    Judge texts: one a line on standard input, one JSON object a line on standard output.
    Examples:
      echo "Wo bleibt mein Paket?" | listening score
      listening score --source "app reviews" < reviews.txt
    """)
{
    stream,
};
score.SetAction(async (parsed, stopping) => await ScoreCommand.RunAsync(
    ZipTextModel.LoadShipped(), Console.OpenStandardInput(), parsed.GetValue(stream), output, stopping));

var brand = new Option<string?>("--brand") { Description = "Only this brand, by its id.", HelpName = "BRAND" };
var since = new Option<TimeSpan?>("--since")
{
    Description = "How far back: 30m, 12h, 1d, 2w; else 1d.",
    CustomParser = result => Span(result.Tokens[0].Value) is { } span ? span : Fault<TimeSpan?>(result, $"'{result.Tokens[0].Value}' is no time span; write 30m, 12h, 1d or 2w."),
    HelpName = "SPAN",
};
var mentions = new Command("mentions", "Print stored mentions, newest first. Example: listening mentions --brand morgenrot --since 12h --json") { brand, since, json };
mentions.SetAction((parsed, stopping) =>
    ReadCommands.MentionsAsync(Options(parsed), parsed.GetValue(brand), parsed.GetValue(since) ?? TimeSpan.FromDays(1), parsed.GetValue(json), output, stopping));

var queue = new Option<string>("--queue") { Description = "The queue to look into.", DefaultValueFactory = _ => "care-alerts", HelpName = "QUEUE" };
var take = new Option<int>("--take") { Description = "How many, 1 to 32.", DefaultValueFactory = _ => 10, HelpName = "N" };
take.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() is < 1 or > 32)
    {
        result.AddError("--take goes from 1 to 32, the most a queue shows at once.");
    }
});
var alerts = new Command("alerts", "Look at the oldest alerts of a queue without taking them. Example: listening alerts --take 3") { queue, take };
alerts.SetAction((parsed, stopping) => ReadCommands.AlertsAsync(Options(parsed), parsed.GetValue(queue)!, parsed.GetValue(take), output, stopping));

var check = new Command("check", "Check the configuration and ask each source once, storing nothing. Example: listening check --config listening.json") { config };
check.SetAction((parsed, stopping) => CheckCommand.RunAsync(Options(parsed), output, stopping));

var replay = new Option<bool>("--replay") { Description = "Put them back on their queues for another try." };
var poison = new Command("poison", "List messages that could not be processed. Example: listening poison --replay") { replay };
poison.SetAction((parsed, stopping) => ReadCommands.PoisonAsync(Options(parsed), parsed.GetValue(replay), output, stopping));

var annotatedBrand = new Argument<string>("brand") { Description = "The brand it concerns, by its id.", HelpName = "BRAND" };
var mention = new Argument<MentionId>("mention")
{
    Description = "The mention's id: 32 hex digits, as 'mentions --json' and alerts show it.",
    CustomParser = result => new MentionId(result.Tokens[0].Value) is { IsWellFormed: true } id
        ? id
        : Fault<MentionId>(result, $"'{result.Tokens[0].Value}' is no mention's id; it has 32 hex digits, and 'mentions --json' shows it."),
    HelpName = "MENTION",
};
var polarity = new Argument<Polarity>("label")
{
    Description = "How it speaks of the brand: negative, neutral or positive.",
    CustomParser = result => Word(result, [Polarity.Negative, Polarity.Neutral, Polarity.Positive]),
    HelpName = "LABEL",
};
var intent = new Option<Intent?>("--intent")
{
    Description = "What its author wants: complaint, question, praise, suggestion, purchase or other.",
    CustomParser = result => Word(result, [Intent.Complaint, Intent.Question, Intent.Praise, Intent.Suggestion, Intent.Purchase, Intent.Other]),
    HelpName = "INTENT",
};
var by = new Option<string>("--by") { Description = "Who says so; else the name you are logged in by.", DefaultValueFactory = _ => Environment.UserName, HelpName = "NAME" };
by.Validators.Add(result =>
{
    if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string>()))
    {
        result.AddError("--by is empty; say who labels it.");
    }
});
var annotate = new Command("annotate", """
    Say what a mention is, where the model was wrong or unsure; your last word on it counts.
    Examples:
      listening annotate morgenrot 5b1f0c2e9a7d4c3b8e6f1a2b3c4d5e6f negative --intent complaint
      listening annotate morgenrot 5b1f0c2e9a7d4c3b8e6f1a2b3c4d5e6f neutral --by Jana
    """)
{
    annotatedBrand, mention, polarity, intent, by,
};
annotate.SetAction((parsed, stopping) => AnnotationCommands.AnnotateAsync(
    Options(parsed), parsed.GetValue(annotatedBrand)!, parsed.GetValue(mention), parsed.GetValue(polarity), parsed.GetValue(intent), parsed.GetValue(by)!, output, stopping));

var annotations = new Command("annotations", "Export what people said, with the texts, for retraining. Example: listening annotations --brand morgenrot > annotations.tsv") { brand };
annotations.SetAction((parsed, stopping) => AnnotationCommands.ExportAsync(Options(parsed), parsed.GetValue(brand), output, stopping));

var resetBrand = new Argument<string>("brand") { Description = "The brand, by its id.", HelpName = "BRAND" };
var resetSource = new Argument<string>("source") { Description = "The source, by its name in listening.json.", HelpName = "SOURCE" };
var reset = new Command("reset", """
    Forget what was learned of a stream, for instance since the source has changed or was flooded. Its posts are each read for itself until there
    are 50 new ones to learn from. What is stored keeps its verdict.
    Example: listening source-profiles reset morgenrot "Blog comments"
    """)
{
    resetBrand, resetSource,
};
reset.SetAction((parsed, stopping) => SourceProfileCommands.ResetAsync(Options(parsed), parsed.GetValue(resetBrand)!, parsed.GetValue(resetSource)!, output, stopping));

var sourceProfiles = new Command("source-profiles", """
    Show what was learned of each stream: the posts about one brand from one source. Nobody labels them; the model tells from their words which
    labelled texts it knows they are like (Resembles; 'other' is like none), and how frequent each sentiment is among them (Prior).
    'negative 41 % (×1.12)' says that negative posts are more frequent there than expected, so that a doubtful post is rather taken for one; a
    clear one is read as everywhere.
    Examples:
      listening source-profiles
      listening source-profiles --json
      listening source-profiles reset morgenrot "Blog comments"
    """)
{
    json, reset,
};
sourceProfiles.SetAction((parsed, stopping) => SourceProfileCommands.ListAsync(Options(parsed), parsed.GetValue(json), output, stopping));

foreach (var command in (Command[])[run, score, mentions, alerts, annotate, annotations, sourceProfiles, check, poison])
{
    root.Subcommands.Add(command);
}

var parsedArguments = root.Parse(args);
if (parsedArguments.Errors.Count > 0)
{
    output.Error($"{parsedArguments.Errors[0].Message} '--help' shows what there is.");
    return ExitCodes.Invalid;
}

try
{
    return await parsedArguments.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(60) });
}
catch (Exception e) when (e is ConfigException or SettingsException)
{
    output.Error(e.Message);
    return ExitCodes.Invalid;
}
catch (AzuriteUnavailableException e)
{
    output.Error(e.Message);
    return ExitCodes.NoStorage;
}
catch (Exception e) when (e is ModelFormatException or InvalidDataException or FileNotFoundException)
{
    output.Error(e.Message);
    return ExitCodes.Failed;
}
catch (OperationCanceledException)
{
    output.Error("Stopped before it was done; what was stored is kept, and the next run goes on from there.");
    return ExitCodes.Failed;
}
catch (Exception e) when (e is Azure.RequestFailedException or AggregateException)
{
    // Retries failed: the first try's innermost cause says it, and its first line; the rest of Azure's messages are headers.
    output.Error($"The storage does not answer as it should: {FirstLine((e as AggregateException)?.InnerExceptions[0] ?? e)} Check --storage and try again.");
    return ExitCodes.Failed;
}
catch (FormatException e)
{
    output.Error($"The connection string cannot be used: {FirstLine(e)} Check --storage and try again.");
    return ExitCodes.Failed;
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException)
{
    output.Error($"{FirstLine(e)} Check --folder and try again.");
    return ExitCodes.Failed;
}
catch (Exception e)
{
    output.Error($"This should not have happened: {e.GetType().Name}: {FirstLine(e)} Please report it; --verbose shows where.");
    if (args.Contains("--verbose"))
    {
        output.Error(e.ToString());
    }

    return ExitCodes.Failed;
}

static string FirstLine(Exception e) => e.Message.Split('\n')[0].Trim().TrimEnd('.') + ".";

LocalHostOptions Options(ParseResult parsed) => new()
{
    Folder = parsed.GetValue(folder)!,
    Storage = parsed.GetValue(storage),
    Config = parsed.CommandResult.Command.Options.Contains(config) ? parsed.GetValue(config) : null,
    MinimumLevel = parsed.GetValue(verbose) ? LogLevel.Information : LogLevel.Warning,
};

static TimeSpan? Span(string text) =>
    text.Length > 1 && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 10_000
        ? text[^1] switch
        {
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            'd' => TimeSpan.FromDays(number),
            'w' => TimeSpan.FromDays(7 * number),
            _ => null,
        }
        : null;

static T Word<T>(ArgumentResult result, T[] allowed)
    where T : struct, Enum
{
    var words = allowed.Select(word => word.ToString().ToLowerInvariant()).ToArray();
    var place = Array.IndexOf(words, result.Tokens[0].Value);
    return place >= 0 ? allowed[place] : Fault<T>(result, $"'{result.Tokens[0].Value}' is unknown here; write {string.Join(", ", words[..^1])} or {words[^1]}.");
}

static T? Fault<T>(ArgumentResult result, string sentence)
{
    result.AddError(sentence);
    return default;
}
