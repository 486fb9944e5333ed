using System.Globalization;
using System.Text;
using Listening.Training.Metrics;

namespace Listening.Training.Card;

/// <summary>Two readings of the same texts side by side: <c>.712 (.684)</c> is the one that the table is about and the other one.</summary>
internal static class StreamsTable
{
    /// <param name="section">Is appended to.</param>
    /// <param name="title">Names the table and both readings.</param>
    /// <param name="groups">The reading it is about; nothing is written if there are none.</param>
    /// <param name="others">The other one; groups of the same name and size are set beside.</param>
    public static void Append(StringBuilder section, string title, IReadOnlyList<GroupMetrics> groups, IReadOnlyList<GroupMetrics> others)
    {
        if (groups.Count == 0)
        {
            return;
        }

        section.Append(CultureInfo.InvariantCulture,
            $"| {title} | texts | macro-F1 | macro recall | micro-F1 | F1 negative | negatives found at precision {GroupMetrics.HeardPrecision:.00} | F1 positive and negative | ECE | 95% interval | unsure | right if sure |\n");
        section.Append("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
        foreach (var group in groups)
        {
            var other = others.FirstOrDefault(other => other.Group == group.Group && other.Texts == group.Texts);
            section.Append(CultureInfo.InvariantCulture, $"| {group.Group} | {group.Texts:N0} |");
            Cell(metrics => metrics.MacroF1);
            Cell(metrics => metrics.MacroRecall);
            Cell(metrics => metrics.Accuracy);
            Cell(metrics => metrics.F1.GetValueOrDefault("negative"));
            Cell(metrics => metrics.NegativesHeard?.Recall);
            Cell(metrics => metrics.PolarityF1);
            Cell(metrics => metrics.CalibrationError);
            section.Append(CultureInfo.InvariantCulture,
                $" {group.CalibrationInterval.Low:.000}-{group.CalibrationInterval.High:.000} | {group.Unsure:0%} | {group.PrecisionWhenSure:.000} |\n");

            void Cell(Func<GroupMetrics, double?> figure) =>
                section.Append(CultureInfo.InvariantCulture, $" {figure(group):.000}{Beside(other is null ? null : figure(other))} |");
        }

        section.Append('\n');
    }

    private static string Beside(double? figure) => figure is null ? "" : string.Create(CultureInfo.InvariantCulture, $" ({figure:.000})");
}
