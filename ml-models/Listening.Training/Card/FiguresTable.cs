using Listening.Training.Metrics;

namespace Listening.Training.Card;

/// <summary>Figures as Markdown tables, for the model card and for the terminal. Without groups, nothing is written.</summary>
internal static class FiguresTable
{
    /// <summary>One row per group.</summary>
    public static void AppendFigures(StringBuilder text, string title, IReadOnlyList<string> labels, IReadOnlyList<GroupMetrics> groups) =>
        Append(
            text,
            [
                title, "texts", "accuracy", "macro-F1", "macro recall", .. labels.Select(label => $"F1 {label}"),
                "ECE (95% interval)", "unsure", "right if sure",
            ],
            groups.Select(group => (IReadOnlyList<string>)
            [
                group.Group, $"{group.Texts:N0}", $"{group.Accuracy:.000}", $"{group.MacroF1:.000}", $"{group.MacroRecall:.000}",
                .. labels.Select(label => $"{group.F1[label]:.000}"),
                $"{group.CalibrationError:.000} ({Interval(group)})", $"{group.Unsure:0%}", $"{group.PrecisionWhenSure:.000}",
            ]));

    /// <summary>Two sets of figures on the same texts: <c>.712 (.684)</c> is the one that the table is about, and the other one.</summary>
    /// <param name="text">The text to append to.</param>
    /// <param name="title">Names the table.</param>
    /// <param name="groups">The figures that the table is about.</param>
    /// <param name="others">The other figures; used for groups of the same name and size.</param>
    public static void AppendComparison(
        StringBuilder text, string title, IReadOnlyList<GroupMetrics> groups, IReadOnlyList<GroupMetrics> others) => Append(
        text,
        [
            title, "texts", "macro-F1", "macro recall", "micro-F1", "F1 negative",
            $"negatives found at precision {GroupMetrics.TargetPrecision:.00}", "F1 positive and negative", "ECE", "95% interval", "unsure",
            "right if sure",
        ],
        groups.Select(group =>
        {
            var other = others.FirstOrDefault(other => other.Group == group.Group && other.Texts == group.Texts);
            return (IReadOnlyList<string>)
            [
                group.Group, $"{group.Texts:N0}", Both(metrics => metrics.MacroF1), Both(metrics => metrics.MacroRecall),
                Both(metrics => metrics.Accuracy), Both(metrics => metrics.F1.GetValueOrDefault("negative")),
                Both(metrics => metrics.NegativesFound?.Recall), Both(metrics => metrics.PolarityF1),
                Both(metrics => metrics.CalibrationError), Interval(group), $"{group.Unsure:0%}", $"{group.PrecisionWhenSure:.000}",
            ];

            string Both(Func<GroupMetrics, double?> figure) =>
                $"{figure(group):.000}" + (other is not null && figure(other) is { } beside ? $" ({beside:.000})" : "");
        }));

    /// <summary>How often each actual label was predicted as which, and that share of the actual label's texts.</summary>
    public static void AppendConfusion(StringBuilder text, string title, IReadOnlyList<string> labels, GroupMetrics group) => Append(
        text,
        [$"{title}: actual \\ predicted", .. labels],
        labels.Zip(group.Confusion, (label, row) => (IReadOnlyList<string>)
            [label, .. row.Select(count => $"{count:N0} ({(double)count / Math.Max(1, row.Sum()):0%})")]));

    /// <summary>The share of correct labels by the probability of the likeliest label. Calibrated probabilities equal that share.</summary>
    public static void AppendReliability(StringBuilder text, string title, IReadOnlyList<GroupMetrics> groups) => Append(
        text,
        [title, .. Enumerable.Range(0, Calibration.BinCount).Select(bin => $".{bin}-")],
        groups.Select(group => (IReadOnlyList<string>)
            [group.Group, .. group.Bins.Select(bin => bin.Count == 0 ? "" : $"{bin.Accuracy:.00} ({bin.Count:N0})")]));

    private static string Interval(GroupMetrics group) => $"{group.CalibrationInterval.Low:.000}-{group.CalibrationInterval.High:.000}";

    private static void Append(StringBuilder text, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        var lines = rows.Select(row => $"| {string.Join(" | ", row)} |").ToList();
        if (lines.Count > 0)
        {
            text.Append("| ").AppendJoin(" | ", columns).Append(" |\n|---|").AppendJoin("", columns.Skip(1).Select(_ => "--:|"));
            text.Append('\n').AppendJoin('\n', lines).Append("\n\n");
        }
    }
}
