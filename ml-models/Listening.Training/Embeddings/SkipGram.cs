using System.Numerics.Tensors;

namespace Listening.Training.Embeddings;

/// <summary>
/// Learns word vectors from unlabelled texts: words in similar contexts get similar vectors. Skip-gram with negative sampling over words
/// and their character n-grams (Bojanowski, Grave, Joulin and Mikolov 2017, "Enriching Word Vectors with Subword Information"). One thread
/// and a fixed seed: the same texts give the same vectors.
/// </summary>
internal sealed class SkipGram
{
    private readonly SkipGramSettings _settings;
    private readonly Dictionary<string, int> _indices = [];
    private readonly List<string> _words = [];
    private readonly long[] _counts;
    private readonly int[][] _parts;
    private readonly float[] _input;
    private readonly float[] _output;
    private readonly int[] _noise;
    private readonly float[] _keep;
    private readonly Random _random;

    public SkipGram(IReadOnlyList<string[]> texts, SkipGramSettings settings)
    {
        (_settings, _random) = (settings, new Random(settings.Seed));
        var counts = texts.SelectMany(text => text).CountBy(word => word).Where(pair => pair.Value >= settings.LeastCount)
            .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).ToList();
        foreach (var (word, _) in counts)
        {
            _indices[word] = _words.Count;
            _words.Add(word);
        }

        _counts = [.. counts.Select(pair => (long)pair.Value)];
        _parts = [.. _words.Select(Parts)];
        _input = new float[(_words.Count + settings.Buckets) * settings.Dimensions];
        for (var i = 0; i < _input.Length; i++)
        {
            _input[i] = (_random.NextSingle() - 0.5f) * 2 / settings.Dimensions;
        }

        _output = new float[_words.Count * settings.Dimensions];
        _noise = Noise();
        var total = (double)_counts.Sum();
        _keep = [.. _counts.Select(count => (float)(Math.Sqrt(settings.Frequent * total / count) + (settings.Frequent * total / count)))];
    }

    public IReadOnlyList<string> Words => _words;

    public IReadOnlyList<long> Counts => _counts;

    /// <param name="texts">The texts that were passed to the constructor.</param>
    /// <param name="report">Called regularly with the share that is done, 0 to 1.</param>
    public void Learn(IReadOnlyList<string[]> texts, Action<double> report)
    {
        var order = Enumerable.Range(0, texts.Count).ToArray();
        var hidden = new float[_settings.Dimensions];
        var gradient = new float[_settings.Dimensions];
        for (var epoch = 0; epoch < _settings.Epochs; epoch++)
        {
            _random.Shuffle(order);
            for (var i = 0; i < order.Length; i++)
            {
                var done = (epoch + ((double)i / order.Length)) / _settings.Epochs;
                Learn(texts[order[i]], (float)(_settings.Rate * (1 - done)), hidden, gradient);
                if (i % 1000 == 0)
                {
                    report(done);
                }
            }
        }
    }

    /// <summary>The vector of a word: the mean of its own vector and those of its n-grams, normalised to length 1.</summary>
    public float[] Vector(int word)
    {
        var vector = new float[_settings.Dimensions];
        Mean(_parts[word], vector);
        TensorPrimitives.Divide(vector, Math.Max(1e-6f, TensorPrimitives.Norm<float>(vector)), vector);
        return vector;
    }

    private void Learn(string[] text, float rate, float[] hidden, float[] gradient)
    {
        var line = new List<int>(text.Length);
        foreach (var word in text)
        {
            if (_indices.TryGetValue(word, out var index) && _random.NextSingle() < _keep[index])
            {
                line.Add(index);
            }
        }

        for (var at = 0; at < line.Count; at++)
        {
            var reach = _random.Next(1, _settings.Window + 1);
            for (var other = Math.Max(0, at - reach); other <= Math.Min(line.Count - 1, at + reach); other++)
            {
                if (other != at)
                {
                    Learn(_parts[line[at]], line[other], rate, hidden, gradient);
                }
            }
        }
    }

    private void Learn(int[] parts, int context, float rate, float[] hidden, float[] gradient)
    {
        Mean(parts, hidden);
        Array.Clear(gradient);
        for (var sample = 0; sample <= _settings.Negatives; sample++)
        {
            var word = sample == 0 ? context : _noise[_random.Next(_noise.Length)];
            if (sample > 0 && word == context)
            {
                continue;
            }

            var output = _output.AsSpan(word * _settings.Dimensions, _settings.Dimensions);
            var score = TensorPrimitives.Dot<float>(hidden, output);
            var step = rate * ((sample == 0 ? 1 : 0) - (1 / (1 + MathF.Exp(-score))));
            TensorPrimitives.MultiplyAdd(output, step, gradient, gradient);
            TensorPrimitives.MultiplyAdd(hidden, step, output, output);
        }

        foreach (var part in parts)
        {
            var input = _input.AsSpan(part * _settings.Dimensions, _settings.Dimensions);
            TensorPrimitives.Add(input, gradient, input);
        }
    }

    private void Mean(int[] parts, float[] mean)
    {
        Array.Clear(mean);
        foreach (var part in parts)
        {
            TensorPrimitives.Add(mean, _input.AsSpan(part * _settings.Dimensions, _settings.Dimensions), mean);
        }

        TensorPrimitives.Multiply(mean, 1f / parts.Length, mean);
    }

    // The word itself and the n-grams of "<word>", hashed into buckets.
    private int[] Parts(string word, int index)
    {
        var parts = new List<int> { index };
        var marked = $"<{word}>";
        for (var length = _settings.ShortestPart; length <= _settings.LongestPart && length < marked.Length; length++)
        {
            for (var start = 0; start + length <= marked.Length; start++)
            {
                var hash = 2166136261u;
                foreach (var unit in marked.AsSpan(start, length))
                {
                    hash = (hash ^ unit) * 16777619u;
                }

                parts.Add(_words.Count + (int)(hash % (uint)_settings.Buckets));
            }
        }

        return [.. parts];
    }

    // Negative samples: words drawn by the square root of their counts, so that rare words are drawn too.
    private int[] Noise()
    {
        const int Size = 1 << 20;
        var total = _counts.Sum(count => Math.Sqrt(count));
        var noise = new List<int>(Size);
        for (var word = 0; word < _counts.Length; word++)
        {
            noise.AddRange(Enumerable.Repeat(word, (int)Math.Ceiling(Math.Sqrt(_counts[word]) * Size / total)));
        }

        return [.. noise];
    }
}

/// <summary>How word vectors are learned.</summary>
/// <param name="Epochs">Passes over the texts.</param>
/// <param name="LeastCount">Rarer words get no vector.</param>
/// <param name="Window">Up to this many words on each side are the context of a word.</param>
/// <param name="Rate">The initial learning rate; it decreases to 0.</param>
/// <param name="Frequent">Words with a larger share of all words are skipped at random.</param>
internal sealed record SkipGramSettings(
    int Dimensions = 64,
    int Epochs = 6,
    int LeastCount = 3,
    int Window = 5,
    int Negatives = 5,
    int ShortestPart = 3,
    int LongestPart = 5,
    int Buckets = 200_000,
    double Rate = 0.05,
    double Frequent = 1e-4,
    int Seed = 1);
