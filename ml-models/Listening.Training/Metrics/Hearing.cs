namespace Listening.Training.Metrics;

/// <summary>How much of one label's texts is found by everything whose probability of that label reaches a threshold.</summary>
/// <param name="Threshold">On the label's probability, whether or not it is the likeliest.</param>
/// <param name="Recall">Share of the label's texts that are found.</param>
/// <param name="Precision">Share of what is found that has the label.</param>
internal sealed record Hearing(double Threshold, double Recall, double Precision)
{
    /// <summary>The threshold that finds most while at least <paramref name="precision"/> of what it finds is right; null if none does.</summary>
    public static Hearing? Of(IReadOnlyList<Prediction> predictions, int label, double precision)
    {
        var wanted = predictions.Count(prediction => prediction.Right == label);
        var (found, right, best) = (0, 0, (Hearing?)null);
        foreach (var equal in predictions.GroupBy(prediction => prediction.Probabilities[label]).OrderByDescending(equal => equal.Key))
        {
            found += equal.Count();
            right += equal.Count(prediction => prediction.Right == label);
            if (right > 0 && right >= precision * found)
            {
                best = new(equal.Key, right / (double)wanted, right / (double)found);
            }
        }

        return best;
    }
}
