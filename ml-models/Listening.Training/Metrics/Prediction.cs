namespace Listening.Training.Metrics;

/// <summary>What a head said of one text, beside what is right.</summary>
/// <param name="Right">Index of the right label.</param>
/// <param name="Probabilities">One per label.</param>
internal readonly record struct Prediction(int Right, float[] Probabilities)
{
    /// <summary>Index of the likeliest label, the first one in a tie.</summary>
    public int Said => Array.IndexOf(Probabilities, Probabilities.Max());

    /// <summary>The probability of what it said, 0 to 1.</summary>
    public float Confidence => Probabilities.Max();

    public bool IsRight => Said == Right;
}
