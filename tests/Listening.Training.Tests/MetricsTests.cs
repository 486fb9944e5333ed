using Listening.Training.Commands;
using Listening.Training.Metrics;

namespace Listening.Training.Tests;

public sealed class MetricsTests
{
    [Fact]
    public void Figures_are_those_one_gets_by_hand()
    {
        // Right and said, for instance 3 negative texts of which 2 were found.
        var confusion = Confusion.Of(3, [(0, 0), (0, 0), (0, 1), (1, 1), (1, 2), (2, 2), (2, 2), (2, 0)]);

        Assert.Equal(5 / 8.0, confusion.Accuracy, 12);
        Assert.Equal(2 / 3.0, confusion.Precision(0), 12);
        Assert.Equal(2 / 3.0, confusion.Recall(0), 12);
        Assert.Equal(1 / 2.0, confusion.F1(1), 12);
        Assert.Equal(((2 / 3.0) + (1 / 2.0) + (2 / 3.0)) / 3, confusion.MacroF1, 12);
        Assert.Equal(((2 / 3.0) + (1 / 2.0) + (2 / 3.0)) / 3, confusion.MacroRecall, 12);
    }

    [Fact]
    public void A_label_that_never_occurs_does_not_pull_the_mean_down() =>
        Assert.Equal(1, Confusion.Of(3, [(0, 0), (1, 1)]).MacroF1);

    [Fact]
    public void Polarity_leaves_the_neutral_class_out_of_the_mean()
    {
        var metrics = GroupMetrics.Of("potts", ["negative", "neutral", "positive"], [Said(0, 0.8f, 0), Said(1, 0.8f, 0), Said(2, 0.8f, 2)], 0.5, seed: 1);

        Assert.Equal(((2 / 3.0) + 1) / 2, metrics.PolarityF1!.Value, 12);
    }

    [Theory]
    [InlineData(0.6, 0.3f, 3 / 3.0, 3 / 5.0)]
    [InlineData(0.61, 0.5f, 2 / 3.0, 2 / 3.0)]
    [InlineData(0.9, 0.9f, 1 / 3.0, 1.0)]
    public void The_threshold_that_finds_most_is_the_lowest_at_which_enough_of_what_is_found_is_right(double precision, float threshold, double recall, double reached)
    {
        // Sorted by P(negative): right, wrong, right, wrong, right, wrong. The two at .5 cannot be told apart.
        var heard = Hearing.Of([Negative(0, 0.9f), Negative(1, 0.5f), Negative(0, 0.5f), Negative(1, 0.4f), Negative(0, 0.3f), Negative(2, 0.1f)], 0, precision)!;

        Assert.Equal((threshold, recall, reached), ((float)heard.Threshold, heard.Recall, heard.Precision));

        static Prediction Negative(int right, float probability) => new(right, [probability, 1 - probability, 0]);
    }

    [Fact]
    public void Where_none_is_found_rightly_there_is_no_threshold() => Assert.Null(Hearing.Of([new(1, [0.9f, 0.1f, 0])], 0, 0.5));

    [Fact]
    public void Calibration_error_is_the_weighted_gap_between_confidence_and_accuracy()
    {
        // Bin 0.6-0.7: confidence .65, half right, gap .15, 2 texts; bin 0.9-1: confidence .95, all right, gap .05, 2 texts.
        var calibration = Calibration.Of([(0.62f, true), (0.68f, false), (0.9f, true), (1f, true)]);

        Assert.Equal(((0.15 * 2) + (0.05 * 2)) / 4, calibration.Error, 6);
        Assert.Equal([0, 0, 0, 0, 0, 0, 2, 0, 0, 2], calibration.Bins.Select(bin => bin.Count));
        Assert.Equal(0.5, calibration.Bins[6].Accuracy);
        Assert.Equal(0.65, calibration.Bins[6].Confidence, 6);
    }

