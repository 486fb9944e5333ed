using Listening.Training.Commands;
using Listening.Training.Metrics;

namespace Listening.Training.Tests;

public sealed class MetricsTests
{
    [Fact]
    public void Figures_are_those_one_gets_by_hand()
    {
        // Actual and predicted, for instance 3 negative texts of which 2 were found.
        var confusion = Confusion.Count(3, [(0, 0), (0, 0), (0, 1), (1, 1), (1, 2), (2, 2), (2, 2), (2, 0)]);

        Assert.Equal(5 / 8.0, confusion.Accuracy, 12);
        Assert.Equal(2 / 3.0, confusion.Precision(0), 12);
        Assert.Equal(2 / 3.0, confusion.Recall(0), 12);
        Assert.Equal(1 / 2.0, confusion.F1(1), 12);
        Assert.Equal(((2 / 3.0) + (1 / 2.0) + (2 / 3.0)) / 3, confusion.MacroF1, 12);
        Assert.Equal(((2 / 3.0) + (1 / 2.0) + (2 / 3.0)) / 3, confusion.MacroRecall, 12);
    }

    [Fact]
    public void A_label_that_never_occurs_does_not_pull_the_mean_down() =>
        Assert.Equal(1, Confusion.Count(3, [(0, 0), (1, 1)]).MacroF1);

    [Fact]
    public void Polarity_leaves_the_neutral_class_out_of_the_mean()
    {
        var metrics = GroupMetrics.Compute(
            "potts", ["negative", "neutral", "positive"], [Predict(0, 0.8f, 0), Predict(1, 0.8f, 0), Predict(2, 0.8f, 2)], 0.5, seed: 1);

        Assert.Equal(((2 / 3.0) + 1) / 2, metrics.PolarityF1!.Value, 12);
    }

    [Theory]
    [InlineData(0.6, 0.3f, 3 / 3.0, 3 / 5.0)]
    [InlineData(0.61, 0.5f, 2 / 3.0, 2 / 3.0)]
    [InlineData(0.9, 0.9f, 1 / 3.0, 1.0)]
    public void The_best_recall_is_at_the_lowest_threshold_with_enough_precision(
        double precision, float threshold, double recall, double reached)
    {
        // Sorted by P(negative): right, wrong, right, wrong, right, wrong. The two at .5 cannot be told apart.
        Prediction[] predictions =
            [Negative(0, 0.9f), Negative(1, 0.5f), Negative(0, 0.5f), Negative(1, 0.4f), Negative(0, 0.3f), Negative(2, 0.1f)];

        var found = PrecisionRecall.FindBest(predictions, 0, precision)!;

        Assert.Equal((threshold, recall, reached), ((float)found.Threshold, found.Recall, found.Precision));

        static Prediction Negative(int actual, float probability) => new(actual, [probability, 1 - probability, 0]);
    }

    [Fact]
    public void A_precision_out_of_reach_has_no_threshold() => Assert.Null(PrecisionRecall.FindBest([new(1, [0.9f, 0.1f, 0])], 0, 0.5));

    [Fact]
    public void Calibration_error_is_the_weighted_gap_between_confidence_and_accuracy()
    {
        // Bin 0.6-0.7: confidence .65, half right, gap .15, 2 texts; bin 0.9-1: confidence .95, all right, gap .05, 2 texts.
        var calibration = Calibration.Measure([(0.62f, true), (0.68f, false), (0.9f, true), (1f, true)]);

        Assert.Equal(((0.15 * 2) + (0.05 * 2)) / 4, calibration.Error, 6);
        Assert.Equal([0, 0, 0, 0, 0, 0, 2, 0, 0, 2], calibration.Bins.Select(bin => bin.Count));
        Assert.Equal(0.5, calibration.Bins[6].Accuracy);
        Assert.Equal(0.65, calibration.Bins[6].Confidence, 6);
    }

