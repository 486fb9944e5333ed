using Listening.Training.Corpora;
using Listening.Training.Heads;

namespace Listening.Training.Commands;

/// <summary><c>train</c>: from corpora to a model set.</summary>
internal static class TrainCommand
{
    public static int Run(TrainOptions options)
    {
        // Read in either build, so that a broken recipe shows before anyone installs ML.NET for it.
        var corpora = CorporaManifest.Read(Path.Combine(options.Recipe, "corpora.json"));
        var recipe = HeadsRecipe.Read(Path.Combine(options.Recipe, "heads.json"));
#if OFFICIAL_AZURE_PACKAGES
        var release = Pipeline.SetTraining.Run(options, corpora, recipe, ProgressLines.OfConsole());
        Console.Out.WriteLine($"{Path.Combine(options.Out, release.Version)}.json: {string.Join(", ", release.Heads.Select(head => head.Name))}");
        return ExitCodes.Done;
#else
        _ = (corpora, recipe);
        Console.Error.WriteLine("Training needs Microsoft.ML, which this build lacks; run it with: dotnet run -c Release -p:AzurePackages=official --project ml-models/Listening.Training -- train ...");
        return ExitCodes.Failed;
#endif
    }
}
