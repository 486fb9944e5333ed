namespace Listening.Training.Metrics;

/// <summary>From which confidence on a verdict stands; below it, it is unsure and goes to a person.</summary>
/// <param name="Threshold">In hundredths.</param>
/// <param name="Precision">Share of the verdicts at or above the threshold that are right.</param>
/// <param name="Kept">Share of the texts whose verdict stands.</param>
internal sealed record Abstention(double Threshold, double Precision, double Kept)
{
    /// <summary>A threshold that leaves next to nothing is a model not worth asking.</summary>
    private const double LeastKept = 0.1;

    /// <summary>
    /// The lowest threshold at which the precision of the rest reaches the target. If none does while at least a tenth of the texts keep
    /// their verdict, the threshold of the highest precision among those; <see cref="Precision"/> tells that the target was missed.
    /// </summary>
    /// <param name="predictions">Out of fold, each with how much it counts.</param>
    /// <param name="target">The precision, 0 to 1.</param>
    public static Abstention Choose(IReadOnlyList<(Prediction Said, float Weight)> predictions, double target)
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

    public static Abstention At(IReadOnlyList<(Prediction Said, float Weight)> predictions, double threshold)
    {
        var (all, kept, right) = (0.0, 0.0, 0.0);
        foreach (var (said, weight) in predictions)
        {
            all += weight;
            kept += said.Confidence >= (float)threshold ? weight : 0;
            right += said.Confidence >= (float)threshold && said.IsRight ? weight : 0;
        }

        return new(threshold, kept == 0 ? 0 : right / kept, all == 0 ? 0 : kept / all);
    }
}
