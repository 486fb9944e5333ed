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
    public static Abstention Choose(IReadOnlyList<Prediction> predictions, double target)
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

    public static Abstention At(IReadOnlyList<Prediction> predictions, double threshold)
    {
        var kept = predictions.Where(prediction => prediction.Confidence >= (float)threshold).ToList();
        return new(threshold, kept.Count == 0 ? 0 : (double)kept.Count(prediction => prediction.IsRight) / kept.Count,
            predictions.Count == 0 ? 0 : (double)kept.Count / predictions.Count);
    }
}
