namespace Listening.Scoring.Weights;

/// <summary>The parameters of a maximum-entropy classifier: a bias for each label, and the weights that are not zero.</summary>
/// <param name="Biases">One per label.</param>
/// <param name="FeatureCount">How many features there are; weights that are not listed are zero.</param>
/// <param name="Starts">The index of the first weight of each label, and the end of the last one's.</param>
/// <param name="Features">The feature of each weight, ascending within a label.</param>
/// <param name="Values">The weights.</param>
internal sealed record LinearWeights(float[] Biases, int FeatureCount, int[] Starts, int[] Features, float[] Values)
{
    public int Labels => Biases.Length;

    /// <summary>The features that a label has weights for.</summary>
    public ReadOnlySpan<int> FeaturesOf(int label) => Features.AsSpan(Starts[label]..Starts[label + 1]);

    /// <summary>The weights of those features.</summary>
    public ReadOnlySpan<float> ValuesOf(int label) => Values.AsSpan(Starts[label]..Starts[label + 1]);
}
