namespace Listening.Training.Metrics;

/// <summary>One number that divides all logits of a head, so that its probabilities are neither too bold nor too shy (Guo et al. 2017).</summary>
internal static class Temperature
{
    private const double Least = 0.1;
    private const double Most = 10;

    /// <summary>The temperature of the least log loss, 0.1 to 10.</summary>
    /// <param name="texts">Logits of texts that the head was not trained on, the right label, and how much the text counts.</param>
    public static float Fit(IReadOnlyList<(float[] Logits, int Right, float Weight)> texts)
    {
        // Golden section over the logarithm: the loss has one minimum along it.
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

    public static float[] Probabilities(ReadOnlySpan<float> logits, float temperature)
    {
        var probabilities = new float[logits.Length];
        var highest = float.NegativeInfinity;
        foreach (var logit in logits)
        {
            highest = Math.Max(highest, logit);
        }

        var total = 0.0;
        for (var i = 0; i < logits.Length; i++)
        {
            probabilities[i] = (float)Math.Exp((logits[i] - highest) / temperature);
            total += probabilities[i];
        }

        for (var i = 0; i < logits.Length; i++)
        {
            probabilities[i] = (float)(probabilities[i] / total);
        }

        return probabilities;
    }

    private static double Loss(IReadOnlyList<(float[] Logits, int Right, float Weight)> texts, double temperature)
    {
        var loss = 0.0;
        foreach (var (logits, right, weight) in texts)
        {
            var highest = logits.Max();
            var total = 0.0;
            foreach (var logit in logits)
            {
                total += Math.Exp((logit - highest) / temperature);
            }

            loss += weight * (Math.Log(total) - ((logits[right] - highest) / temperature));
        }

        return loss;
    }
}
