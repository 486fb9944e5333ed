using Listening.Training.Card;
using Listening.Training.Metrics;

namespace Listening.Training.Commands;

/// <summary><c>compare</c>: compares two sets on the same labelled texts.</summary>
internal static class CompareCommand
{
    public static void Run(string oldManifest, string newManifest, string? encoder, string file, string headName, int seed)
    {
        var (old, @new) = (Predict(oldManifest), Predict(newManifest));
        TrainingDataException.ThrowUnless(
            old.Head.Labels.SequenceEqual(@new.Head.Labels), Path.GetFileName(newManifest),
            $"the labels of head {headName} are {string.Join(", ", @new.Head.Labels)}, "
            + $"but those of {Path.GetFileName(oldManifest)} are {string.Join(", ", old.Head.Labels)}");
        var text = new StringBuilder();
        FiguresTable.AppendFigures(text, headName, old.Head.Labels, [Figures(old), Figures(@new)]);
        text.Append(Comparison.Compute(old.Head.Labels.Count, old.Predictions, @new.Predictions, seed).ToSentences());
        Console.Out.WriteLine(text);

        (string Version, Head Head, IReadOnlyList<Prediction> Predictions) Predict(string manifest)
        {
            using var set = LoadedSet.Load(manifest, encoder);
            var head = Predictor.FindHead(set.Set, headName);
            return (set.Set.Manifest.Version, head, Predictor.Predict(set, head, LabelledText.Read(file, head)));
        }

        GroupMetrics Figures((string Version, Head Head, IReadOnlyList<Prediction> Predictions) set) =>
            GroupMetrics.Compute(set.Version, set.Head.Labels, set.Predictions, set.Head.Threshold, seed);
    }
}

/// <summary>How two models differ on the same texts.</summary>
/// <param name="Texts">How many texts there are.</param>
/// <param name="Disagreements">Texts with different predictions.</param>
/// <param name="OnlyOld">Texts that only the old model predicts correctly.</param>
/// <param name="OnlyNew">Texts that only the new model predicts correctly.</param>
/// <param name="Accuracy">95% interval of the new accuracy minus the old one.</param>
/// <param name="MacroF1">95% interval of the new macro-F1 minus the old one.</param>
internal sealed record Comparison(int Texts, int Disagreements, int OnlyOld, int OnlyNew, Interval Accuracy, Interval MacroF1)
{
    public static Comparison Compute(int labels, IReadOnlyList<Prediction> old, IReadOnlyList<Prediction> @new, int seed)
    {
        var pairs = old.Zip(@new).ToArray();
        (int, int)[] before = [.. old.Select(text => (text.Actual, text.Predicted))];
        (int, int)[] after = [.. @new.Select(text => (text.Actual, text.Predicted))];
        return new(
            pairs.Length,
            pairs.Count(pair => pair.First.Predicted != pair.Second.Predicted),
            pairs.Count(pair => pair.First.IsCorrect && !pair.Second.IsCorrect),
            pairs.Count(pair => !pair.First.IsCorrect && pair.Second.IsCorrect),
            Difference(confusion => confusion.Accuracy),
            Difference(confusion => confusion.MacroF1));

        Interval Difference(Func<Confusion, double> figure) =>
            Bootstrap.ComputeInterval(pairs.Length, drawn => Drawn(after, drawn, figure) - Drawn(before, drawn, figure), seed);

        double Drawn((int, int)[] texts, int[] drawn, Func<Confusion, double> figure) =>
            figure(Confusion.Count(labels, drawn.Select(i => texts[i])));
    }

    public string ToSentences() =>
        $"They disagree on {Disagreements:N0} of {Texts:N0} texts: only the old one is right on {OnlyOld:N0}, "
        + $"only the new one on {OnlyNew:N0} (McNemar p = {McNemar.Probability(OnlyOld, OnlyNew):0.0000}).\n"
        + $"New minus old, 95% intervals: accuracy {Accuracy.Low:+0.000;-0.000} to {Accuracy.High:+0.000;-0.000}, "
        + $"macro-F1 {MacroF1.Low:+0.000;-0.000} to {MacroF1.High:+0.000;-0.000}.";
}
