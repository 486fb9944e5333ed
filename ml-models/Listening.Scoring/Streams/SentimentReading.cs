namespace Listening.Scoring;

/// <summary>How the sentiment of one stream's texts is read, or of any text if no stream is known. Thread-safe; reading allocates nothing.</summary>
public sealed class SentimentReading
{
    private readonly (int First, float Weight)[] _heads;
    private readonly float[] _offsets;
    private readonly int _size;

    /// <param name="labels">In the order of the probabilities.</param>
    /// <param name="heads">Where the logits of each head begin, and what they are multiplied by.</param>
    /// <param name="offsets">Added to the logits, one per label.</param>
    internal SentimentReading(IReadOnlyList<string> labels, IEnumerable<(int First, float Weight)> heads, float[] offsets)
    {
        (Labels, _heads, _offsets) = (labels, [.. heads], offsets);
        _size = _heads.Max(head => head.First) + labels.Count;
    }

    /// <summary>The labels, in the order of the probabilities.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Fills in one probability per label and returns the index of the likeliest, the first one in a tie.</summary>
    /// <param name="logits">The logits of the whole set, as <see cref="ModelSet.Read"/> left them.</param>
    /// <param name="probabilities">Room for one value per label; what lies beyond is left alone.</param>
    /// <exception cref="ArgumentException">There is no room for all labels, or there are fewer logits than the set has.</exception>
    public int Probabilities(ReadOnlySpan<float> logits, Span<float> probabilities)
    {
        if (probabilities.Length < _offsets.Length || logits.Length < _size)
        {
            throw new ArgumentException(
                $"Reading sentiment takes {_size} logits and room for {_offsets.Length} probabilities, but there are {logits.Length} and {probabilities.Length}.");
        }

        probabilities = probabilities[.._offsets.Length];
        _offsets.CopyTo(probabilities);
        foreach (var (first, weight) in _heads)
        {
            for (var label = 0; label < probabilities.Length; label++)
            {
                probabilities[label] += weight * logits[first + label];
            }
        }

        return Softmax.Of(probabilities);
    }
}
