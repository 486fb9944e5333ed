namespace Listening.Scoring;

/// <summary>One classifier of a <see cref="ModelSet"/>, and the position of its logits among those of the set.</summary>
public sealed class Head
{
    private readonly int _labels;

    internal Head(HeadManifest manifest, int first)
    {
        _labels = manifest.Labels.Count;
        (Name, Labels, Temperature, Threshold) = (manifest.Name, manifest.Labels, manifest.Temperature, manifest.Threshold);
        First = first;
    }

    /// <summary>Heads whose logits follow one another, in the order of their manifests.</summary>
    internal static IReadOnlyList<Head> Arrange(IEnumerable<HeadManifest> manifests)
    {
        var first = 0;
        return [.. manifests.Select(manifest => new Head(manifest, (first += manifest.Labels.Count) - manifest.Labels.Count))];
    }

    /// <summary>What it classifies, for instance <c>sentiment</c>.</summary>
    public string Name { get; }

    /// <summary>The labels, in the order of the logits and of the probabilities.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The index of the first label's logit among those of the whole set.</summary>
    public int First { get; }

    /// <summary><see cref="Probabilities"/> divides the logits by it.</summary>
    public float Temperature { get; }

    /// <summary>The highest probability below which the model is unsure, 0 to 1; null if it always decides.</summary>
    public float? Threshold { get; }

    /// <summary>Fills in one probability per label and returns the index of the likeliest, the first one in a tie.</summary>
    /// <param name="logits">The logits of the whole set, from <see cref="ModelSet.Read"/>.</param>
    /// <param name="probabilities">Room for one value per label; the rest is not changed.</param>
    /// <exception cref="ArgumentException">There is no room for all labels, or there are fewer logits than the set has.</exception>
    public int Probabilities(ReadOnlySpan<float> logits, Span<float> probabilities)
    {
        if (probabilities.Length < _labels || logits.Length < First + _labels)
        {
            throw new ArgumentException(
                $"Head {Name} has {_labels} labels from logit {First} on, but there are {logits.Length} logits "
                + $"and room for {probabilities.Length} probabilities.");
        }

        probabilities = probabilities[.._labels];
        logits.Slice(First, _labels).CopyTo(probabilities);
        return Softmax.Apply(probabilities, Temperature);
    }
}
