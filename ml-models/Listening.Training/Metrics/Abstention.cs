namespace Listening.Training.Metrics;

/// <summary>The lowest confidence at which a verdict is not unsure.</summary>
/// <param name="Threshold">In hundredths.</param>
/// <param name="Precision">Share of right verdicts among those at or above the threshold.</param>
/// <param name="Kept">Share of the texts whose verdict is not unsure.</param>
internal sealed record Abstention(double Threshold, double Precision, double Kept)
{
    /// <summary>With a threshold that keeps fewer verdicts a model would be useless.</summary>
    private const double LeastKept = 0.1;

    /// <summary>
    /// The lowest threshold at which the precision reaches the target. If there is none that keeps at least a tenth of the verdicts, the
    /// threshold with the highest precision among those that do; then <see cref="Precision"/> is below the target.
    /// </summary>
    /// <param name="predictions">Predictions out of fold, with the weight of each.</param>
    /// <param name="target">The precision, 0 to 1.</param>
    public static Abstention Choose(IReadOnlyList<(Prediction Prediction, float Weight)> predictions, double target)
    {
        Abstention? best = null;
        for (var hundredths = 0; hundredths < 100; hundredths++)
        {
            var candidate = At(predictions, hundredths / 100.0);
            if (candidate.Kept < LeastKept)
            {
                break;
            }

            if (candidate.Precision >= target)
            {
                return candidate;
            }

            best = best is null || candidate.Precision > best.Precision ? candidate : best;
        }

        return best ?? At(predictions, 0);
    }

    public static Abstention At(IReadOnlyList<(Prediction Prediction, float Weight)> predictions, double threshold)
    {
        var (all, kept, right) = (0.0, 0.0, 0.0);
        foreach (var (prediction, weight) in predictions)
        {
            all += weight;
            kept += prediction.Confidence >= (float)threshold ? weight : 0;
            right += prediction.Confidence >= (float)threshold && prediction.IsCorrect ? weight : 0;
        }

        return new(threshold, kept == 0 ? 0 : right / kept, all == 0 ? 0 : kept / all);
    }
}
