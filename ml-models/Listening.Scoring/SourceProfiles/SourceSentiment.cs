namespace Listening.Scoring;

/// <summary>
/// Combines the sentiment heads of a set: one scorer for texts of unknown sources, and one for each source whose profile was learned.
/// Thread-safe.
/// </summary>
public sealed class SourceSentiment
{
    /// <summary>The label that must not be missed: no source makes it less likely than its frequency in training does.</summary>
    private const string Negative = "negative";

    /// <summary>The lowest share of a school, so that rounding in storage excludes none.</summary>
    private const double LeastShare = 1e-6;

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
        Default = new(_general, _school.Temperature, [], new float[_general.Labels.Count]);

        Head Named(string name) => heads.First(head => head.Name == name);
    }

    /// <summary>The labels, in the order of the probabilities.</summary>
    public IReadOnlyList<string> Labels => _general.Labels;

    /// <summary>The scorer for texts of unknown sources: the general head at its temperature.</summary>
    public SentimentScorer Default { get; }

    internal IReadOnlyList<SchoolManifest> Schools => _manifest.Schools;

    /// <summary>
    /// The scorer for texts of one source: each text is scored like the schools it resembles, as far as the source's texts resemble them,
    /// and otherwise like a text of an unknown source.
    /// </summary>
    /// <exception cref="ArgumentException">Other models learned the profile, so its numbers do not apply; learn it again.</exception>
    public SentimentScorer CreateScorer(SourceProfile profile)
    {
        var (shares, read, prior) = Check(profile);
        return CreateScorer(shares, read, ComputeOddsFactors(read, prior));
    }

    /// <summary>
    /// The factors by which <see cref="CreateScorer(SourceProfile)"/> multiplies the odds of each label because of the label's frequency
    /// in the source, in the order of the labels; 1 changes nothing.
    /// </summary>
    /// <inheritdoc cref="CreateScorer(SourceProfile)" path="/exception"/>
    public IReadOnlyList<double> ComputeOddsFactors(SourceProfile profile)
    {
        var (_, read, prior) = Check(profile);
        return ComputeOddsFactors(read, prior);
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

    internal SourceProfile Profile(int texts, double[] shares, double[] read, double[] prior)
    {
        var schools = new Dictionary<string, float>();
        foreach (var (i, school) in _manifest.Schools.Index())
        {
            schools[school.Name] = (float)read[i];
            schools[SourceProfile.Near(school.Name)] = (float)(shares[i] - read[i]);
        }

        return new(_model, texts, schools, Labels.Zip(prior).ToDictionary(pair => pair.First, pair => (float)pair.Second));
    }

    /// <summary>The label frequencies of the training data, before rare labels were given more weight.</summary>
    /// <param name="expected">From <see cref="Prior"/>.</param>
    internal double[] RemoveBalance(double[] expected) => RaiseAndNormalize(expected, 1 / (1 - _manifest.Balance));

    /// <summary>The label frequencies for which a scorer without a prior of the source is calibrated.</summary>
    /// <param name="read">The share of the texts that are read like each school.</param>
    internal double[] Prior(double[] read) =>
    [
        .. Labels.Select((_, label) =>
            ((1 - read.Sum()) * _manifest.Prior[label]) + _manifest.Schools.Zip(read, (row, share) => share * row.Prior[label]).Sum()),
    ];

    /// <param name="shares">The share of the source's texts that are nearest to each school.</param>
    /// <param name="read">The share of the texts that are read like each school, at most <paramref name="shares"/>.</param>
    /// <param name="factors">What the odds of each label are multiplied by; null for nothing.</param>
    internal SentimentScorer CreateScorer(double[] shares, double[] read, double[]? factors)
    {
        var schools = read.All(share => share == 0) ? [] : _manifest.Schools.Select((row, i) => Reading(row, i));
        return new(
            _general, _school.Temperature, [.. schools], [.. Labels.Select((_, label) => (float)Math.Log(factors?[label] ?? 1))]);

        SchoolReading Reading(SchoolManifest row, int i)
        {
            var share = Math.Max(shares[i], LeastShare);
            return new(
                _school.First + _labels[i], _own[i].First, (float)Math.Log(share), (float)Math.Min(1, read[i] / share),
                row.GeneralWeight, row.OwnWeight, [.. row.Bias]);
        }
    }

    private (double[] Shares, double[] Read, double[] Prior) Check(SourceProfile profile)
    {
        if (profile.Model != _model)
        {
            throw new ArgumentException(
                $"The source profile was learned by {profile.Model}, but these models are {_model}; learn it again.", nameof(profile));
        }

        double[] read = [.. _manifest.Schools.Select(row => Share(profile.Schools, row.Name))];
        return (
            [.. _manifest.Schools.Zip(read, (row, like) => like + profile.Schools.GetValueOrDefault(SourceProfile.Near(row.Name)))],
            read,
            [.. Labels.Select(label => Share(profile.Prior, label))]);

        double Share(IReadOnlyDictionary<string, float> shares, string name) =>
            shares.TryGetValue(name, out var share) && share is >= 0 and <= 1
                ? share
                : throw new ArgumentException($"The source profile of {_model} has no share of {name}; learn it again.", nameof(profile));
    }

    // Rare labels get more weight than their frequency in the source, as in training.
    private double[] ComputeOddsFactors(double[] read, double[] prior)
    {
        var factors = RaiseAndNormalize(prior, 1 - _manifest.Balance).Zip(
            Prior(read),
            (wanted, expected) => Math.Clamp(wanted / expected, 1 / _manifest.PriorBound, _manifest.PriorBound)).ToArray();
        var highest = factors.Max();
        return [.. factors.Select((factor, label) => Labels[label] == Negative ? highest : factor)];
    }

    private static double[] RaiseAndNormalize(double[] frequencies, double power)
    {
        var raised = frequencies.Select(frequency => Math.Pow(frequency, power)).ToArray();
        var sum = raised.Sum();
        return [.. raised.Select(value => value / sum)];
    }
}