    [Fact]
    public void The_same_seed_gives_the_same_interval_and_it_holds_the_figure()
    {
        var right = Enumerable.Range(0, 400).Select(i => i % 4 == 0 ? 0.0 : 1.0).ToArray();

        var interval = Bootstrap.ComputeInterval(400, drawn => drawn.Average(i => right[i]), seed: 5);

        Assert.Equal(interval, Bootstrap.ComputeInterval(400, drawn => drawn.Average(i => right[i]), seed: 5));
        Assert.NotEqual(interval, Bootstrap.ComputeInterval(400, drawn => drawn.Average(i => right[i]), seed: 6));

        // .75 +- 1.96 standard errors of sqrt(.75 * .25 / 400).
        Assert.InRange(interval.Low, 0.695, 0.72);
        Assert.InRange(interval.High, 0.78, 0.805);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void An_overconfident_head_gets_the_temperature_that_corrects_it(float factor)
    {
        // Of four texts with this odds of 3:1, three are as it says: at temperature 1 that is calibrated.
        var logit = MathF.Log(3) * factor;
        var texts = Enumerable.Range(0, 4).Select(i => (new[] { logit, 0 }, i == 0 ? 1 : 0, 1f)).ToList();

        Assert.Equal(factor, Temperature.Fit(texts), 0.01);
    }

    [Fact]
    public void Probabilities_add_up_and_flatten_with_temperature()
    {
        var sharp = Prediction.FromLogits(0, [2, 0, 1000], 1).Probabilities;
        var flat = Prediction.FromLogits(0, [2, 0, 1], 1000).Probabilities;

        Assert.Equal([0, 0, 1], sharp);
        Assert.Equal(1, flat.Sum(), 5);
        Assert.All(flat, one => Assert.Equal(1 / 3f, one, 0.001));
    }

    [Fact]
    public void The_threshold_is_the_lowest_that_reaches_the_precision()
    {
        (Prediction, float)[] predictions =
            [(Predict(0, 0.95f, 0), 1), (Predict(0, 0.9f, 0), 1), (Predict(0, 0.7f, 1), 1), (Predict(0, 0.6f, 0), 1)];

        var chosen = Abstention.Choose(predictions, target: 0.95);

        Assert.Equal(0.71, chosen.Threshold);
        Assert.Equal(1, chosen.Precision);
        Assert.Equal(0.5, chosen.Kept);
        Assert.Equal(0, Abstention.Choose(predictions, target: 0.7).Threshold);
    }

    [Fact]
    public void A_precision_out_of_reach_gives_the_best_there_is_and_says_so()
    {
        (Prediction, float)[] predictions = [(Predict(0, 0.9f, 1), 1), (Predict(0, 0.9f, 0), 1), (Predict(0, 0.6f, 1), 1)];

        var chosen = Abstention.Choose(predictions, target: 0.9);

        Assert.Equal(0.61, chosen.Threshold);
        Assert.Equal(0.5, chosen.Precision);
    }

    [Fact]
    public void A_large_corpus_of_little_weight_does_not_set_the_threshold()
    {
        var easy = Enumerable.Repeat((Predict(0, 0.8f, 0), 0.01f), 100);
        (Prediction, float)[] hard = [(Predict(0, 0.8f, 1), 1), (Predict(0, 0.95f, 0), 1), (Predict(0, 0.95f, 0), 1)];

        Assert.Equal(0.81, Abstention.Choose([.. easy, .. hard], target: 0.9).Threshold);
    }

    [Theory]
    [InlineData(0, 0, 1.0)]
    [InlineData(5, 5, 1.0)]
    [InlineData(1, 5, 0.21875)]
    [InlineData(10, 0, 0.001953125)]
    [InlineData(3000, 3400, 6e-7)]
    public void McNemar_is_the_exact_binomial_test(int onlyOld, int onlyNew, double probability) =>
        Assert.Equal(probability, McNemar.Probability(onlyOld, onlyNew), 1e-7);

    [Fact]
    public void Two_models_are_compared_text_by_text()
    {
        Prediction[] old = [Predict(0, 0.9f, 0), Predict(0, 0.9f, 1), Predict(1, 0.9f, 1), Predict(1, 0.9f, 0)];
        Prediction[] @new = [Predict(0, 0.9f, 0), Predict(0, 0.9f, 0), Predict(1, 0.9f, 0), Predict(1, 0.9f, 1)];

        var comparison = Comparison.Compute(2, old, @new, seed: 1);

        Assert.Equal((4, 3, 1, 2), (comparison.Texts, comparison.Disagreements, comparison.OnlyOld, comparison.OnlyNew));
        Assert.True(comparison.Accuracy.Low < 0.25 && comparison.Accuracy.High > 0.25);
    }

    /// <summary>A prediction over three labels with one clear favourite.</summary>
    private static Prediction Predict(int actual, float confidence, int predicted)
    {
        var probabilities = new float[] { (1 - confidence) / 2, (1 - confidence) / 2, (1 - confidence) / 2 };
        probabilities[predicted] = confidence;
        return new(actual, probabilities);
    }
}
