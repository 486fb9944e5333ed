namespace Listening.Training.Metrics;

/// <summary>A number that divides all logits of a head, so that its probabilities are calibrated (Guo et al. 2017).</summary>
internal static class Temperature
{
    private const double Least = 0.1;
    private const double Most = 10;

    /// <summary>The temperature with the lowest log loss, 0.1 to 10.</summary>
    /// <param name="texts">Logits of texts that the head was not trained on, the actual label, and the weight of the text.</param>
    public static float Fit(IReadOnlyList<(float[] Logits, int Actual, float Weight)> texts)
    {
        // Golden-section search over the logarithm, along which the loss has one minimum.
        var golden = (Math.Sqrt(5) - 1) / 2;
        var (low, high) = (Math.Log(Least), Math.Log(Most));
        while (high - low > 1e-3)
        {
            var left = high - (golden * (high - low));
            var right = low + (golden * (high - low));
            if (Loss(texts, Math.Exp(left)) < Loss(texts, Math.Exp(right)))
            {
                high = right;
            }
            else
            {
                low = left;
            }
        }

        return (float)Math.Exp((low + high) / 2);
    }

    private static double Loss(IReadOnlyList<(float[] Logits, int Actual, float Weight)> texts, double temperature)
    {
        var loss = 0.0;
        foreach (var (logits, actual, weight) in texts)
        {
            var highest = logits.Max();
            var total = logits.Sum(logit => Math.Exp((logit - highest) / temperature));
            loss += weight * (Math.Log(total) - ((logits[actual] - highest) / temperature));
        }

        return loss;
    }
}
