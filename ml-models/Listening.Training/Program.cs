using System.CommandLine;
using Listening.Training.Commands;
using Listening.Training.Pipeline;

const string Labelled = "A TSV file with the columns text and label; a column with the name of the head takes precedence over label.";
var recipe = Path.Combine(AppContext.BaseDirectory, "recipe");
var seed = Optional("--seed", "N", "Determines the folds of the texts and the confidence intervals.", 1);

var data = Required("--data", "FOLDER", "The folder with the corpora that corpora.json names.");
var output = Required("--out", "FOLDER", "The folder that the set is written to; its README.md gets the figures.");
var name = Optional("--name", "NAME", "The name of the set, which stored rows contain.", "listening-4");
name.Validators.Add(result =>
{
    if (result.GetValueOrDefault<string>() is not { Length: > 0 and <= 48 } given
        || !given.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-'))
    {
        result.AddError("--name takes 1 to 48 letters, digits, dots and dashes.");
    }
});
var profile = Optional(
    "--profile", null, "Only corpora whose licence permits commercial use, or, for research, all of them.", TrainOptions.Commercial);
profile.AcceptOnlyFromAmong(TrainOptions.Commercial, TrainOptions.Research);
var onlyHead = Optional<string?>("--head", "NAME", "Train only this head.");
var recipeFor = Optional<string?>("--for", "WHAT", "Train what WHAT.corpora.json and WHAT.heads.json describe, such as care.", null);
var encoder = Optional<string?>("--encoder", "ENCODER.json", "An encoder whose vectors the heads read beside the words.", null);
var annotations = Optional<string[]>("--annotations", "FILE", "Your own annotations: TSV files that 'listening annotations' exported.", []);
annotations.AllowMultipleArgumentsPerToken = true;
var train = new Command("train", """
    Train all heads, measure them by cross-validation, and write zips, manifest, golden texts and model card.
    Example: training train --data corpora --out ml-models --annotations annotations.tsv
    """)
{
    data, output, name, profile, onlyHead, annotations, seed, recipeFor, encoder,
};
train.SetAction(parsed => SetTraining.Run(new(
    parsed.GetValue(data)!, parsed.GetValue(output)!, parsed.GetValue(name)!, parsed.GetValue(profile)!, parsed.GetValue(onlyHead),
    parsed.GetValue(annotations)!, parsed.GetValue(seed), recipe, parsed.GetValue(recipeFor), parsed.GetValue(encoder))));

var model = new Argument<string>("MODEL.json") { Description = "The manifest of the set, beside its zips." };
var dataOfEvaluate = Optional<string?>("--data", "FOLDER", "The folder with the corpora: measure on all dev corpora, or on --corpus.");
var corpus = Optional<string?>("--corpus", "NAME", "A corpus of corpora.json, train or dev.");
var file = Optional<string?>("--file", "FILE", Labelled);
var head = Optional("--head", "NAME", "The head to measure on --file.", "sentiment");
var source = Optional(
    "--source", null, "Also treat the file, or each corpus, as one source: learn its profile from its texts, then score with it.", false);
var evaluate = new Command("evaluate", """
    Measure a set on labelled texts.
    Example: training evaluate ml-models/listening-4.json --file ours.tsv
    """)
{
    model, dataOfEvaluate, corpus, file, head, source, recipeFor, encoder, seed,
};
evaluate.Validators.Add(result =>
{
    if ((result.GetValue(dataOfEvaluate) is null) == (result.GetValue(file) is null))
    {
        result.AddError("Give either --data or --file.");
    }
});
evaluate.SetAction(parsed =>
{
    var (manifest, asSource) = (parsed.GetValue(model)!, parsed.GetValue(source));
    if (parsed.GetValue(file) is { } texts)
    {
        EvaluateCommand.RunFile(manifest, parsed.GetValue(encoder), texts, parsed.GetValue(head)!, asSource, parsed.GetValue(seed));
    }
    else
    {
        EvaluateCommand.RunCorpora(
            manifest, parsed.GetValue(encoder), parsed.GetValue(dataOfEvaluate)!, parsed.GetValue(corpus), recipe, parsed.GetValue(recipeFor),
            asSource, parsed.GetValue(seed));
    }
});

var oldModel = new Argument<string>("OLD.json") { Description = "The manifest of the set in use." };
var newModel = new Argument<string>("NEW.json") { Description = "The manifest of the set that may replace it." };
var both = Required("--file", "FILE", Labelled);
var compare = new Command("compare", """
    Compare two sets on the same labelled texts.
    Example: training compare old/listening-4.json ml-models/listening-5.json --file ours.tsv
    """)
{
    oldModel, newModel, both, head, encoder, seed,
};
compare.SetAction(parsed => CompareCommand.Run(
    parsed.GetValue(oldModel)!, parsed.GetValue(newModel)!, parsed.GetValue(encoder), parsed.GetValue(both)!, parsed.GetValue(head)!,
    parsed.GetValue(seed)));

var sets = new Option<string[]>("--set")
{
    Description = "A trained set to measure beside them; may be given several times.",
    HelpName = "MODEL.json",
    Required = true,
};
var headOfBaselines = Optional<string?>("--head", "NAME", "Measure only this head.", null);
var baselines = new Command("baselines", """
    Train simpler models on the same texts, and measure them and trained sets on the dev corpora, with 95% intervals.
    Example: training baselines --for care --data corpora --set care-5-words.json --set care-5-encoder.json --encoder encoder-1.json
    """)
{
    data, sets, recipeFor, encoder, headOfBaselines, seed,
};
baselines.SetAction(parsed => BaselinesCommand.Run(
    parsed.GetValue(data)!, recipe, parsed.GetValue(recipeFor), parsed.GetValue(sets)!, parsed.GetValue(encoder),
    parsed.GetValue(headOfBaselines), parsed.GetValue(seed)));

var root = new RootCommand("""
    Trains, evaluates and compares the models that Listening scores texts with.

    Examples ('training' stands for: dotnet run -c Release --project ml-models/Listening.Training --):
      training train --data corpora --out ml-models
      training evaluate ml-models/listening-4.json --data corpora
      training compare old/listening-4.json ml-models/listening-5.json --file ours.tsv

    Exit codes: 0 success, 1 data or a model cannot be used, 2 the command line is not valid.
    """)
{
    train, evaluate, compare, baselines,
};

var parsedArguments = root.Parse(args);
if (parsedArguments.Errors.Count > 0)
{
    Console.Error.WriteLine($"{parsedArguments.Errors[0].Message} Use '--help' for help.");
    return 2;
}

try
{
    return parsedArguments.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception e) when (e is TrainingDataException or ModelFormatException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"{e.Message.Split('\n')[0].Trim().TrimEnd('.')}. Check the paths and try again.");
    return 1;
}

static Option<string> Required(string name, string helpName, string description) =>
    new(name) { Description = description, HelpName = helpName, Required = true };

static Option<T> Optional<T>(string name, string? helpName, string description, T defaultValue = default!) =>
    new(name) { Description = description, HelpName = helpName, DefaultValueFactory = _ => defaultValue };
