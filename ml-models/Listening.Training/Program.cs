using System.CommandLine;
using Listening.Scoring;
using Listening.Training.Commands;
using Listening.Training.Corpora;

var data = new Option<string>("--data") { Description = "The folder with the corpora that corpora.json names.", Required = true, HelpName = "FOLDER" };
var output = new Option<string>("--out") { Description = "Where the set goes; its README.md gets the figures.", Required = true, HelpName = "FOLDER" };
var name = new Option<string>("--name") { Description = "Names the set: stored rows say it.", DefaultValueFactory = _ => "listening-1", HelpName = "NAME" };
var profile = new Option<string>("--profile") { Description = "All corpora, or only those whose licence permits commercial use.", DefaultValueFactory = _ => TrainOptions.All };
profile.AcceptOnlyFromAmong(TrainOptions.All, TrainOptions.CommercialOnly);
var onlyHead = new Option<string?>("--head") { Description = "Train this head alone.", HelpName = "NAME" };
var labels = new Option<string[]>("--labels") { Description = "Your own labels: TSV files that 'listening labels' exported.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [], HelpName = "FILE" };
var seed = new Option<int>("--seed") { Description = "Deals the texts out to the folds.", DefaultValueFactory = _ => 1, HelpName = "N" };
var train = new Command("train", "Train all heads, measure them fold by fold, and write zips, manifest, golden texts and card.\nExample: training train --data corpora --out ml-models --labels labels.tsv")
{
    data, output, name, profile, onlyHead, labels, seed,
};
train.SetAction(parsed => TrainCommand.Run(new()
{
    Data = parsed.GetValue(data)!,
    Out = parsed.GetValue(output)!,
    Name = parsed.GetValue(name)!,
    Profile = parsed.GetValue(profile)!,
    Head = parsed.GetValue(onlyHead),
    Labels = parsed.GetValue(labels)!,
    Seed = parsed.GetValue(seed),
    Recipe = Recipe(),
}));

var root = new RootCommand("""
    Trains, evaluates and compares the models that Listening judges texts with.

    Examples ('training' stands for: dotnet run -c Release --project ml-models/Listening.Training --):
      training train --data corpora --out ml-models              needs -p:AzurePackages=official

    Exit codes: 0 all went well, 1 data or a model cannot be used, 2 the command line is not valid.
    """)
{
    train,
};

var parsedArguments = root.Parse(args);
if (parsedArguments.Errors.Count > 0)
{
    Console.Error.WriteLine($"{parsedArguments.Errors[0].Message} '--help' shows what there is.");
    return ExitCodes.Invalid;
}

try
{
    return parsedArguments.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception e) when (e is TrainingDataException or ModelFormatException)
{
    Console.Error.WriteLine(e.Message);
    return ExitCodes.Failed;
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"{e.Message.Split('\n')[0].Trim().TrimEnd('.')}. Check --data and --out and try again.");
    return ExitCodes.Failed;
}

static string Recipe() => Path.Combine(AppContext.BaseDirectory, "recipe");
