namespace Listening.Training.Metrics;

/// <summary>Precision and recall of a label if all texts are found whose probability of that label reaches a threshold.</summary>
/// <param name="Threshold">The probability of the label, which need not be the likeliest.</param>
/// <param name="Recall">Share of the label's texts that are found.</param>
/// <param name="Precision">Share of found texts that have the label.</param>
internal sealed record PrecisionRecall(double Threshold, double Recall, double Precision)
{
    /// <summary>The highest recall with at least the given precision; null if the precision is out of reach.</summary>
    public static PrecisionRecall? FindBest(IReadOnlyList<Prediction> predictions, int label, double precision)
    {
        var wanted = predictions.Count(prediction => prediction.Actual == label);
        var (found, correct, best) = (0, 0, (PrecisionRecall?)null);
        foreach (var equal in predictions.GroupBy(prediction => prediction.Probabilities[label]).OrderByDescending(equal => equal.Key))
        {
            found += equal.Count();
            correct += equal.Count(prediction => prediction.Actual == label);
            if (correct > 0 && correct >= precision * found)
            {
                best = new(equal.Key, correct / (double)wanted, correct / (double)found);
            }
        }

        return best;
    }
}
