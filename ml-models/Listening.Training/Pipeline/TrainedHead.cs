using Listening.Training.Card;

namespace Listening.Training.Pipeline;

/// <summary>A trained head: its zip, temperature, threshold and figures.</summary>
/// <param name="Logits">One row per example of all corpora, from a model that was not trained on it; null if the text is of another
/// task.</param>
internal sealed record TrainedHead(
    string Name, IReadOnlyList<string> Labels, byte[] Zip, float[]?[] Logits, float Temperature, double Threshold, HeadFigures Figures)
{
    /// <param name="version">Version of the set.</param>
    public HeadManifest Manifest(string version) =>
        new(Name, ReleaseFolder.ZipName(version, Name), CorpusReader.Hash(Zip), Labels, Temperature, (float)Threshold);
}
