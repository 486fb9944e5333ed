using Listening.Scoring;
using Listening.Training.Heads;
using Listening.Training.Metrics;

namespace Listening.Training.Tests;

public sealed class AlertLevelsTests
{
    /// <summary>Right, right, wrong, right, wrong, wrong, right: from the likeliest on.</summary>
    private static readonly (double, bool)[] Texts =
        [(0.9, true), (0.8, true), (0.7, false), (0.6, true), (0.5, false), (0.4, false), (0.3, true)];

    [Fact]
    public void A_precision_gets_the_lowest_threshold_that_keeps_it() => Assert.Equal(
        new AlertLevel(0.6, 0.75, 0.75), AlertLevels.Choose(Texts, new LevelRecipe(Precision: 0.7)));

    [Fact]
    public void A_recall_gets_the_highest_threshold_that_reaches_it() => Assert.Equal(
        new AlertLevel(0.3, 4 / 7.0, 1), AlertLevels.Choose(Texts, new LevelRecipe(Recall: 0.8)));

    [Fact]
    public void Without_a_wish_the_best_F1_decides() => Assert.Equal(0.6, AlertLevels.Choose(Texts, new LevelRecipe()).Threshold);

    [Fact]
    public void A_precision_out_of_reach_gets_the_strictest_threshold() => Assert.Equal(
        0.9, AlertLevels.Choose([(0.9, false), (0.8, true)], new LevelRecipe(Precision: 0.9)).Threshold);

    [Fact]
    public void Equal_probabilities_are_alerted_together() => Assert.Equal(
        new AlertLevel(0.5, 0.5, 1), AlertLevels.Choose([(0.5, true), (0.5, false)], new LevelRecipe(Recall: 0.5)));

    [Fact]
    public void Average_precision_is_the_mean_over_the_texts_to_be_found() =>
        Assert.Equal((1 + 1 + 0.75 + (4 / 7.0)) / 4, AlertLevels.AveragePrecision(Texts), 1e-9);
}
