using System.Globalization;
using Listening.Training.Metrics;

namespace Listening.Training.Card;

/// <summary>The pictures of the model card.</summary>
internal static class Pictures
{
    /// <summary>Rows are the right labels; a cell's colour is its share of the row.</summary>
    public static string Confusion(string title, IReadOnlyList<string> labels, GroupMetrics metrics)
    {
        const int Cell = 76;
        const int Left = 110;
        const int Top = 70;
        var svg = new Svg(Left + (labels.Count * Cell) + 24, Top + (labels.Count * Cell) + 24, title);
        svg.Text(Left, Top - 26, "judged as", "start");
        svg.Text(16, Top - 8, "is", "start");
        for (var right = 0; right < labels.Count; right++)
        {
            var texts = Math.Max(1, metrics.Confusion[right].Sum());
            svg.Text(Left - 8, Top + (right * Cell) + (Cell / 2) + 4, labels[right], "end");
            svg.Text(Left + (right * Cell) + (Cell / 2), Top - 8, labels[right]);
            for (var said = 0; said < labels.Count; said++)
            {
                var count = metrics.Confusion[right][said];
                var share = (double)count / texts;
                var (x, y) = (Left + (said * Cell), Top + (right * Cell));
                svg.Rectangle(x, y, Cell - 2, Cell - 2, "empty");
                svg.Rectangle(x, y, Cell - 2, Cell - 2, "mark", share);
                var kind = share > 0.75 ? "on" : "";
                svg.Text(x + (Cell / 2) - 1, y + (Cell / 2) - 2, count.ToString("N0", CultureInfo.InvariantCulture), kind: kind);
                svg.Text(x + (Cell / 2) - 1, y + (Cell / 2) + 14, string.Create(CultureInfo.InvariantCulture, $"{share:0%}"), kind: kind);
            }
        }

        return svg.ToString();
    }

    /// <summary>How often the likeliest label is right, by the probability it was given. Honest probabilities lie on the dashed line.</summary>
    public static string Reliability(string title, GroupMetrics metrics)
    {
        const int Side = 320;
        const int Left = 60;
        const int Top = 56;
        const double Width = (double)Side / Metrics.Calibration.BinCount;
        var svg = new Svg(Left + Side + 30, Top + Side + 92, title);
        for (var tenth = 0; tenth <= 10; tenth += 2)
        {
            var at = tenth / 10.0 * Side;
            var label = (tenth / 10.0).ToString("0.0", CultureInfo.InvariantCulture);
            svg.Line(Left, Top + Side - at, Left + Side, Top + Side - at, "axis");
            svg.Text(Left - 8, Top + Side - at + 4, label, "end");
            svg.Text(Left + at, Top + Side + 16, label);
        }

        for (var i = 0; i < metrics.Bins.Count; i++)
        {
            var bin = metrics.Bins[i];
            if (bin.Count > 0)
            {
                svg.Rectangle(Left + (i * Width) + 2, Top + Side - (bin.Accuracy * Side), Width - 4, bin.Accuracy * Side, "mark", 0.35);
                svg.Dot(Left + (bin.Confidence * Side), Top + Side - (bin.Accuracy * Side));
                svg.Text(Left + ((i + 0.5) * Width), Top + Side + 36, Short(bin.Count));
            }
        }

        svg.Line(Left, Top + Side, Left + Side, Top, "line");
        svg.Text(16, Top - 12, "share that is right", "start");
        svg.Text(Left - 8, Top + Side + 36, "texts", "end");
        svg.Text(Left + (Side / 2), Top + Side + 56, "probability of the likeliest label");
        svg.Text(Left + (Side / 2), Top + Side + 74, string.Create(CultureInfo.InvariantCulture,
            $"mean distance {metrics.CalibrationError:.000}, 95% interval {metrics.CalibrationInterval.Low:.000} to {metrics.CalibrationInterval.High:.000}"));
        return svg.ToString();
    }

    private static string Short(int count) => count < 1000
        ? count.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{count / 1000.0:0.#}k");
}
