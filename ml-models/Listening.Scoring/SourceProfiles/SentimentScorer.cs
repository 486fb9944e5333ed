namespace Listening.Scoring;

/// <summary>Scores sentiment by a weighted sum of the logits of several heads. Thread-safe; scoring allocates nothing.</summary>
public sealed class SentimentScorer
{
    private readonly (int First, float Weight)[] _heads;
    private readonly float[] _offsets;
    private readonly int _size;

    /// <param name="labels">In the order of the probabilities.</param>
    /// <param name="heads">The index of the first logit of each head, and the weight of the head.</param>
    /// <param name="offsets">Added to the logits, one per label.</param>
    internal SentimentScorer(IReadOnlyList<string> labels, IEnumerable<(int First, float Weight)> heads, float[] offsets)
    {
        (Labels, _heads, _offsets) = (labels, [.. heads], offsets);
        _size = _heads.Max(head => head.First) + labels.Count;
    }

    /// <summary>The labels, in the order of the probabilities.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Fills in one probability per label and returns the index of the likeliest, the first one in a tie.</summary>
    /// <param name="logits">The logits of the whole set, from <see cref="ModelSet.Read"/>.</param>
    /// <param name="probabilities">Room for one value per label; the rest is not changed.</param>
    /// <exception cref="ArgumentException">There is no room for all labels, or there are fewer logits than the set has.</exception>
    public int Probabilities(ReadOnlySpan<float> logits, Span<float> probabilities)
    {
        if (probabilities.Length < _offsets.Length || logits.Length < _size)
        {
            throw new ArgumentException(
                $"Scoring sentiment needs {_size} logits and room for {_offsets.Length} probabilities, but there are {logits.Length} "
                + $"and {probabilities.Length}.");
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

        return Softmax.Apply(probabilities);
    }
}
