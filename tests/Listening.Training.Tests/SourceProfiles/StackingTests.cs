using Listening.Training.SourceProfiles;

namespace Listening.Training.Tests.SourceProfiles;

/// <summary>Two heads put together by the least log loss.</summary>
public sealed class StackingTests
{
    [Fact]
    public void The_weights_and_biases_that_drew_the_labels_are_found_again()
    {
        // Every label of every text, weighed by the probability that the sought parameters give it: their log loss is the least there is.
        var texts = Pairs().SelectMany(pair =>
        {
            var odds = Enumerable.Range(0, 3)
                .Select(i => Math.Exp((0.4 * pair.General[i]) + (0.9 * pair.Own[i]) + (i == 0 ? 0.5 : i == 1 ? -0.2 : -0.3))).ToArray();
            return Enumerable.Range(0, 3).Select(
                right => new StackedText(pair.General, pair.Own, right, (float)(odds[right] / odds.Sum())));
        }).ToList();

        var found = Stacking.Fit(texts, l2: 1e-9);

        Assert.Equal((0.4f, 0.9f), (found.GeneralWeight, found.OwnWeight), Near);
        Assert.Equal([0.5f, -0.2f, -0.3f], found.Bias, (a, b) => MathF.Abs(a - b) < 1e-4f);
    }

    [Fact]
    public void Without_anything_to_tell_by_the_biases_are_the_logarithms_of_the_frequencies()
    {
        float[] nothing = [0, 0, 0];

        var found = Stacking.Fit([new(nothing, nothing, 0, 2), new(nothing, nothing, 1, 1), new(nothing, nothing, 2, 1)], l2: 1e-9);

        Assert.Equal((0, 0), (found.GeneralWeight, found.OwnWeight));
        Assert.Equal(MathF.Log(2), found.Bias[0] - found.Bias[1], 1e-4f);
        Assert.Equal(0, found.Bias.Sum(), 1e-4f);
    }

    [Fact]
    public void A_penalty_keeps_weights_finite_where_a_head_is_always_right()
    {
        var (lenient, strict) = (Always(1e-3), Always(1e-1));

        Assert.InRange(lenient.OwnWeight, 0.5f, 100);
        Assert.InRange(strict.OwnWeight, 0, lenient.OwnWeight);

        static Stacking Always(double l2) =>
            Stacking.Fit([.. Enumerable.Range(0, 3)
                .Select(right => new StackedText(
                    new float[3], [.. Enumerable.Range(0, 3).Select(i => i == right ? 5f : -5f)], right, 1))], l2);
    }

    // Spread evenly enough to tell all parameters apart, and the same in every run.
    private static IEnumerable<(float[] General, float[] Own)> Pairs() => Enumerable.Range(1, 60).Select(i =>
        (new[] { 0, MathF.Sin(i) * 2, MathF.Cos(i * 1.7f) * 2 }, new[] { 0, MathF.Cos(i * 0.6f) * 3, MathF.Sin(i * 2.3f) * 3 }));

    private static bool Near((float First, float Second) one, (float First, float Second) other) =>
        MathF.Abs(one.First - other.First) < 1e-4f && MathF.Abs(one.Second - other.Second) < 1e-4f;
}
