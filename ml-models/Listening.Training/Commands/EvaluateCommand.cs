using System.Text;
using Listening.Scoring;
using Listening.Training.Card;
using Listening.Training.Corpora;
using Listening.Training.Heads;
using Listening.Training.Metrics;

namespace Listening.Training.Commands;

/// <summary><c>evaluate</c>: how good an existing set is on labelled texts.</summary>
internal static class EvaluateCommand
{
    /// <summary>On one file of labelled texts.</summary>
    public static int RunFile(string manifest, string file, string headName, int seed)
    {
        var set = ModelSet.Load(manifest);
        var head = Judge.Find(set, headName);
        var predictions = Judge.Read(set, head, LabelledText.Read(file, head).Select(text => (text.Text, text.Right)));
        Print(head, [GroupMetrics.Of(Path.GetFileName(file), head.Labels, predictions, head.Threshold, seed)]);
        return ExitCodes.Done;
    }

    /// <summary>On corpora of the data manifest: the named one, or all that were never trained on.</summary>
    /// <exception cref="TrainingDataException">There is no such corpus, or no head of the set can be measured on any.</exception>
    public static int RunCorpora(string manifest, string data, string? corpus, string recipeFolder, int seed)
    {
        var set = ModelSet.Load(manifest);
        var corpora = CorporaManifest.Read(Path.Combine(recipeFolder, "corpora.json")).Corpora
            .Where(one => corpus is null ? one.Role == CorpusRole.Dev : one.Name == corpus).ToList();
        if (corpora.Count == 0)
        {
            throw new TrainingDataException("corpora.json", null, $"there is no corpus {corpus}");
        }

        var examples = corpora.SelectMany(one => CorpusReader.Read(one, data, recipeFolder)).ToList();
        var recipes = HeadsRecipe.Read(Path.Combine(recipeFolder, "heads.json")).Heads.ToDictionary(recipe => recipe.Name);
        var measured = 0;
        foreach (var head in set.Heads.Where(head => recipes.ContainsKey(head.Name)))
        {
            var recipe = recipes[head.Name];
            var groups = examples
                .Where(example => recipe.SpeaksFor(example.Corpus) && recipe.Target(example) is not null)
                .GroupBy(example => example.Corpus.Name)
                .Select(group => GroupMetrics.Of(group.Key, head.Labels,
                    Judge.Read(set, head, group.Select(example => (example.Text, Place(head, recipe.Target(example)!)))), head.Threshold, seed))
                .ToList();
            measured += groups.Count;
            Print(head, groups);
        }

        return measured > 0 ? ExitCodes.Done : throw new TrainingDataException(Path.GetFileName(manifest), null,
            $"none of its heads ({string.Join(", ", set.Heads.Select(head => head.Name))}) has the labels of {corpus ?? "the dev corpora"}");
    }

    private static int Place(Head head, string label) => head.Labels.ToList().IndexOf(label) is >= 0 and var place
        ? place
        : throw new TrainingDataException("heads.json", null, $"head {head.Name} of the set has no label {label}; it has {string.Join(", ", head.Labels)}");

    private static void Print(Head head, IReadOnlyList<GroupMetrics> groups)
    {
        var text = new StringBuilder();
        FiguresTable.Append(text, head.Name, head.Labels, groups);
        foreach (var group in groups)
        {
            text.Append($"| {head.Name} on {group.Group}: is \\ judged |{string.Concat(head.Labels.Select(label => $" {label} |"))}\n");
            text.Append("|---|").Append(string.Concat(head.Labels.Select(_ => "--:|"))).Append('\n');
            foreach (var (label, row) in head.Labels.Zip(group.Confusion))
            {
                text.Append($"| {label} |{string.Concat(row.Select(count => $" {count} |"))}\n");
            }

            text.Append('\n');
        }

        Console.Out.Write(text);
    }
}
