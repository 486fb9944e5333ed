namespace Listening.Training.Metrics;

/// <summary>Whether probabilities are calibrated: of the predictions with a confidence of 70%, 70% should be correct.</summary>
internal sealed class Calibration
{
    /// <summary>Bins of equal width over 0 to 1; a confidence of exactly 1 is in the last.</summary>
    public const int BinCount = 10;

    private readonly int[] _counts = new int[BinCount];
    private readonly int[] _correct = new int[BinCount];
    private readonly double[] _confidence = new double[BinCount];

    public IReadOnlyList<CalibrationBin> Bins => [.. Enumerable.Range(0, BinCount).Select(bin => new CalibrationBin(
        _counts[bin],
        _counts[bin] == 0 ? 0 : _confidence[bin] / _counts[bin],
        _counts[bin] == 0 ? 0 : (double)_correct[bin] / _counts[bin]))];

    /// <summary>
    /// Expected calibration error of the likeliest label (Naeini, Cooper and Hauskrecht 2015; Guo et al. 2017): the mean difference between
    /// confidence and accuracy over the bins, weighted by their texts.
    /// </summary>
    public double Error => _counts.Sum() is var total and > 0
        ? _confidence.Zip(_correct, (sum, correct) => Math.Abs(sum - correct)).Sum() / total
        : 0;

    public static Calibration Measure(IEnumerable<(float Confidence, bool IsCorrect)> predictions)
    {
        var calibration = new Calibration();
        foreach (var (confidence, isCorrect) in predictions)
        {
            var bin = Math.Min((int)(confidence * BinCount), BinCount - 1);
            calibration._counts[bin]++;
            calibration._confidence[bin] += confidence;
            calibration._correct[bin] += isCorrect ? 1 : 0;
        }

        return calibration;
    }
}

/// <param name="Count">The number of texts.</param>
/// <param name="Confidence">Their mean probability of the likeliest label; 0 if there are none.</param>
/// <param name="Accuracy">Share of correct labels; 0 if there are none.</param>
internal sealed record CalibrationBin(int Count, double Confidence, double Accuracy);
