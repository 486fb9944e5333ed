using Listening.Scoring.Features;
using Listening.Scoring.Weights;

namespace Listening.Scoring.Format;

/// <summary>What a model zip holds: the features it sees, the labels it tells apart, and what it learned about them.</summary>
internal sealed record TrainedHead(FeatureSpace Features, IReadOnlyList<string> Labels, LinearWeights Weights)
{
    /// <param name="zip">ML.NET's model zip.</param>
    /// <param name="name">What to call the zip in an error.</param>
    /// <exception cref="ModelFormatException">The zip is damaged, or holds what this reader does not support.</exception>
    public static TrainedHead Read(byte[] zip, string name)
    {
        using var archive = ModelArchive.Open(zip, name);
        return PipelineReader.Read(archive);
    }
}
