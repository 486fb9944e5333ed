namespace Listening.Training.Metrics;

/// <summary>All figures of a head on a group of texts: a corpus, a language, or all.</summary>
/// <param name="IsLanguage">True if the group is all texts of a language.</param>
/// <param name="PolarityF1">Mean F1 of positive and negative; null for heads without these labels.</param>
/// <param name="F1">F1 per label.</param>
/// <param name="NegativesFound">Recall of negatives at <see cref="TargetPrecision"/>; null for other heads, or if out of reach.</param>
/// <param name="CalibrationError">Expected calibration error.</param>
/// <param name="CalibrationInterval">95% interval of <see cref="CalibrationError"/>.</param>
/// <param name="Unsure">Share of texts whose verdict would be unsure; null if no threshold is set.</param>
/// <param name="PrecisionWhenSure">Share of right verdicts among those that are not unsure; null if there is no threshold.</param>
/// <param name="Confusion">Rows are actual labels, columns predicted ones, both in the order of the scores.</param>
internal sealed record GroupMetrics(
    string Group,
    bool IsLanguage,
    int Texts,
    double Accuracy,
    double MacroF1,
    double MacroRecall,
    double? PolarityF1,
    IReadOnlyDictionary<string, double> F1,
    PrecisionRecall? NegativesFound,
    double CalibrationError,
    Interval CalibrationInterval,
    double? Unsure,
    double? PrecisionWhenSure,
    IReadOnlyList<IReadOnlyList<int>> Confusion,
    IReadOnlyList<CalibrationBin> Bins)
{
    /// <summary>At least this share of the posts shown to care agents should be negative.</summary>
    public const double TargetPrecision = 0.6;

    public static GroupMetrics Compute(
        string group, IReadOnlyList<string> labels, IReadOnlyList<Prediction> predictions, double? threshold, int seed,
        bool isLanguage = false)
    {
        var confusion = Metrics.Confusion.Count(labels.Count, predictions.Select(prediction => (prediction.Actual, prediction.Predicted)));
        var outcomes = predictions.Select(prediction => (prediction.Confidence, prediction.IsCorrect)).ToArray();
        var calibration = Calibration.Measure(outcomes);
        var sure = threshold is { } least ? Abstention.At([.. predictions.Select(prediction => (prediction, 1f))], least) : null;
        var (negative, positive) = (labels.ToList().IndexOf("negative"), labels.ToList().IndexOf("positive"));
        return new(
            group,
            isLanguage,
            predictions.Count,
            confusion.Accuracy,
            confusion.MacroF1,
            confusion.MacroRecall,
            PolarityF1: negative >= 0 && positive >= 0 ? (confusion.F1(negative) + confusion.F1(positive)) / 2 : null,
            F1: labels.Index().ToDictionary(label => label.Item, label => confusion.F1(label.Index)),
            NegativesFound: negative >= 0 ? PrecisionRecall.FindBest(predictions, negative, TargetPrecision) : null,
            calibration.Error,
            Bootstrap.ComputeInterval(outcomes.Length, drawn => Calibration.Measure(drawn.Select(i => outcomes[i])).Error, seed),
            Unsure: 1 - sure?.Kept,
            PrecisionWhenSure: sure?.Precision,
            Confusion: [.. labels.Select((_, actual) => labels.Select((_, predicted) => confusion[actual, predicted]).ToArray())],
            calibration.Bins);
    }
}
