namespace Listening.Training.Metrics;

/// <summary>The probabilities of a head for a text, and the actual label.</summary>
/// <param name="Actual">Index of the actual label.</param>
/// <param name="Probabilities">One per label.</param>
internal readonly record struct Prediction(int Actual, float[] Probabilities)
{
    /// <param name="actual">Index of the actual label.</param>
    /// <param name="logits">One per label.</param>
    /// <param name="temperature">Divides the logits.</param>
    public static Prediction FromLogits(int actual, float[] logits, float temperature)
    {
        float[] probabilities = [.. logits];
        Softmax.Apply(probabilities, temperature);
        return new(actual, probabilities);
    }

    /// <summary>Index of the likeliest label, the first one in a tie.</summary>
    public int Predicted => Array.IndexOf(Probabilities, Probabilities.Max());

    /// <summary>The probability of the predicted label, 0 to 1.</summary>
    public float Confidence => Probabilities.Max();

    public bool IsCorrect => Predicted == Actual;
}
