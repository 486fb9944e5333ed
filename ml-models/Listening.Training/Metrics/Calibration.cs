namespace Listening.Training.Metrics;

/// <summary>Whether probabilities mean what they say: among texts judged with 70%, 70% should be right.</summary>
internal sealed class Calibration
{
    /// <summary>Bins of equal width over 0 to 1; a confidence of exactly 1 falls into the last.</summary>
    public const int BinCount = 10;

    private readonly int[] _counts = new int[BinCount];
    private readonly int[] _right = new int[BinCount];
    private readonly double[] _confidence = new double[BinCount];

    public IReadOnlyList<CalibrationBin> Bins => [.. Enumerable.Range(0, BinCount).Select(bin => new CalibrationBin(
        _counts[bin],
        _counts[bin] == 0 ? 0 : _confidence[bin] / _counts[bin],
        _counts[bin] == 0 ? 0 : (double)_right[bin] / _counts[bin]))];

    /// <summary>
    /// Expected calibration error of the likeliest label (Naeini, Cooper and Hauskrecht 2015; Guo et al. 2017): the mean distance between confidence and
    /// accuracy over the bins, each weighed by its texts.
    /// </summary>
    public double Error
    {
        get
        {
            var total = 0;
            var distance = 0.0;
            for (var bin = 0; bin < BinCount; bin++)
            {
                total += _counts[bin];
                distance += Math.Abs(_confidence[bin] - _right[bin]);
            }

            return total == 0 ? 0 : distance / total;
        }
    }

    public static Calibration Of(IEnumerable<(float Confidence, bool Right)> judged)
    {
        var calibration = new Calibration();
        foreach (var (confidence, right) in judged)
        {
            var bin = Math.Min((int)(confidence * BinCount), BinCount - 1);
            calibration._counts[bin]++;
            calibration._confidence[bin] += confidence;
            calibration._right[bin] += right ? 1 : 0;
        }

        return calibration;
    }
}

/// <param name="Count">Texts in it.</param>
/// <param name="Confidence">Their mean probability of the likeliest label; 0 if there are none.</param>
/// <param name="Accuracy">Share of them that are right; 0 if there are none.</param>
internal sealed record CalibrationBin(int Count, double Confidence, double Accuracy);
