using Listening.Encoder;

namespace Listening.Training.Commands;

/// <summary>A trained set with the encoder whose vectors it reads, if it reads any.</summary>
internal sealed class LoadedSet : IDisposable
{
    private readonly SentenceEncoder? _encoder;

    private LoadedSet(ModelSet set, SentenceEncoder? encoder) => (Set, _encoder) = (set, encoder);

    public ModelSet Set { get; }

    /// <param name="manifest">The JSON beside the zips.</param>
    /// <param name="encoder">The manifest of the encoder; null if the set reads words alone.</param>
    /// <exception cref="TrainingDataException">The set reads the vectors of an encoder that was not named.</exception>
    /// <exception cref="ModelFormatException">A file is not valid.</exception>
    public static LoadedSet Load(string manifest, string? encoder)
    {
        var set = ModelSet.Load(manifest);
        if (set.Manifest.Sentence?.Encoder is not { } needed)
        {
            return new(set, encoder: null);
        }

        var loaded = encoder is null ? null : SentenceEncoder.Load(encoder);
        TrainingDataException.ThrowUnless(
            loaded?.Manifest.Version == needed, Path.GetFileName(manifest),
            $"it reads the vectors of {needed}; name its manifest with --encoder");
        return new(set, loaded);
    }

    /// <inheritdoc cref="ModelSet.Read"/>
    public void Read(string text, float[] logits) => Set.Read(text, logits, _encoder is null ? [] : _encoder.ReadPlain(text));

    public void Dispose() => _encoder?.Dispose();
}
