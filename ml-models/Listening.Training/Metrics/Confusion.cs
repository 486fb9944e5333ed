namespace Listening.Training.Metrics;

/// <summary>How often which label was taken for which, and the figures that follow from it.</summary>
internal sealed class Confusion
{
    private readonly int[,] _counts;

    private Confusion(int labels) => _counts = new int[labels, labels];

    public int Labels => _counts.GetLength(0);

    public int Total { get; private set; }

    /// <summary>Share of texts whose likeliest label is right, which is also the micro-averaged F1.</summary>
    public double Accuracy => Ratio(Enumerable.Range(0, Labels).Sum(label => _counts[label, label]), Total);

    /// <summary>Mean F1 of the labels, each counting the same.</summary>
    public double MacroF1 => Present().Average(F1);

    /// <summary>Mean recall of the labels, each counting the same.</summary>
    public double MacroRecall => Present().Average(Recall);

    public int this[int right, int said] => _counts[right, said];

    public static Confusion Of(int labels, IEnumerable<(int Right, int Said)> pairs)
    {
        var confusion = new Confusion(labels);
        foreach (var (right, said) in pairs)
        {
            confusion._counts[right, said]++;
            confusion.Total++;
        }

        return confusion;
    }

    /// <summary>Harmonic mean of precision and recall; 0 where neither exists.</summary>
    public double F1(int label) => Ratio(2 * _counts[label, label], Rights(label) + Saids(label));

    public double Precision(int label) => Ratio(_counts[label, label], Saids(label));

    public double Recall(int label) => Ratio(_counts[label, label], Rights(label));

    // A label that neither stands in the data nor was ever said has no F1, and must not pull the mean down as a 0.
    private List<int> Present()
    {
        var present = Enumerable.Range(0, Labels).Where(label => Rights(label) + Saids(label) > 0).ToList();
        return present.Count > 0 ? present : [0];
    }

    private int Rights(int label) => Enumerable.Range(0, Labels).Sum(said => _counts[label, said]);

    private int Saids(int label) => Enumerable.Range(0, Labels).Sum(right => _counts[right, label]);

    private static double Ratio(double part, double whole) => whole == 0 ? 0 : part / whole;
}
