using System.Collections.Concurrent;
using Listening.Encoder;

namespace Listening.Training.Pipeline;

/// <summary>The sentence vectors of texts, standardised, so that no value counts for more because its numbers are larger.</summary>
internal sealed class SentenceVectors(SentenceEncoder encoder, SentenceManifest manifest, IDictionary<string, float[]> known)
{
    public SentenceManifest Manifest { get; } = manifest;

    public int Length => Manifest.Mean.Count;

    /// <summary>Reads all texts, and determines means and deviations from those that are trained on.</summary>
    /// <param name="scale">The standard deviation of each value afterwards.</param>
    /// <param name="report">Called once for each example.</param>
    public static SentenceVectors Read(
        SentenceEncoder encoder, float scale, IReadOnlyList<PreparedExample> examples, Action report)
    {
        var known = new ConcurrentDictionary<string, float[]>();
        var reported = new Lock();
        Parallel.ForEach(examples, example =>
        {
            known.GetOrAdd(example.Example.Text, encoder.ReadPlain);
            lock (reported)
            {
                report();
            }
        });
        var train = examples.Where(example => example.Example.Corpus.Role == CorpusRole.Train)
            .Select(example => example.Example.Text).Distinct().Select(text => known[text]).ToList();
        var mean = new float[encoder.Manifest.Length];
        var scales = new float[encoder.Manifest.Length];
        for (var i = 0; i < mean.Length; i++)
        {
            var average = train.Average(vector => (double)vector[i]);
            var deviation = Math.Sqrt(train.Average(vector => Math.Pow(vector[i] - average, 2)));
            (mean[i], scales[i]) = ((float)average, (float)(scale / Math.Max(deviation, 1e-6)));
        }

        return new(encoder, new(encoder.Manifest.Version, mean, scales), known);
    }

    /// <summary>The encoder's vector of a text, not standardised.</summary>
    public float[] Vector(string text) => known.TryGetValue(text, out var vector) ? vector : encoder.ReadPlain(text);

    /// <param name="standardized">Room for <see cref="Length"/> values.</param>
    public void Read(string text, Span<float> standardized) =>
        Manifest.Standardize(Vector(text), standardized);
}
