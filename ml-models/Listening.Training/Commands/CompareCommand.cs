using System.Globalization;
using System.Text;
using Listening.Scoring;
using Listening.Training.Card;
using Listening.Training.Metrics;

namespace Listening.Training.Commands;

/// <summary><c>compare</c>: two sets on the same labelled texts, and whether they differ by more than chance.</summary>
internal static class CompareCommand
{
    public static int Run(string oldManifest, string newManifest, string file, string headName, int seed)
    {
        var (old, @new) = (Predictions(oldManifest), Predictions(newManifest));
        if (!old.Head.Labels.SequenceEqual(@new.Head.Labels))
        {
            throw new Corpora.TrainingDataException(Path.GetFileName(newManifest), null,
                $"the labels of head {headName} are {string.Join(", ", @new.Head.Labels)}, but those of {Path.GetFileName(oldManifest)} are {string.Join(", ", old.Head.Labels)}");
        }

        var text = new StringBuilder();
        FiguresTable.Append(text, headName, old.Head.Labels,
        [
            GroupMetrics.Of(old.Set.Manifest.Version, old.Head.Labels, old.Said, old.Head.Threshold, seed),
            GroupMetrics.Of(@new.Set.Manifest.Version, @new.Head.Labels, @new.Said, @new.Head.Threshold, seed),
        ]);
        text.Append(Comparison.Of(old.Head.Labels.Count, old.Said, @new.Said, seed).Words());
        Console.Out.WriteLine(text);
        return ExitCodes.Done;

        (ModelSet Set, Head Head, IReadOnlyList<Prediction> Said) Predictions(string manifest)
        {
            var set = ModelSet.Load(manifest);
            var head = Judge.Find(set, headName);
            return (set, head, Judge.Read(set, head, LabelledText.Read(file, head).Select(labelled => (labelled.Text, labelled.Right))));
        }
    }
}

/// <summary>How two models differ on the same texts.</summary>
/// <param name="Disagreements">Texts that they give different labels.</param>
/// <param name="OnlyOld">Texts that only the old one judges rightly.</param>
/// <param name="OnlyNew">Texts that only the new one judges rightly.</param>
/// <param name="Accuracy">95% interval of the new one's accuracy less the old one's.</param>
/// <param name="MacroF1">95% interval of the new one's macro-F1 less the old one's.</param>
internal sealed record Comparison(int Texts, int Disagreements, int OnlyOld, int OnlyNew, Interval Accuracy, Interval MacroF1)
{
    public static Comparison Of(int labels, IReadOnlyList<Prediction> old, IReadOnlyList<Prediction> @new, int seed)
    {
        var pairs = old.Zip(@new).ToArray();
        var (before, after) = (Said(old), Said(@new));
        return new(
            pairs.Length,
            pairs.Count(pair => pair.First.Said != pair.Second.Said),
            pairs.Count(pair => pair.First.IsRight && !pair.Second.IsRight),
            pairs.Count(pair => !pair.First.IsRight && pair.Second.IsRight),
            Bootstrap.Of(pairs.Length, drawn => Drawn(after, drawn).Accuracy - Drawn(before, drawn).Accuracy, seed),
            Bootstrap.Of(pairs.Length, drawn => Drawn(after, drawn).MacroF1 - Drawn(before, drawn).MacroF1, seed));

        (int Right, int Said)[] Said(IReadOnlyList<Prediction> predictions) => [.. predictions.Select(prediction => (prediction.Right, prediction.Said))];

        Confusion Drawn((int Right, int Said)[] texts, int[] drawn) => Confusion.Of(labels, drawn.Select(i => texts[i]));
    }

    public string Words() => string.Create(CultureInfo.InvariantCulture, $"""
        They disagree on {Disagreements:N0} of {Texts:N0} texts: only the old one is right on {OnlyOld:N0}, only the new one on {OnlyNew:N0} (McNemar p = {McNemar.Probability(OnlyOld, OnlyNew):0.0000}).
        New less old, 95% intervals: accuracy {Accuracy.Low:+0.000;-0.000} to {Accuracy.High:+0.000;-0.000}, macro-F1 {MacroF1.Low:+0.000;-0.000} to {MacroF1.High:+0.000;-0.000}.
        """);
}
