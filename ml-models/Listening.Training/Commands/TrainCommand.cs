using Listening.Training.Corpora;
using Listening.Training.Heads;

namespace Listening.Training.Commands;

/// <summary><c>train</c>: from corpora to a model set.</summary>
internal static class TrainCommand
{
    public static int Run(TrainOptions options)
    {
        var corpora = CorporaManifest.Read(Path.Combine(options.Recipe, "corpora.json"));
        var recipe = HeadsRecipe.Read(Path.Combine(options.Recipe, "heads.json"));
        var release = Pipeline.SetTraining.Run(options, corpora, recipe, ProgressLines.OfConsole());
        Console.Out.WriteLine($"{Path.Combine(options.Out, release.Version)}.json: {string.Join(", ", release.Heads.Select(head => head.Name))}");
        return ExitCodes.Done;
    }
}
