using System.Globalization;
using System.Text;
using Listening.Training.Metrics;

namespace Listening.Training.Card;

/// <summary>Figures as a Markdown table, for the card and for the terminal alike.</summary>
internal static class FiguresTable
{
    /// <summary>One row per group; nothing if there are no groups.</summary>
    public static void Append(StringBuilder section, string name, IReadOnlyList<string> labels, IReadOnlyList<GroupMetrics> groups)
    {
        if (groups.Count == 0)
        {
            return;
        }

        section.Append(CultureInfo.InvariantCulture,
            $"| {name} | texts | accuracy | macro-F1 | macro recall |{string.Concat(labels.Select(label => $" F1 {label} |"))} ECE (95% interval) | unsure | right if sure |\n");
        section.Append("|---|").Append(string.Concat(Enumerable.Repeat("--:|", labels.Count + 7))).Append('\n');
        foreach (var group in groups)
        {
            section.Append(CultureInfo.InvariantCulture,
                $"| {group.Group} | {group.Texts:N0} | {group.Accuracy:.000} | {group.MacroF1:.000} | {group.MacroRecall:.000} |");
            foreach (var label in labels)
            {
                section.Append(CultureInfo.InvariantCulture, $" {group.F1[label]:.000} |");
            }

            section.Append(CultureInfo.InvariantCulture,
                $" {group.CalibrationError:.000} ({group.CalibrationInterval.Low:.000}-{group.CalibrationInterval.High:.000}) | {group.Unsure:0%} | {group.PrecisionWhenSure:.000} |\n");
        }

        section.Append('\n');
    }
}
