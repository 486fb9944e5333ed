using Listening.Scoring;

namespace Listening.Scoring.Tests.SourceProfiles;

/// <summary>Frequencies of classes, estimated from probabilities alone.</summary>
public sealed class ProportionsTests
{
    [Theory]
    [InlineData(0.9)]
    [InlineData(0.5)]
    [InlineData(0.05)]
    public void A_known_mix_is_found_again_though_the_probabilities_were_learned_under_another(double share)
    {
        // Two kinds of observations, of which class 0 shows the first in 80% and class 1 in 30%; the classifier learned at 60 to 40.
        double[] prior = [0.6, 0.4];
        var often = (share * 0.8) + ((1 - share) * 0.3);
        var texts = Rows(1000, often, Posterior(0.8, 0.3), Posterior(0.2, 0.7));

        var found = Proportions.Estimate(texts, prior);

        Assert.Equal(share, found[0], 0.01);
        Assert.Equal(1, found.Sum(), 1e-9);
        Assert.NotEqual(share, texts.Where((_, i) => i % 2 == 0).Average(), 0.01);

        float Posterior(double likelihood, double other) => (float)(prior[0] * likelihood / ((prior[0] * likelihood) + (prior[1] * other)));
    }

    [Fact]
    public void Without_texts_the_prior_stands() => Assert.Equal([0.25, 0.75], Proportions.Estimate([], [0.25, 0.75]));

    [Fact]
    public void Certain_probabilities_are_counted() =>
        Assert.Equal([0.25, 0.75], Proportions.Estimate([1, 0, 0, 1, 0, 1, 0, 1], [0.5, 0.5]));

    [Theory]
    [InlineData(1000, 0.9, 0.95, 1)]
    [InlineData(20, 0.6, 0, 0)]
    [InlineData(1000, 0.5, 0, 0)]
    public void A_difference_counts_as_far_as_it_exceeds_its_standard_error(int texts, double often, double least, double most)
    {
        double[] prior = [0.5, 0.5];
        var rows = Rows(texts, often, 0.95f, 0.05f);

        Assert.InRange(Proportions.Evidence(rows, Proportions.Estimate(rows, prior), prior, error: 0.1), least, most);
    }

    [Fact]
    public void A_difference_within_an_error_that_no_number_of_texts_removes_proves_nothing()
    {
        double[] prior = [0.5, 0.5];
        var rows = Rows(10_000, 0.7, 0.95f, 0.05f);

        Assert.Equal(0, Proportions.Evidence(rows, Proportions.Estimate(rows, prior), prior, error: 2));
        Assert.Equal(0, Proportions.Evidence([], prior, prior, error: 0.1));
    }

    [Fact]
    public void An_estimate_is_drawn_towards_a_belief_as_far_as_it_is_not_trusted()
    {
        double[] estimate = [1, 0];

        Proportions.Shrink(estimate, 0.75, [0.2, 0.8]);

        Assert.Equal(0.8, estimate[0], 1e-12);
        Assert.Equal(0.2, estimate[1], 1e-12);
    }

    private static float[] Rows(int texts, double often, float first, float second) =>
        [.. Enumerable.Range(0, texts).Select(i => i < texts * often ? first : second).SelectMany(p => new[] { p, 1 - p })];
}
