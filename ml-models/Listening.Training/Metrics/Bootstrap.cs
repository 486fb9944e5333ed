namespace Listening.Training.Metrics;

/// <summary>Confidence intervals for figures on a sample of texts (Efron's percentile bootstrap).</summary>
internal static class Bootstrap
{
    public const int Draws = 1000;

    /// <summary>The 95% interval of a figure over resampled texts; the same seed gives the same interval.</summary>
    /// <param name="texts">The number of texts.</param>
    /// <param name="figure">Computes the figure from the indices of the drawn texts, with repetitions.</param>
    /// <param name="seed">Seed of the draws.</param>
    public static Interval ComputeInterval(int texts, Func<int[], double> figure, int seed)
    {
        // A seeded Random has the same sequence on all machines and versions of .NET. Nothing here must be unpredictable.
#pragma warning disable CA5394
        var random = new Random(seed);
        var drawn = new int[texts];
        var figures = new double[Draws];
        for (var draw = 0; draw < Draws; draw++)
        {
            for (var i = 0; i < texts; i++)
            {
                drawn[i] = random.Next(texts);
            }

            figures[draw] = figure(drawn);
        }
#pragma warning restore CA5394

        Array.Sort(figures);
        return new(figures[Draws * 25 / 1000], figures[(Draws * 975 / 1000) - 1]);
    }
}

internal sealed record Interval(double Low, double High);
