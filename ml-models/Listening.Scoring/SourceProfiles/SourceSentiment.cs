namespace Listening.Scoring;

/// <summary>
/// Combines the sentiment heads of a set: one scorer for texts of unknown sources, and one for each source whose profile was learned.
/// Thread-safe.
/// </summary>
public sealed class SourceSentiment
{
    /// <summary>With this many texts a profile has half of its maximum weight.</summary>
    private const int HalfWeightTexts = 30;

    /// <summary>
    /// The general head always keeps a fifth of the weight: a source may be unlike all corpora, which its texts alone cannot show.
    /// </summary>
    private const double MaxWeight = 0.8;

    private readonly string _model;
    private readonly SourceProfilesManifest _manifest;
    private readonly Head _general;
    private readonly Head _school;
    private readonly int[] _labels;
    private readonly Head[] _own;

    /// <param name="model">Version of the models.</param>
    /// <param name="manifest">Already checked against the heads.</param>
    /// <param name="heads">All heads of the set.</param>
    internal SourceSentiment(string model, SourceProfilesManifest manifest, IReadOnlyList<Head> heads)
    {
        (_model, _manifest) = (model, manifest);
        _general = Named(manifest.General);
        _school = Named(manifest.School);
        _labels = [.. manifest.Schools.Select(row => _school.Labels.Index().First(label => label.Item == row.Name).Index)];
        _own = [.. manifest.Schools.Select(row => Named(row.Head))];
        Default = CreateScorer(0, [.. manifest.Schools.Select(_ => 1.0 / manifest.Schools.Count)], null);

        Head Named(string name) => heads.First(head => head.Name == name);
    }

    /// <summary>The labels, in the order of the probabilities.</summary>
    public IReadOnlyList<string> Labels => _general.Labels;

    /// <summary>The scorer for texts of unknown sources: the general head at its temperature.</summary>
    public SentimentScorer Default { get; }

    internal int Schools => _own.Length;

    /// <summary>
    /// The scorer for texts of one source: a mixture of the scorers of the schools it resembles. The more texts were seen, the more it
    /// differs from <see cref="Default"/>.
    /// </summary>
    /// <exception cref="ArgumentException">Other models learned the profile, so its numbers do not apply; learn it again.</exception>
    public SentimentScorer CreateScorer(SourceProfile profile)
    {
        var (shares, prior) = Shares(profile);
        return CreateScorer(profile.Texts, shares, prior);
    }

    /// <summary>
    /// The factors by which <see cref="CreateScorer(SourceProfile)"/> multiplies the odds of each label because of the label's frequency
    /// in the source, in the order of the labels; 1 changes nothing.
    /// </summary>
    /// <inheritdoc cref="CreateScorer(SourceProfile)" path="/exception"/>
    public IReadOnlyList<double> ComputeOddsFactors(SourceProfile profile)
    {
        var (shares, prior) = Shares(profile);
        return ComputeOddsFactors(profile.Texts, shares, prior);
    }

    /// <summary>Which schools a text resembles, given that all are equally frequent.</summary>
    internal void ReadSchools(ReadOnlySpan<float> logits, Span<float> probabilities)
    {
        for (var i = 0; i < _labels.Length; i++)
        {
            probabilities[i] = logits[_school.First + _labels[i]];
        }

        Softmax.Apply(probabilities, _school.Temperature);
    }

    internal SourceProfile Profile(int texts, double[] shares, double[] prior) => new(
        _model,
        texts,
        _manifest.Schools.Zip(shares).ToDictionary(pair => pair.First.Name, pair => (float)pair.Second),
        Labels.Zip(prior).ToDictionary(pair => pair.First, pair => (float)pair.Second));

    /// <summary>The label frequencies of the training data, before rare labels were given more weight.</summary>
    /// <param name="expected">From <see cref="Prior"/>.</param>
    internal double[] RemoveBalance(double[] expected) => RaiseAndNormalize(expected, 1 / (1 - _manifest.Balance));

    /// <summary>The label frequencies for which a scorer without a prior of the source is calibrated.</summary>
    internal double[] Prior(int texts, double[] shares) =>
        [.. Labels.Select((_, label) => Mix(texts, _manifest.Prior[label], shares, row => row.Prior[label]))];

    /// <param name="texts">How many texts the shares were learned from.</param>
    /// <param name="shares">One per school.</param>
    /// <param name="prior">The label frequencies in the source; null if they are those of the training data.</param>
    internal SentimentScorer CreateScorer(int texts, double[] shares, double[]? prior)
    {
        var general = Mix(texts, 1.0 / _general.Temperature, shares, row => row.GeneralWeight);
        var own = _manifest.Schools.Select((row, i) => (_own[i].First, (float)(Weight(texts) * shares[i] * row.OwnWeight)));
        var factors = prior is null ? null : ComputeOddsFactors(texts, shares, prior);
        var offsets = Labels.Select((_, label) => (float)(Mix(texts, 0, shares, row => row.Bias[label]) + Math.Log(factors?[label] ?? 1)));
        return new(Labels, [(_general.First, (float)general), .. own], [.. offsets]);
    }

    private (double[] Schools, double[] Prior) Shares(SourceProfile profile)
    {
        if (profile.Model != _model)
        {
            throw new ArgumentException(
                $"The source profile was learned by {profile.Model}, but these models are {_model}; learn it again.", nameof(profile));
        }

        return (
            [.. _manifest.Schools.Select(row => Share(profile.Schools, row.Name))],
            [.. Labels.Select(label => Share(profile.Prior, label))]);

        double Share(IReadOnlyDictionary<string, float> shares, string name) =>
            shares.TryGetValue(name, out var share) && share is >= 0 and <= 1
                ? share
                : throw new ArgumentException($"The source profile of {_model} has no share of {name}; learn it again.", nameof(profile));
    }

    // Rare labels get more weight than their frequency in the source, as in training.
    private double[] ComputeOddsFactors(int texts, double[] shares, double[] prior) =>
    [
        .. RaiseAndNormalize(prior, 1 - _manifest.Balance).Zip(
            Prior(texts, shares),
            (wanted, expected) => Math.Clamp(wanted / expected, 1 / _manifest.PriorBound, _manifest.PriorBound)),
    ];

    private static double[] RaiseAndNormalize(double[] frequencies, double power)
    {
        var raised = frequencies.Select(frequency => Math.Pow(frequency, power)).ToArray();
        var sum = raised.Sum();
        return [.. raised.Select(value => value / sum)];
    }

    private double Mix(int texts, double general, double[] shares, Func<SchoolManifest, float> value)
    {
        var weight = Weight(texts);
        return ((1 - weight) * general) + (weight * _manifest.Schools.Zip(shares, (row, share) => share * value(row)).Sum());
    }

    private static double Weight(int texts) => MaxWeight * texts / (texts + HalfWeightTexts);
}
