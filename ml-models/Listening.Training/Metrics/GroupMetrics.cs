namespace Listening.Training.Metrics;

/// <summary>All figures of a head on a group of texts: a corpus, a language, or all.</summary>
internal sealed record GroupMetrics
{
    /// <summary>At least this share of the posts shown to care agents should be negative.</summary>
    public const double TargetPrecision = 0.6;

    public required string Group { get; init; }

    /// <summary>True if the group is all texts of a language.</summary>
    public bool IsLanguage { get; init; }

    public required int Texts { get; init; }

    public required double Accuracy { get; init; }

    public required double MacroF1 { get; init; }

    public required double MacroRecall { get; init; }

    /// <summary>Mean F1 of positive and negative; null for heads without these labels.</summary>
    public double? PolarityF1 { get; init; }

    /// <summary>F1 per label.</summary>
    public required IReadOnlyDictionary<string, double> F1 { get; init; }

    /// <summary>
    /// The recall of negatives at <see cref="TargetPrecision"/>; null for other heads, or if the precision is out of reach.
    /// </summary>
    public PrecisionRecall? NegativesFound { get; init; }

    /// <summary>Expected calibration error.</summary>
    public required double CalibrationError { get; init; }

    /// <summary>95% interval of <see cref="CalibrationError"/>.</summary>
    public required Interval CalibrationInterval { get; init; }

    /// <summary>Share of texts whose verdict would be unsure; null if no threshold is set.</summary>
    public double? Unsure { get; init; }

    /// <summary>Share of right verdicts among those that are not unsure; null if there is no threshold.</summary>
    public double? PrecisionWhenSure { get; init; }

    /// <summary>Rows are actual labels, columns predicted ones, both in the order of the scores.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Confusion { get; init; }

    public required IReadOnlyList<CalibrationBin> Bins { get; init; }

    public static GroupMetrics Compute(
        string group, IReadOnlyList<string> labels, IReadOnlyList<Prediction> predictions, double? threshold, int seed)
    {
        var confusion = Metrics.Confusion.Count(labels.Count, predictions.Select(prediction => (prediction.Actual, prediction.Predicted)));
        var outcomes = predictions.Select(prediction => (prediction.Confidence, prediction.IsCorrect)).ToArray();
        var calibration = Calibration.Measure(outcomes);
        var sure = threshold is { } least ? Abstention.At([.. predictions.Select(prediction => (prediction, 1f))], least) : null;
        var (negative, positive) = (labels.ToList().IndexOf("negative"), labels.ToList().IndexOf("positive"));
        return new()
        {
            Group = group,
            Texts = predictions.Count,
            Accuracy = confusion.Accuracy,
            MacroF1 = confusion.MacroF1,
            MacroRecall = confusion.MacroRecall,
            PolarityF1 = negative >= 0 && positive >= 0 ? (confusion.F1(negative) + confusion.F1(positive)) / 2 : null,
            F1 = labels.Select((label, i) => (label, F1: confusion.F1(i))).ToDictionary(pair => pair.label, pair => pair.F1),
            NegativesFound = negative >= 0 ? PrecisionRecall.FindBest(predictions, negative, TargetPrecision) : null,
            CalibrationError = calibration.Error,
            CalibrationInterval = Bootstrap.ComputeInterval(
                outcomes.Length, drawn => Calibration.Measure(drawn.Select(i => outcomes[i])).Error, seed),
            Unsure = 1 - sure?.Kept,
            PrecisionWhenSure = sure?.Precision,
            Confusion =
            [
                .. labels.Select((_, actual) => labels.Select((_, predicted) => confusion[actual, predicted]).ToArray()),
            ],
            Bins = calibration.Bins,
        };
    }
}
