using System.CommandLine;
using Listening.Scoring;
using Listening.Training.Commands;
using Listening.Training.Corpora;

var data = new Option<string>("--data") { Description = "The folder with the corpora that corpora.json names.", Required = true, HelpName = "FOLDER" };
var output = new Option<string>("--out") { Description = "Where the set goes; its README.md gets the figures.", Required = true, HelpName = "FOLDER" };
var name = new Option<string>("--name") { Description = "Names the set: stored rows say it.", DefaultValueFactory = _ => "listening-2", HelpName = "NAME" };
name.Validators.Add(result =>
{
    if (result.GetValueOrDefault<string>() is not { Length: > 0 and <= 48 } given || !given.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-'))
    {
        result.AddError("--name takes 1 to 48 letters, digits, dots and dashes.");
    }
});
var profile = new Option<string>("--profile") { Description = "All corpora, or only those whose licence permits commercial use.", DefaultValueFactory = _ => TrainOptions.All };
profile.AcceptOnlyFromAmong(TrainOptions.All, TrainOptions.CommercialOnly);
var onlyHead = new Option<string?>("--head") { Description = "Train this head alone.", HelpName = "NAME" };
var labels = new Option<string[]>("--labels") { Description = "Your own labels: TSV files that 'listening labels' exported.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [], HelpName = "FILE" };
var seed = new Option<int>("--seed") { Description = "Deals texts out to the folds, and draws for the intervals.", DefaultValueFactory = _ => 1, HelpName = "N" };
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

var model = new Argument<string>("MODEL.json") { Description = "The set's manifest, beside its zips." };
var dataOfEvaluate = new Option<string?>("--data") { Description = "The folder with the corpora: measure on all dev corpora of corpora.json, or on --corpus.", HelpName = "FOLDER" };
var corpus = new Option<string?>("--corpus") { Description = "One corpus of corpora.json, train or dev.", HelpName = "NAME" };
var file = new Option<string?>("--file") { Description = "A TSV file with the columns text and label; a column of the head's name wins over label.", HelpName = "FILE" };
var head = new Option<string>("--head") { Description = "The head to measure on --file.", DefaultValueFactory = _ => "sentiment", HelpName = "NAME" };
var stream = new Option<bool>("--stream") { Description = "Read the file, or each corpus, as one stream as well: learn it from its texts, then judge them." };
var evaluate = new Command("evaluate", "Measure a set on labelled texts.\nExample: training evaluate ml-models/listening-2.json --file ours.tsv") { model, dataOfEvaluate, corpus, file, head, stream, seed };
evaluate.Validators.Add(result =>
{
    if ((result.GetValue(dataOfEvaluate) is null) == (result.GetValue(file) is null))
    {
        result.AddError("Give either --data or --file.");
    }
});
evaluate.SetAction(parsed => parsed.GetValue(file) is { } texts
    ? EvaluateCommand.RunFile(parsed.GetValue(model)!, texts, parsed.GetValue(head)!, parsed.GetValue(stream), parsed.GetValue(seed))
    : EvaluateCommand.RunCorpora(parsed.GetValue(model)!, parsed.GetValue(dataOfEvaluate)!, parsed.GetValue(corpus), Recipe(), parsed.GetValue(stream), parsed.GetValue(seed)));

var oldModel = new Argument<string>("OLD.json") { Description = "The manifest of the set in use." };
var newModel = new Argument<string>("NEW.json") { Description = "The manifest of the one that may replace it." };
var both = new Option<string>("--file") { Description = "A TSV file with the columns text and label; a column of the head's name wins over label.", Required = true, HelpName = "FILE" };
var compare = new Command("compare", "Two sets on the same labelled texts.\nExample: training compare old/listening-2.json ml-models/listening-3.json --file ours.tsv") { oldModel, newModel, both, head, seed };
compare.SetAction(parsed =>
    CompareCommand.Run(parsed.GetValue(oldModel)!, parsed.GetValue(newModel)!, parsed.GetValue(both)!, parsed.GetValue(head)!, parsed.GetValue(seed)));

var root = new RootCommand("""
    Trains, evaluates and compares the models that Listening judges texts with.

    Examples ('training' stands for: dotnet run -c Release --project ml-models/Listening.Training --):
      training train --data corpora --out ml-models
      training evaluate ml-models/listening-2.json --data corpora
      training compare old/listening-2.json ml-models/listening-3.json --file ours.tsv

    Exit codes: 0 all went well, 1 data or a model cannot be used, 2 the command line is not valid.
    """)
{
    train, evaluate, compare,
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
    Console.Error.WriteLine($"{e.Message.Split('\n')[0].Trim().TrimEnd('.')}. Check the paths and try again.");
    return ExitCodes.Failed;
}

static string Recipe() => Path.Combine(AppContext.BaseDirectory, "recipe");