    [Fact]
    public void The_same_seed_gives_the_same_interval_and_it_holds_the_figure()
    {
        var right = Enumerable.Range(0, 400).Select(i => i % 4 == 0 ? 0.0 : 1.0).ToArray();

        var interval = Bootstrap.Of(400, drawn => drawn.Average(i => right[i]), seed: 5);

        Assert.Equal(interval, Bootstrap.Of(400, drawn => drawn.Average(i => right[i]), seed: 5));
        Assert.NotEqual(interval, Bootstrap.Of(400, drawn => drawn.Average(i => right[i]), seed: 6));

        // .75 +- 1.96 standard errors of sqrt(.75 * .25 / 400).
        Assert.InRange(interval.Low, 0.695, 0.72);
        Assert.InRange(interval.High, 0.78, 0.805);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_head_that_is_too_bold_gets_the_temperature_it_was_too_bold_by(float boldness)
    {
        // Of four texts with this odds of 3:1, three are as it says: at temperature 1 that is honest.
        var logit = MathF.Log(3) * boldness;
        var texts = Enumerable.Range(0, 4).Select(i => (new[] { logit, 0 }, i == 0 ? 1 : 0, 1f)).ToList();

        Assert.Equal(boldness, Temperature.Fit(texts), 0.01);
    }

    [Fact]
    public void Probabilities_add_up_and_flatten_with_temperature()
    {
        var bold = Temperature.Probabilities([2, 0, 1000], 1);
        var shy = Temperature.Probabilities([2, 0, 1], 1000);

        Assert.Equal([0, 0, 1], bold);
        Assert.Equal(1, shy.Sum(), 5);
        Assert.All(shy, one => Assert.Equal(1 / 3f, one, 0.001));
    }

    [Fact]
    public void The_threshold_is_the_lowest_that_reaches_the_precision()
    {
        (Prediction, float)[] predictions = [(Said(0, 0.95f, 0), 1), (Said(0, 0.9f, 0), 1), (Said(0, 0.7f, 1), 1), (Said(0, 0.6f, 0), 1)];

        var chosen = Abstention.Choose(predictions, target: 0.95);

        Assert.Equal(0.71, chosen.Threshold);
        Assert.Equal(1, chosen.Precision);
        Assert.Equal(0.5, chosen.Kept);
        Assert.Equal(0, Abstention.Choose(predictions, target: 0.7).Threshold);
    }

    [Fact]
    public void A_precision_out_of_reach_gives_the_best_there_is_and_says_so()
    {
        (Prediction, float)[] predictions = [(Said(0, 0.9f, 1), 1), (Said(0, 0.9f, 0), 1), (Said(0, 0.6f, 1), 1)];

        var chosen = Abstention.Choose(predictions, target: 0.9);

        Assert.Equal(0.61, chosen.Threshold);
        Assert.Equal(0.5, chosen.Precision);
    }

    [Fact]
    public void A_large_corpus_of_little_weight_does_not_set_the_threshold()
    {
        var easy = Enumerable.Repeat((Said(0, 0.8f, 0), 0.01f), 100);
        (Prediction, float)[] hard = [(Said(0, 0.8f, 1), 1), (Said(0, 0.95f, 0), 1), (Said(0, 0.95f, 0), 1)];

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
        Prediction[] old = [Said(0, 0.9f, 0), Said(0, 0.9f, 1), Said(1, 0.9f, 1), Said(1, 0.9f, 0)];
        Prediction[] @new = [Said(0, 0.9f, 0), Said(0, 0.9f, 0), Said(1, 0.9f, 0), Said(1, 0.9f, 1)];

        var comparison = Comparison.Of(2, old, @new, seed: 1);

        Assert.Equal((4, 3, 1, 2), (comparison.Texts, comparison.Disagreements, comparison.OnlyOld, comparison.OnlyNew));
        Assert.True(comparison.Accuracy.Low < 0.25 && comparison.Accuracy.High > 0.25);
    }

    /// <summary>A prediction over three labels with one clear favourite.</summary>
    private static Prediction Said(int right, float confidence, int said)
    {
        var probabilities = new float[] { (1 - confidence) / 2, (1 - confidence) / 2, (1 - confidence) / 2 };
        probabilities[said] = confidence;
        return new(right, probabilities);
    }
}
