using Listening.Training.Heads;

namespace Listening.Training.Metrics;

/// <summary>Chooses from which probability to alert.</summary>
internal static class AlertLevels
{
    /// <param name="texts">The probability of an alert, and whether the text needs one.</param>
    /// <returns>The level; the strictest threshold that alerts at all where the wish is out of reach.</returns>
    public static AlertLevel Choose(IReadOnlyList<(double Probability, bool Actual)> texts, LevelRecipe wish)
    {
        var curve = Curve(texts);
        var level = wish switch
        {
            { Precision: { } precision } => curve.LastOrDefault(point => point.Precision >= precision),
            { Recall: { } recall } => curve.FirstOrDefault(point => point.Recall >= recall),
            _ => curve.MaxBy(F1),
        };
        return level ?? curve[0];
    }

    /// <summary>Mean precision over the recalls, as each text is found: what a ranking is worth whatever the threshold.</summary>
    public static double AveragePrecision(IReadOnlyList<(double Probability, bool Actual)> texts)
    {
        var (sum, before) = (0.0, 0.0);
        foreach (var point in Curve(texts))
        {
            sum += point.Precision * (point.Recall - before);
            before = point.Recall;
        }

        return sum;
    }

    /// <summary>A level for each different probability, strictest first.</summary>
    private static List<AlertLevel> Curve(IReadOnlyList<(double Probability, bool Actual)> texts)
    {
        var wanted = texts.Count(text => text.Actual);
        var (found, right) = (0, 0);
        var curve = new List<AlertLevel>();
        foreach (var equal in texts.GroupBy(text => text.Probability).OrderByDescending(equal => equal.Key))
        {
            found += equal.Count();
            right += equal.Count(text => text.Actual);
            curve.Add(new(equal.Key, right / (double)found, right / (double)Math.Max(1, wanted)));
        }

        return curve;
    }

    private static double F1(AlertLevel level) =>
        level.Precision + level.Recall == 0 ? 0 : 2 * level.Precision * level.Recall / (level.Precision + level.Recall);
}
