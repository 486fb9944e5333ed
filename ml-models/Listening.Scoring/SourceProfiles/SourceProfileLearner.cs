namespace Listening.Scoring;

/// <summary>
/// Learns the profile of a source from its texts, without labels: which schools' corpora they resemble, and from that the frequency of
/// each label. It keeps logits per text, not the text. Not thread-safe.
/// </summary>
public sealed class SourceProfileLearner
{
    /// <summary>The prior that a source resembles all schools equally counts as much as this many texts.</summary>
    private const int SchoolPriorTexts = 20;

    /// <summary>The prior that labels are as frequent as in training counts as much as this many texts.</summary>
    private const int LabelPriorTexts = 200;

    private readonly SourceSentiment _sentiment;
    private readonly ModelSet? _models;
    private readonly List<float[]> _texts = [];

    /// <exception cref="ArgumentException">The models were trained without source profiles.</exception>
    public SourceProfileLearner(ModelSet models)
        : this(models.SourceSentiment ?? throw new ArgumentException(
            $"The models {models.Manifest.Version} were trained without source profiles.", nameof(models))) => _models = models;

    internal SourceProfileLearner(SourceSentiment sentiment) => _sentiment = sentiment;

    /// <param name="text">The post as it was published. All texts count equally, so add none twice.</param>
    public void Add(ReadOnlySpan<char> text)
    {
        var logits = new float[_models!.Size];
        _models.Read(text, logits);
        Add(logits);
    }

    /// <param name="logits">Of the whole set; not copied.</param>
    internal void Add(float[] logits) => _texts.Add(logits);

    /// <summary>The profile of the texts added so far. The same texts give the same profile.</summary>
    public SourceProfile Learn()
    {
        var shares = Shares();
        var expected = _sentiment.Prior(_texts.Count, shares);
        var sentiments = Sentiments(_sentiment.CreateScorer(_texts.Count, shares, null));
        var prior = Proportions.Estimate(sentiments, expected);
        var trust = Math.Sqrt(Proportions.Evidence(sentiments, expected)) * Trust(LabelPriorTexts);
        Proportions.Shrink(prior, trust, _sentiment.RemoveBalance(expected));
        return _sentiment.Profile(_texts.Count, shares, prior);
    }

    private double Trust(int priorTexts) => (double)_texts.Count / (_texts.Count + priorTexts);

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
        Proportions.Shrink(shares, Trust(SchoolPriorTexts), uniform);
        return shares;
    }

    private float[] Sentiments(SentimentScorer scorer)
    {
        var probabilities = new float[_texts.Count * scorer.Labels.Count];
        for (var i = 0; i < _texts.Count; i++)
        {
            scorer.Probabilities(_texts[i], probabilities.AsSpan(i * scorer.Labels.Count));
        }

        return probabilities;
    }
}

/// <summary>
/// What is kept of a source, that is of the posts about one brand from one source. It is learned from texts without labels, it is small,
/// and no text can be reconstructed from it.
/// </summary>
/// <param name="Model">The version of the models that learned it. Other models must learn it again.</param>
/// <param name="Texts">How many texts it was learned from. The fewer, the less the profile counts.</param>
/// <param name="Schools">How much the source resembles the corpora of each school, with sum 1.</param>
/// <param name="Prior">The estimated frequency of each label, with sum 1.</param>
public sealed record SourceProfile(
    string Model, int Texts, IReadOnlyDictionary<string, float> Schools, IReadOnlyDictionary<string, float> Prior);
