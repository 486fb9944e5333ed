using Listening.Scoring.Features;
using Listening.Scoring.Weights;

namespace Listening.Scoring.Tests;

/// <summary>The layout is only a layout: the sums are those of a plain matrix, whatever the heads.</summary>
public sealed class WeightTableTests
{
    private const int Features = 400;

    public static TheoryData<int[]> Sets => new()
    {
        new int[] { 2 },
        new int[] { 5 },
        new int[] { 6 },
        new int[] { 3, 9, 6 },
        new int[] { 2, 2, 3, 17 },
        new int[] { 3, 3, 3, 3, 3, 3, 6, 9, 6, 2, 2, 2 },
        new int[] { 65 },
    };

    [Theory]
    [MemberData(nameof(Sets))]
    public void Sums_are_those_of_the_differences_to_each_heads_first_label(int[] labels)
    {
        var random = new Random(labels.Sum());
        var heads = labels.Select(count => RandomHead(random, count)).ToList();
        var table = new WeightTable([.. heads.Select(head => head.Sparse)]);
        var scratch = new Scratch();
        foreach (var occurrences in (int[])[0, 1, 7, 300, 1000])
        {
            int[] features = [.. Enumerable.Range(0, occurrences).Select(_ => random.Next(Features))];
            var sums = new float[WeightTable.MostColumns];

            table.Add(table.Find(features, scratch), 0.25f, sums);

            var expected = heads.SelectMany(
                head => head.Dense[1..].Select(row => features.Sum(feature => (double)row[feature] - head.Dense[0][feature]) / 4));
            Assert.Equal(expected.Concat(new double[sums.Length]).Take(sums.Length), sums.Select(sum => (double)sum), (a, b) =>
                Math.Abs(a - b) < 1e-4);
        }
    }

    [Fact]
    public void Features_without_weights_are_left_out()
    {
        var table = new WeightTable([new LinearWeights([0, 0], Features, [0, 0, 1], [7], [2])]);

        Assert.Equal(2, table.Find([1, 7, 9, 7, 399], new Scratch()).Length);
    }

    // Most weights are zero, as L1 leaves them.
    private static (float[][] Dense, LinearWeights Sparse) RandomHead(Random random, int labels)
    {
        float[][] dense = [.. Enumerable.Range(0, labels)
            .Select(_ => Enumerable.Range(0, Features).Select(_ => random.Next(4) == 0 ? random.NextSingle() - 0.5f : 0).ToArray())];
        var rows = dense.Select(row => row.Index().Where(weight => weight.Item != 0).ToList()).ToList();
        int[] starts = [0, .. rows.Select((_, label) => rows.Take(label + 1).Sum(row => row.Count))];
        return (dense, new(new float[labels], Features, starts, [.. rows.SelectMany(row => row.Select(weight => weight.Index))],
            [.. rows.SelectMany(row => row.Select(weight => weight.Item))]));
    }
}
