namespace Listening.Scoring;

/// <summary>Estimates how frequent classes are among texts of which only a classifier's probabilities are known.</summary>
internal static class Proportions
{
    private const int MostRounds = 100;
    private const double Settled = 1e-5;

    /// <summary>
    /// The likeliest proportions, by expectation-maximisation (Saerens, Latinne and Decaestecker 2002). The likelihood has no local maxima, so the same
    /// texts in any order give the same answer but for rounding.
    /// </summary>
    /// <param name="probabilities">One row per text, under the classifier's own prior.</param>
    /// <param name="prior">How frequent the classes were where the classifier learned; all above 0, 1 together.</param>
    /// <returns>1 together; the prior if there are no texts.</returns>
    public static double[] Estimate(ReadOnlySpan<float> probabilities, ReadOnlySpan<double> prior)
    {
        var (current, next) = (prior.ToArray(), new double[prior.Length]);
        var texts = probabilities.Length / prior.Length;
        Span<double> ratio = stackalloc double[prior.Length];
        for (var round = 0; round < MostRounds && texts > 0; round++)
        {
            for (var i = 0; i < ratio.Length; i++)
            {
                ratio[i] = current[i] / prior[i];
            }

            Step(probabilities, ratio, next);
            var change = 0.0;
            for (var i = 0; i < next.Length; i++)
            {
                next[i] /= texts;
                change = Math.Max(change, Math.Abs(next[i] - current[i]));
            }

            (current, next) = (next, current);
            if (change < Settled)
            {
                break;
            }
        }

        return current;
    }

    /// <summary>Draws an estimate towards what was believed before, as if that had been seen in some texts.</summary>
    /// <param name="estimate">Changed in place.</param>
    /// <param name="texts">How many it stems from.</param>
    /// <param name="belief">1 together.</param>
    /// <param name="worth">How many texts the belief is worth.</param>
    public static void Smooth(Span<double> estimate, int texts, ReadOnlySpan<double> belief, int worth)
    {
        for (var i = 0; i < estimate.Length; i++)
        {
            estimate[i] = ((texts * estimate[i]) + (worth * belief[i])) / (texts + worth);
        }
    }

    private static void Step(ReadOnlySpan<float> probabilities, ReadOnlySpan<double> ratio, Span<double> sums)
    {
        sums.Clear();
        for (var row = 0; row < probabilities.Length; row += ratio.Length)
        {
            var total = 0.0;
            for (var i = 0; i < ratio.Length; i++)
            {
                total += probabilities[row + i] * ratio[i];
            }

            for (var i = 0; i < ratio.Length; i++)
            {
                sums[i] += probabilities[row + i] * ratio[i] / total;
            }
        }
    }
}
