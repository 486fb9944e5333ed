namespace Listening.Scoring;

/// <summary>Estimates the frequencies of classes among texts from the probabilities of a classifier.</summary>
internal static class Proportions
{
    private const int MostRounds = 100;
    private const double Settled = 1e-5;

    /// <summary>
    /// The likeliest proportions, by expectation-maximisation (Saerens, Latinne and Decaestecker 2002). The likelihood has one maximum, so
    /// the order of the texts does not matter except for rounding.
    /// </summary>
    /// <param name="probabilities">One row per text, given the prior of the classifier.</param>
    /// <param name="prior">Frequencies of the classes in the training data; all above 0, their sum 1.</param>
    /// <returns>The proportions, with sum 1; the prior if there are no texts.</returns>
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

    /// <summary>
    /// How informative the probabilities are, from 0 if they are the same for all texts to 1 if the class of each text is certain.
    /// </summary>
    /// <remarks>
    /// Their variance over the texts, relative to that of the classes. If a classifier is not informative, its small errors cause large
    /// errors in the estimated proportions, regardless of the number of texts.
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

    /// <summary>Shrinks an estimate towards a prior.</summary>
    /// <param name="estimate">Changed in place.</param>
    /// <param name="trust">0 gives the prior, 1 the estimate.</param>
    /// <param name="prior">With sum 1.</param>
    public static void Shrink(Span<double> estimate, double trust, ReadOnlySpan<double> prior)
    {
        for (var i = 0; i < estimate.Length; i++)
        {
            estimate[i] = (trust * estimate[i]) + ((1 - trust) * prior[i]);
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
