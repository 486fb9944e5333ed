namespace Listening.Training.Metrics;

/// <summary>All figures of one head on one group of texts: a corpus, a language, or all.</summary>
internal sealed record GroupMetrics
{
    /// <summary>What share of the posts on a care agent's list, at least, should be there rightly.</summary>
    public const double HeardPrecision = 0.6;

    public required string Group { get; init; }

    /// <summary>True if the group is all texts of one language.</summary>
    public bool IsLanguage { get; init; }

    public required int Texts { get; init; }

    public required double Accuracy { get; init; }

    public required double MacroF1 { get; init; }

    public required double MacroRecall { get; init; }

    /// <summary>Mean F1 of positive and negative; null for heads without these labels.</summary>
    public double? PolarityF1 { get; init; }

    /// <summary>F1 per label.</summary>
    public required IReadOnlyDictionary<string, double> F1 { get; init; }

    /// <summary>How many negatives can be found if <see cref="HeardPrecision"/> of what is found must be negative; null for other heads, or if none can.</summary>
    public Hearing? NegativesHeard { get; init; }

    /// <summary>Expected calibration error.</summary>
    public required double CalibrationError { get; init; }

    /// <summary>95% interval of <see cref="CalibrationError"/>.</summary>
    public required Interval CalibrationInterval { get; init; }

    /// <summary>Share of texts whose verdict would be unsure; null if no threshold is set.</summary>
    public double? Unsure { get; init; }

    /// <summary>Share of right verdicts among those that are not unsure.</summary>
    public double? PrecisionWhenSure { get; init; }

    /// <summary>Rows are the right labels, columns the said ones, both in the order of the scores.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Confusion { get; init; }

    public required IReadOnlyList<CalibrationBin> Bins { get; init; }

    public static GroupMetrics Of(string group, IReadOnlyList<string> labels, IReadOnlyList<Prediction> predictions, double? threshold, int seed)
    {
        var confusion = Metrics.Confusion.Of(labels.Count, predictions.Select(prediction => (prediction.Right, prediction.Said)));
        var judged = predictions.Select(prediction => (prediction.Confidence, prediction.IsRight)).ToArray();
        var calibration = Calibration.Of(judged);
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
            NegativesHeard = negative >= 0 ? Hearing.Of(predictions, negative, HeardPrecision) : null,
            CalibrationError = calibration.Error,
            CalibrationInterval = Bootstrap.Of(judged.Length, drawn => Calibration.Of(drawn.Select(i => judged[i])).Error, seed),
            Unsure = 1 - sure?.Kept,
            PrecisionWhenSure = sure?.Precision,
            Confusion = [.. Enumerable.Range(0, labels.Count).Select(right => Enumerable.Range(0, labels.Count).Select(said => confusion[right, said]).ToArray())],
            Bins = calibration.Bins,
        };
    }
}
