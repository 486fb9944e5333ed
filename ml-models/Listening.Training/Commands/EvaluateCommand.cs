using System.Globalization;
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
    /// <param name="stream">True to read them as one stream as well.</param>
    public static int RunFile(string manifest, string file, string headName, bool stream, int seed)
    {
        var set = ModelSet.Load(manifest);
        var head = Judge.Find(set, headName);
        var texts = LabelledText.Read(file, head).Select(text => (text.Text, text.Right)).ToList();
        Print(head, Measure(set, head, Path.GetFileName(file), texts, stream, seed));
        return ExitCodes.Done;
    }

    /// <summary>On corpora of the data manifest: the named one, or all that were never trained on.</summary>
    /// <param name="stream">True to read each corpus as one stream as well, and to measure the one head that reads streams.</param>
    /// <exception cref="TrainingDataException">There is no such corpus, or no head of the set can be measured on any.</exception>
    public static int RunCorpora(string manifest, string data, string? corpus, string recipeFolder, bool stream, int seed)
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
        var heads = stream ? [Judge.StreamHead(set)] : set.Heads;
        foreach (var head in heads.Where(head => recipes.ContainsKey(head.Name)))
        {
            var recipe = recipes[head.Name];
            var groups = examples
                .Where(example => recipe.SpeaksFor(example.Corpus) && recipe.Target(example) is not null)
                .GroupBy(example => example.Corpus.Name)
                .SelectMany(group => Measure(set, head, group.Key, [.. group.Select(example => (example.Text, Place(head, recipe.Target(example)!)))], stream, seed))
                .ToList();
            measured += groups.Count;
            Print(head, groups);
        }

        return measured > 0 ? ExitCodes.Done : throw new TrainingDataException(Path.GetFileName(manifest), null,
            $"none of its heads ({string.Join(", ", heads.Select(head => head.Name))}) has the labels of {corpus ?? "the dev corpora"}");
    }

    private static List<GroupMetrics> Measure(ModelSet set, Head head, string name, List<(string Text, int Right)> texts, bool stream, int seed)
    {
        var groups = new List<GroupMetrics> { GroupMetrics.Of(name, head.Labels, Judge.Read(set, head, texts), head.Threshold, seed) };
        if (stream)
        {
            var (profile, said) = Judge.ReadStream(set, head, texts);
            Console.Out.WriteLine($"{name}: {Words(profile)}\n");
            groups.Add(GroupMetrics.Of($"{name} as a stream", head.Labels, said, head.Threshold, seed));
        }

        return groups;
    }

    private static string Words(StreamProfile profile)
    {
        return $"{profile.Texts.ToString("N0", CultureInfo.InvariantCulture)} texts; schools they resemble: {Shares(profile.Schools)}; labels by estimate: {Shares(profile.Prior)}.";

        static string Shares(IReadOnlyDictionary<string, float> shares) =>
            string.Join(", ", shares.OrderByDescending(share => share.Value).Select(share => string.Create(CultureInfo.InvariantCulture, $"{share.Key} {share.Value:0%}")));
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
