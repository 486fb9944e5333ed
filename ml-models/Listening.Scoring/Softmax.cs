namespace Listening.Scoring;

/// <summary>From logits to probabilities.</summary>
internal static class Softmax
{
    /// <summary>Replaces logits by probabilities and returns the index of the highest, the first one in a tie.</summary>
    /// <param name="values">At least one.</param>
    /// <param name="temperature">Divides the logits.</param>
    public static int Apply(Span<float> values, float temperature = 1)
    {
        var best = 0;
        for (var i = 1; i < values.Length; i++)
        {
            best = values[i] > values[best] ? i : best;
        }

        var (highest, total) = (values[best], 0f);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = i == best ? 1 : MathF.Exp((values[i] - highest) / temperature);
            total += values[i];
        }

        for (var i = 0; i < values.Length; i++)
        {
            values[i] /= total;
        }

        return best;
    }
}
