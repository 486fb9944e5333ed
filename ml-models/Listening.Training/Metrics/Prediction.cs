namespace Listening.Training.Metrics;

/// <summary>The probabilities of a head for a text, and the actual label.</summary>
/// <param name="Actual">Index of the actual label.</param>
/// <param name="Probabilities">One per label.</param>
internal readonly record struct Prediction(int Actual, float[] Probabilities)
{
    /// <param name="actual">Index of the actual label.</param>
    /// <param name="logits">One per label.</param>
    /// <param name="temperature">Divides the logits.</param>
    public static Prediction FromLogits(int actual, float[] logits, float temperature)
    {
        float[] probabilities = [.. logits];
        Softmax.Apply(probabilities, temperature);
        return new(actual, probabilities);
    }

    /// <summary>Index of the likeliest label, the first one in a tie.</summary>
    public int Predicted => Array.IndexOf(Probabilities, Probabilities.Max());

    /// <summary>The probability of the predicted label, 0 to 1.</summary>
    public float Confidence => Probabilities.Max();

    public bool IsCorrect => Predicted == Actual;
}

/// <summary>A labelled text and the prediction of a head.</summary>
internal sealed record PredictedExample(Example Example, Prediction Prediction)
{
    /// <summary>The figures on all texts, per language and per corpus.</summary>
    public static IReadOnlyList<GroupMetrics> MeasureGroups(
        IReadOnlyList<PredictedExample> texts, IReadOnlyList<string> labels, double threshold, int seed)
    {
        var all = texts.GroupBy(_ => "all").Select(group => Measure(group, false));
        var languages = texts.GroupBy(text => text.Example.Language).OrderBy(group => group.Key, StringComparer.Ordinal);
        var corpora = texts.GroupBy(text => text.Example.Corpus.Name).OrderBy(group => group.Key, StringComparer.Ordinal);
        return [.. all, .. languages.Select(group => Measure(group, true)), .. corpora.Select(group => Measure(group, false))];

        GroupMetrics Measure(IGrouping<string, PredictedExample> group, bool isLanguage) =>
            GroupMetrics.Compute(group.Key, labels, [.. group.Select(text => text.Prediction)], threshold, seed, isLanguage);
    }
}
