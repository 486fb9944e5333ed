using Listening.Training.Card;
using Listening.Training.Heads;
using Listening.Training.Metrics;

namespace Listening.Training.Commands;

/// <summary><c>evaluate</c>: measures a set on labelled texts.</summary>
internal static class EvaluateCommand
{
    /// <summary>Measures one head on a file of labelled texts.</summary>
    /// <param name="source">True to measure it also with the profile of the file as one source.</param>
    public static void RunFile(string manifest, string? encoder, string file, string headName, bool source, int seed)
    {
        using var set = LoadedSet.Load(manifest, encoder);
        var head = Predictor.FindHead(set.Set, headName);
        Print(head, Measure(set, head, Path.GetFileName(file), LabelledText.Read(file, head), source, seed));
    }

    /// <summary>Measures all heads on corpora of the data manifest: the named one, or all that were never trained on.</summary>
    /// <param name="source">True to measure only the general sentiment head, also with the profile of each corpus as one source.</param>
    /// <exception cref="TrainingDataException">There is no such corpus, or no head can be measured on any.</exception>
    public static void RunCorpora(
        string manifest, string? encoder, string data, string? corpus, string recipeFolder, string? recipeFor, bool source, int seed)
    {
        using var set = LoadedSet.Load(manifest, encoder);
        var corporaFile = TrainOptions.RecipeFile(recipeFor, "corpora");
        var corpora = CorporaManifest.Read(Path.Combine(recipeFolder, corporaFile)).Corpora
            .Where(one => corpus is null ? one.Role == CorpusRole.Dev : one.Name == corpus).ToList();
        TrainingDataException.ThrowUnless(corpora.Count > 0, corporaFile, $"there is no corpus {corpus}");
        var examples = corpora.SelectMany(one => CorpusReader.Read(one, data, recipeFolder)).ToList();
        var recipes = HeadsRecipe.Read(Path.Combine(recipeFolder, TrainOptions.RecipeFile(recipeFor, "heads"))).Heads
            .ToDictionary(recipe => recipe.Name);
        var measured = 0;
        var heads = source ? [Predictor.FindSourceHead(set.Set)] : set.Set.Heads;
        foreach (var head in heads.Where(head => recipes.ContainsKey(head.Name)))
        {
            var recipe = recipes[head.Name];
            var groups = examples
                .Where(example => recipe.AppliesTo(example.Corpus) && recipe.Target(example) is not null)
                .GroupBy(example => example.Corpus.Name, example => new LabelledText(example.Text, IndexOf(head, recipe.Target(example)!)))
                .SelectMany(group => Measure(set, head, group.Key, [.. group], source, seed))
                .ToList();
            measured += groups.Count;
            Print(head, groups);
        }

        TrainingDataException.ThrowUnless(
            measured > 0, Path.GetFileName(manifest),
            $"none of its heads ({string.Join(", ", heads.Select(head => head.Name))}) "
            + $"has the labels of {corpus ?? "the dev corpora"}");
    }

    private static List<GroupMetrics> Measure(
        LoadedSet set, Head head, string name, IReadOnlyList<LabelledText> texts, bool source, int seed)
    {
        var predictions = Predictor.Predict(set, head, texts);
        var groups = new List<GroupMetrics> { GroupMetrics.Compute(name, head.Labels, predictions, head.Threshold, seed) };
        if (source)
        {
            (var profile, predictions) = Predictor.PredictSource(set, head, texts);
            Console.Out.WriteLine(
                $"{name}: {profile.Texts:N0} texts; resembles schools: {Describe(profile.Schools)}; "
                + $"estimated labels: {Describe(profile.Prior)}.\n");
            groups.Add(GroupMetrics.Compute($"{name} with profile", head.Labels, predictions, head.Threshold, seed));
        }

        return groups;
    }

    private static string Describe(IReadOnlyDictionary<string, float> shares) =>
        string.Join(", ", shares.OrderByDescending(share => share.Value).Select(share => $"{share.Key} {share.Value:0%}"));

    private static int IndexOf(Head head, string label) => head.Labels.ToList().IndexOf(label) is >= 0 and var index
        ? index
        : throw new TrainingDataException(
            "heads.json", null, $"head {head.Name} of the set has no label {label}; it has {string.Join(", ", head.Labels)}");

    private static void Print(Head head, IReadOnlyList<GroupMetrics> groups)
    {
        var text = new StringBuilder();
        FiguresTable.AppendFigures(text, head.Name, head.Labels, groups);
        foreach (var group in groups)
        {
            FiguresTable.AppendConfusion(text, $"{head.Name} on {group.Group}", head.Labels, group);
        }

        Console.Out.Write(text);
    }
}
