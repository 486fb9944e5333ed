using Listening.Scoring.Features;
using Listening.Scoring.Format;

namespace Listening.Scoring;

/// <summary>
/// A text classifier trained by ML.NET, ready to score. One instance serves any number of threads; scoring a text of up to 65,536
/// characters leaves no garbage behind once the thread has met one as long.
/// </summary>
public sealed class TextModel
{
    private readonly Featurizer _featurizer;
    private readonly LinearHead _head;

    internal TextModel(Featurizer featurizer, LinearHead head, IReadOnlyList<string> labels)
    {
        _featurizer = featurizer;
        _head = head;
        Labels = labels;
    }

    /// <summary>The labels, in the order of the probabilities.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <exception cref="ModelFormatException">The zip is damaged, or holds what this reader does not support.</exception>
    public static TextModel Load(string path)
    {
        using var zip = File.OpenRead(path);
        return Load(zip, Path.GetFileName(path));
    }

    /// <param name="zip">ML.NET's model zip, from where it stands to its end.</param>
    /// <param name="name">What to call the zip in an error.</param>
    /// <exception cref="ModelFormatException">The zip is damaged, or holds what this reader does not support.</exception>
    public static TextModel Load(Stream zip, string name) => Load(BoundedFile.Read(zip, ModelArchive.MaximumZipBytes, name), name);

    internal static TextModel Load(byte[] zip, string name)
    {
        using var archive = ModelArchive.Open(zip, name);
        return PipelineReader.Read(archive);
    }

    /// <summary>Fills in one probability per label and returns the index of the likeliest.</summary>
    /// <param name="text">Any UTF-16, well-formed or not; an empty text scores as the model's prior.</param>
    /// <param name="probabilities">Room for one value per label; what lies beyond is left alone.</param>
    public int Score(ReadOnlySpan<char> text, Span<float> probabilities)
    {
        if (probabilities.Length < Labels.Count)
        {
            throw new ArgumentException($"The model has {Labels.Count} labels, but there is room for {probabilities.Length}.", nameof(probabilities));
        }

        var scratch = Scratch.For(text.Length);
        _featurizer.Featurize(text, scratch);
        return _head.Score(scratch, probabilities[..Labels.Count]);
    }
}
