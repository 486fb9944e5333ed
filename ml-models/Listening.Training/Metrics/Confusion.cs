namespace Listening.Training.Metrics;

/// <summary>How often each label was predicted as which, and the figures that follow from it.</summary>
internal sealed class Confusion
{
    private readonly double[,] _counts;

    private Confusion(int labels) => _counts = new double[labels, labels];

    public int Labels => _counts.GetLength(0);

    public double Total { get; private set; }

    /// <summary>Share of texts whose likeliest label is correct, which equals the micro-averaged F1.</summary>
    public double Accuracy => Ratio(Enumerable.Range(0, Labels).Sum(label => _counts[label, label]), Total);

    /// <summary>Unweighted mean of the F1 of all labels.</summary>
    public double MacroF1 => Present().Average(F1);

    /// <summary>Unweighted mean of the recall of all labels.</summary>
    public double MacroRecall => Present().Average(Recall);

    public int this[int actual, int predicted] => (int)_counts[actual, predicted];

    public static Confusion Count(int labels, IEnumerable<(int Actual, int Predicted)> pairs) =>
        Count(labels, pairs.Select(pair => (pair.Actual, pair.Predicted, 1.0)));

    /// <summary>Each pair counts as much as its weight.</summary>
    public static Confusion Count(int labels, IEnumerable<(int Actual, int Predicted, double Weight)> pairs)
    {
        var confusion = new Confusion(labels);
        foreach (var (actual, predicted, weight) in pairs)
        {
            confusion._counts[actual, predicted] += weight;
            confusion.Total += weight;
        }

        return confusion;
    }

    /// <summary>Harmonic mean of precision and recall; 0 if neither is defined.</summary>
    public double F1(int label) => Ratio(2 * _counts[label, label], ActualCount(label) + PredictedCount(label));

    public double Precision(int label) => Ratio(_counts[label, label], PredictedCount(label));

    public double Recall(int label) => Ratio(_counts[label, label], ActualCount(label));

    // A label that neither occurs nor was predicted has no F1 and must not lower the mean as a 0.
    private List<int> Present()
    {
        var present = Enumerable.Range(0, Labels).Where(label => ActualCount(label) + PredictedCount(label) > 0).ToList();
        return present.Count > 0 ? present : [0];
    }

    private double ActualCount(int label) => Enumerable.Range(0, Labels).Sum(predicted => _counts[label, predicted]);

    private double PredictedCount(int label) => Enumerable.Range(0, Labels).Sum(actual => _counts[actual, label]);

    private static double Ratio(double part, double whole) => whole == 0 ? 0 : part / whole;
}
