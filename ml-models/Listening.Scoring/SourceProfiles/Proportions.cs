namespace Listening.Scoring;

/// <summary>Estimates the frequencies of classes among texts from the probabilities of a classifier.</summary>
internal static class Proportions
{
    private const int MostRounds = 100;
    private const double Settled = 1e-5;
    private const double LeastShare = 1e-4;

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
    /// How much of the difference between estimated and usual proportions the texts prove, 0 to 1: none while it is within its standard
    /// error, all but <c>1 / z²</c> if it is z times as large.
    /// </summary>
    /// <remarks>
    /// The standard error of a class' log odds is <c>1 / √(n · variance of its probability)</c>: if a classifier tells texts apart badly,
    /// its probabilities hardly vary and prove little.
    /// </remarks>
    /// <param name="probabilities">One row per text, given the prior of the classifier.</param>
    /// <param name="estimate">What <see cref="Estimate"/> returned for them.</param>
    /// <param name="usual">The proportions to compare with.</param>
    /// <param name="error">An error in log odds that more texts do not reduce.</param>
    public static double Evidence(
        ReadOnlySpan<float> probabilities, ReadOnlySpan<double> estimate, ReadOnlySpan<double> usual, double error)
    {
        var texts = probabilities.Length / estimate.Length;
        var distance = 0.0;
        for (var i = 0; i < estimate.Length && texts > 0; i++)
        {
            var (sum, squares) = (0.0, 0.0);
            for (var at = i; at < probabilities.Length; at += estimate.Length)
            {
                sum += probabilities[at];
                squares += (double)probabilities[at] * probabilities[at];
            }

            var difference = LogOdds(estimate[i]) - LogOdds(usual[i]);
            var variance = squares - (sum * sum / texts);
            distance += variance <= 0 ? 0 : difference * difference / ((1 / variance) + (error * error)) / estimate.Length;
        }

        return distance <= 1 ? 0 : 1 - (1 / distance);
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

    private static double LogOdds(double share) =>
        Math.Log(Math.Clamp(share, LeastShare, 1 - LeastShare) / (1 - Math.Clamp(share, LeastShare, 1 - LeastShare)));

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
