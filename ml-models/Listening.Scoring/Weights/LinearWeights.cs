namespace Listening.Scoring.Weights;

/// <summary>What a maximum-entropy classifier has learned: a bias for each label, and the weights that are not zero.</summary>
/// <param name="Biases">One per label.</param>
/// <param name="FeatureCount">How many features there are; a weight that is not given is zero.</param>
/// <param name="Starts">Where each label's weights start, and where the last one's end.</param>
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
