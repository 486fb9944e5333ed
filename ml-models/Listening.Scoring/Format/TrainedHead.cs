using Listening.Scoring.Features;
using Listening.Scoring.Weights;

namespace Listening.Scoring.Format;

/// <summary>What a model zip holds: the features it reads, its labels, and the learned weights.</summary>
internal sealed record TrainedHead(FeatureSpace Features, IReadOnlyList<string> Labels, LinearWeights Weights)
{
    /// <param name="zip">ML.NET's model zip.</param>
    /// <param name="name">Name of the zip in error messages.</param>
    /// <param name="embeddingLength">How many values the embedding column has; 0 if there is none.</param>
    /// <exception cref="ModelFormatException">The zip is damaged, or holds what this reader does not support.</exception>
    public static TrainedHead Read(byte[] zip, string name, int embeddingLength = 0)
    {
        using var archive = ModelArchive.Open(zip, name);
        return PipelineReader.Read(archive, embeddingLength);
    }
}
