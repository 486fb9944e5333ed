namespace Listening.Training.Metrics;

/// <summary>Whether two models differ on the same texts by more than chance.</summary>
internal static class McNemar
{
    /// <summary>
    /// The exact two-sided probability (McNemar 1947, binomial form) of a split at least this uneven if both models were equally good.
    /// </summary>
    /// <param name="onlyOld">Texts that only the old model predicts correctly.</param>
    /// <param name="onlyNew">Texts that only the new model predicts correctly.</param>
    public static double Probability(int onlyOld, int onlyNew)
    {
        var trials = onlyOld + onlyNew;
        if (onlyOld == onlyNew)
        {
            return 1;
        }

        // In logarithms, because 2^-trials underflows with a few thousand texts.
        var term = -trials * Math.Log(2);
        var tail = Math.Exp(term);
        for (var i = 0; i < Math.Min(onlyOld, onlyNew); i++)
        {
            term += Math.Log((double)(trials - i) / (i + 1));
            tail += Math.Exp(term);
        }

        return Math.Min(1, 2 * tail);
    }
}
