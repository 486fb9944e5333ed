using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Listening.Scoring.Features;

namespace Listening.Scoring;

/// <summary>A linear classifier over features: a bias and a weight per feature for each label, then softmax.</summary>
internal sealed class LinearHead
{
    private readonly float[] _biases;
    private readonly Vector128<float>[] _weights;
    private readonly int _groups;

    /// <param name="biases">One per label.</param>
    /// <param name="weights">Label-major: all features' weights for the first label, then for the second, and so on.</param>
    public LinearHead(float[] biases, ReadOnlySpan<float> weights)
    {
        // Scoring visits features in no order at all, so the weights of one feature stand side by side, four labels to a vector:
        // one cache miss per occurrence instead of one per label.
        var features = weights.Length / biases.Length;
        _biases = biases;
        _groups = (biases.Length + Vector128<float>.Count - 1) / Vector128<float>.Count;
        _weights = new Vector128<float>[features * _groups];
        var transposed = MemoryMarshal.Cast<Vector128<float>, float>(_weights.AsSpan());
        var stride = _groups * Vector128<float>.Count;
        for (var label = 0; label < biases.Length; label++)
        {
            var row = weights.Slice(label * features, features);
            for (var feature = 0; feature < features; feature++)
            {
                transposed[(feature * stride) + label] = row[feature];
            }
        }
    }

    /// <summary>Fills in a probability per label and returns the index of the likeliest, the first one in a tie.</summary>
    public int Score(Scratch features, Span<float> probabilities)
    {
        _biases.CopyTo(probabilities);
        for (var group = 0; group < _groups; group++)
        {
            var scores = Vector128<float>.Zero;
            for (var block = 0; block < features.Blocks; block++)
            {
                scores += Sum(features.BlockFeatures(block), group) * features.BlockScale(block);
            }

            var first = group * Vector128<float>.Count;
            for (var label = first; label < Math.Min(first + Vector128<float>.Count, probabilities.Length); label++)
            {
                probabilities[label] += scores[label - first];
            }
        }

        return Softmax(probabilities);
    }

    // A sum of sums: one long chain of additions would round a text of one repeated letter visibly away from ML.NET's count times weight.
    private Vector128<float> Sum(ReadOnlySpan<int> occurrences, int group)
    {
        const int Part = 128;
        var sum = Vector128<float>.Zero;
        while (!occurrences.IsEmpty)
        {
            var part = Vector128<float>.Zero;
            foreach (var feature in occurrences[..Math.Min(Part, occurrences.Length)])
            {
                part += _weights[(feature * _groups) + group];
            }

            sum += part;
            occurrences = occurrences[Math.Min(Part, occurrences.Length)..];
        }

        return sum;
    }

    private static int Softmax(Span<float> scores)
    {
        var best = 0;
        for (var label = 1; label < scores.Length; label++)
        {
            best = scores[label] > scores[best] ? label : best;
        }

        var highest = scores[best];
        var total = 0.0;
        foreach (ref var score in scores)
        {
            score = (float)Math.Exp(score - highest);
            total += score;
        }

        foreach (ref var score in scores)
        {
            score = (float)(score / total);
        }

        return best;
    }
}
