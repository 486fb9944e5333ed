namespace Listening.Scoring;

/// <summary>
/// Learns a stream from its texts, without labels: which schools' corpora they resemble, and from that how frequent each label is.
/// It keeps numbers per text, not the text. Not thread-safe.
/// </summary>
public sealed class StreamLearner
{
    /// <summary>How many texts the belief is worth that a stream resembles all schools alike.</summary>
    private const int SchoolBelief = 20;

    /// <summary>How many texts the belief is worth that labels are as frequent as in training.</summary>
    private const int LabelBelief = 200;

    private readonly StreamSentiment _sentiment;
    private readonly ModelSet? _models;
    private readonly List<float[]> _texts = [];

    /// <exception cref="ArgumentException">The set knows nothing of streams.</exception>
    public StreamLearner(ModelSet models)
        : this(models.Streams ?? throw new ArgumentException($"The models {models.Manifest.Version} were trained without streams.", nameof(models))) =>
        _models = models;

    internal StreamLearner(StreamSentiment sentiment) => _sentiment = sentiment;

    /// <param name="text">As it was posted. A stream's texts count alike, so give no text twice.</param>
    public void Add(ReadOnlySpan<char> text)
    {
        var logits = new float[_models!.Size];
        _models.Read(text, logits);
        Add(logits);
    }

    /// <param name="logits">Of the whole set; kept as they are.</param>
    internal void Add(float[] logits) => _texts.Add(logits);

    /// <summary>What the texts so far say. The same texts give the same profile.</summary>
    public StreamProfile Learn()
    {
        var shares = Shares();
        var expected = _sentiment.Prior(_texts.Count, shares);
        var sentiments = Sentiments(_sentiment.Reading(_texts.Count, shares, null));
        var prior = Proportions.Estimate(sentiments, expected);
        Proportions.Draw(prior, Math.Sqrt(Proportions.Evidence(sentiments, expected)) * Trust(LabelBelief), _sentiment.Natural(expected));
        return _sentiment.Profile(_texts.Count, shares, prior);
    }

    private double Trust(int belief) => (double)_texts.Count / (_texts.Count + belief);

    private double[] Shares()
    {
        var uniform = new double[_sentiment.Schools];
        Array.Fill(uniform, 1.0 / uniform.Length);
        var probabilities = new float[_texts.Count * uniform.Length];
        for (var i = 0; i < _texts.Count; i++)
        {
            _sentiment.ReadSchools(_texts[i], probabilities.AsSpan(i * uniform.Length, uniform.Length));
        }

        var shares = Proportions.Estimate(probabilities, uniform);
        Proportions.Draw(shares, Trust(SchoolBelief), uniform);
        return shares;
    }

    private float[] Sentiments(SentimentReading reading)
    {
        var probabilities = new float[_texts.Count * reading.Labels.Count];
        for (var i = 0; i < _texts.Count; i++)
        {
            reading.Probabilities(_texts[i], probabilities.AsSpan(i * reading.Labels.Count));
        }

        return probabilities;
    }
}
