using System.CommandLine.Parsing;
using Listening.Azurite;
using Listening.Configuration;
using Listening.Functions;
using Listening.Local.Commands;
using Listening.Local.Hosting;
using Listening.Scoring;

using var signals = new StopSignals();
var output = ConsoleOutput.OpenConsole();
var run = RunCommand.Create(output);
var root = new RootCommand($"""
    Listening collects what people say about a brand, stores it in Azure tables and sends complaints to the care queue.
    Without a command it runs until Ctrl-C, on its own Azurite, and shows what happens.

    Examples ('listening' stands for: dotnet run --project functions/Listening.Local --):
      listening                                 run; with the sample brand if there is no listening.json
      listening run --once --json               process everything there is, then print a summary as JSON
      listening mentions --brand morgenrot --since 12h
      listening alerts --take 5
      listening annotate morgenrot 5b1f0c2e9a7d4c3b8e6f1a2b3c4d5e6f negative
      echo "Wo bleibt mein Paket?" | listening score

    {ExitCodes.Help}
    """)
{
    SharedOptions.Folder, SharedOptions.Storage, SharedOptions.Verbose, SharedOptions.Config,
    run, ScoreCommand.Create(output), MentionsCommand.Create(output), AlertsCommand.Create(output),
    AnnotateCommand.Create(output), AnnotationsCommand.Create(output), ExplainCommand.Create(output), QueryCommand.Create(output),
    SourceProfilesCommand.Create(output),
    CheckCommand.Create(output), ConfigCommand.Create(output), PoisonCommand.Create(output),
};
root.SetAction((parsed, stopping) => RunLive.RunAsync(SharedOptions.Read(parsed), output, stopping));

// An argument that begins with @ is not the name of a file to read more arguments from.
var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
if (parsed.Tokens.FirstOrDefault(token => token.Type == TokenType.Directive) is { } directive)
{
    output.Log($"Unrecognized argument '{directive.Value}'. '--help' lists commands and options.");
    return ExitCodes.Invalid;
}

if (parsed.Errors.Count > 0)
{
    // A connection string in a wrong place is not repeated, as it holds a key.
    var problem = parsed.Errors[0].Message.Split('\n')[0].Trim();
    output.Log(problem.Contains("AccountKey=", StringComparison.OrdinalIgnoreCase)
        ? "There is a connection string where none belongs; write --storage in front of it, and quotes around it."
        : $"{problem} '--help' lists commands and options.");
    return ExitCodes.Invalid;
}

// The other commands keep nothing on the way that a next one would go on from.
var continues = parsed.CommandResult.Command == root || parsed.CommandResult.Command == run;
try
{
    // On a thread of its own: whatever it computes before it first waits, the limit of a stop holds.
    // What the library prints itself goes the way of all results, which says so where they cannot be written.
    using var help = new StringWriter();
    var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Output = help };
    var running = Task.Run(() => parsed.InvokeAsync(invocation, signals.Stopping));
    var ended = await Task.WhenAny(running, signals.Late);
    if (ended == signals.Late)
    {
        output.Log($"Stopped without waiting longer than {Ending.Limit.TotalSeconds:0.#} seconds"
            + (continues ? "; the next run continues from there." : "."));
    }

    var code = await ended;
    if (help.ToString().TrimEnd() is { Length: > 0 } text)
    {
        output.Result(text);
    }

    return code;
}
catch (Exception e)
{
    var (code, sentence) = Explain(e, continues);
    output.Log(sentence);
    if (parsed.GetValue(SharedOptions.Verbose))
    {
        output.Log(e.ToString());
    }

    return code;
}

static (int Code, string Sentence) Explain(Exception failure, bool continues) => failure switch
{
    ConfigException or SettingsException => (ExitCodes.Invalid, failure.Message),
    ConnectionStringException => (ExitCodes.Invalid, $"{failure.Message} Check --storage and try again."),
    ResultsUnwritableException => (ExitCodes.Failed, failure.Message),
    AzuriteUnavailableException => (ExitCodes.NoStorage, failure.Message),
    ModelFormatException or InvalidDataException or FileNotFoundException => (ExitCodes.Failed, failure.Message),
    OperationCanceledException => (ExitCodes.Failed,
        "Stopped before the end." + (continues ? " What was stored is kept; the next run continues from there." : "")),
    // The first of all tries names the cause.
    AggregateException retries => (ExitCodes.Failed, StorageFailed(retries.InnerExceptions[0])),
    Azure.RequestFailedException => (ExitCodes.Failed, StorageFailed(failure)),
    IOException when DiskSpace.IsUsedUp(failure) => (ExitCodes.Failed,
        $"The disk is full ({FirstLine(failure)}); free space and start again, and what is missing is read and processed again."),
    IOException or UnauthorizedAccessException => (ExitCodes.Failed, $"{FirstLine(failure)} Check --folder and try again."),
    _ => (ExitCodes.Failed, $"Unexpected {failure.GetType().Name}: {FirstLine(failure)} Please report it with the output of --verbose."),
};

static string StorageFailed(Exception failure)
{
    var cause = failure switch
    {
        Azure.RequestFailedException { Status: > 0 } refused => $"it answered {StorageFailure.Answer(refused)}.",
        OperationCanceledException => "it does not respond.",
        // Whoever answers there decides what such a message quotes.
        _ when StorageFailure.IsForeignAnswer(failure) => "what answers there is no storage account.",
        _ => FirstLine(failure),
    };
    return $"The storage account failed: {cause} Check --storage and try again.";
}

// The rest of an Azure message is headers.
static string FirstLine(Exception failure) => failure.Message.Split('\n')[0].Trim().TrimEnd('.') + ".";
