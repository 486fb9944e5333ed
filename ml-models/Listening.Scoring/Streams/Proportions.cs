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

    /// <summary>How much the probabilities tell of the classes, from 0 if each text has the same to 1 if each text's class is certain.</summary>
    /// <remarks>
    /// Their variance over the texts, by that of the classes themselves. Where a classifier tells little, its small errors make for large
    /// ones in an estimate of proportions, however many texts there are.
    /// </remarks>
    public static double Evidence(ReadOnlySpan<float> probabilities, ReadOnlySpan<double> prior)
    {
        var texts = probabilities.Length / prior.Length;
        var evidence = 0.0;
        for (var i = 0; i < prior.Length && texts > 0; i++)
        {
            var (sum, squares) = (0.0, 0.0);
            for (var at = i; at < probabilities.Length; at += prior.Length)
            {
                sum += probabilities[at];
                squares += (double)probabilities[at] * probabilities[at];
            }

            var mean = sum / texts;
            evidence += ((squares / texts) - (mean * mean)) / (prior[i] * (1 - prior[i])) / prior.Length;
        }

        return Math.Clamp(evidence, 0, 1);
    }

    /// <summary>Draws an estimate towards what was believed before.</summary>
    /// <param name="estimate">Changed in place.</param>
    /// <param name="trust">0 leaves the belief, 1 the estimate.</param>
    /// <param name="belief">1 together.</param>
    public static void Draw(Span<double> estimate, double trust, ReadOnlySpan<double> belief)
    {
        for (var i = 0; i < estimate.Length; i++)
        {
            estimate[i] = (trust * estimate[i]) + ((1 - trust) * belief[i]);
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
