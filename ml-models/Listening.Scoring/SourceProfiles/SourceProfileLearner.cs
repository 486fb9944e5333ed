namespace Listening.Scoring;

/// <summary>
/// Learns the profile of a source from its texts, without labels: which schools' corpora they resemble, and from that the frequency of
/// each label. It keeps logits per text, not the text. Not thread-safe.
/// </summary>
public sealed class SourceProfileLearner
{
    /// <summary>
    /// The prior that a source resembles all schools equally, and none enough to be read like it, counts as much as this many texts.
    /// </summary>
    private const int SchoolPriorTexts = 20;

    /// <summary>
    /// If the school head is less sure of a source's texts by this much than of the school's own, they are of another school that is near.
    /// Corpora of schools that it had not seen were .03 (reviews, near to our own posts) to .14 (posts about railways) below.
    /// </summary>
    private const double Tolerance = 0.04;

    /// <summary>The least standard deviation of its sureness, since a few texts may be alike by chance.</summary>
    private const double LeastDeviation = 0.1;

    /// <summary>
    /// The error of estimated label frequencies that no number of texts removes, in logits: the probabilities are calibrated for corpora.
    /// </summary>
    private const double FrequencyError = 0.6;

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
        var schools = SchoolProbabilities();
        var uniform = new double[_sentiment.Schools.Count];
        Array.Fill(uniform, 1.0 / uniform.Length);
        var shares = Proportions.Estimate(schools, uniform);
        var trust = Trust(schools, shares);
        Proportions.Shrink(shares, Weight(_texts.Count), uniform);
        double[] read = [.. shares.Zip(trust, (share, trusted) => share * trusted)];

        var expected = _sentiment.Prior(read);
        var sentiments = Sentiments(_sentiment.CreateScorer(shares, read, factors: null));
        var prior = Proportions.Estimate(sentiments, expected);
        var usual = _sentiment.RemoveBalance(expected);
        Proportions.Shrink(prior, Known(read) * Proportions.Evidence(sentiments, prior, usual, FrequencyError), usual);
        return _sentiment.Profile(_texts.Count, shares, read, prior);
    }

    /// <summary>The frequencies of labels are estimated from how texts are read, so most must be of a known kind: 0 for half of them.</summary>
    private static double Known(double[] read) => Math.Max(0, (2 * read.Sum()) - 1);

    private float[] SchoolProbabilities()
    {
        var count = _sentiment.Schools.Count;
        var probabilities = new float[_texts.Count * count];
        for (var i = 0; i < _texts.Count; i++)
        {
            _sentiment.ReadSchools(_texts[i], probabilities.AsSpan(i * count, count));
        }

        return probabilities;
    }

    /// <summary>
    /// How much each school's reading is trusted for the texts nearest to it, 0 to 1: whether the school head is as sure of them as of the
    /// school's own texts, less one standard error, so that a few texts prove nothing.
    /// </summary>
    private double[] Trust(float[] probabilities, double[] shares)
    {
        var (weight, sum, squares) = (new double[shares.Length], new double[shares.Length], new double[shares.Length]);
        for (var row = 0; row < probabilities.Length; row += shares.Length)
        {
            var total = 0.0;
            for (var i = 0; i < shares.Length; i++)
            {
                total += shares[i] * probabilities[row + i];
            }

            for (var i = 0; i < shares.Length; i++)
            {
                var (probability, near) = ((double)probabilities[row + i], shares[i] * probabilities[row + i] / total);
                weight[i] += near;
                sum[i] += near * probability;
                squares[i] += near * probability * probability;
            }
        }

        return [.. _sentiment.Schools.Select((school, i) => school.Sureness is { } sureness && weight[i] >= 1 ? Of(i, sureness) : 0)];

        double Of(int i, double sureness)
        {
            var mean = sum[i] / weight[i];
            var variance = Math.Max(LeastDeviation * LeastDeviation, (squares[i] / weight[i]) - (mean * mean));
            return Weight(weight[i]) * Math.Clamp(1 - ((sureness - mean + Math.Sqrt(variance / weight[i])) / Tolerance), 0, 1);
        }
    }

    private static double Weight(double texts) => texts / (texts + SchoolPriorTexts);

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
/// <param name="Schools">
/// The share of the texts that are read like the corpora of each school, and under <see cref="Near"/> the share of those that are nearest
/// to it without being like its texts: they are read like a text of an unknown source. With sum 1.
/// </param>
/// <param name="Prior">The estimated frequency of each label, with sum 1.</param>
public sealed record SourceProfile(
    string Model, int Texts, IReadOnlyDictionary<string, float> Schools, IReadOnlyDictionary<string, float> Prior)
{
    /// <summary>The name in <see cref="Schools"/> for texts that are nearest to a school without being like its texts.</summary>
    internal static string Near(string school) => $"near {school}";
}
