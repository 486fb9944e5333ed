namespace Listening.Scoring;

/// <summary>
/// The sentiment heads of a set as one: how a text is read if nothing is known of its stream, and how once the stream has been learned.
/// Thread-safe.
/// </summary>
public sealed class StreamSentiment
{
    /// <summary>At so many texts a stream's own reading has half of the trust it can have.</summary>
    private const int HalfTrust = 30;

    /// <summary>The general reading always keeps a fifth: a stream may be unlike all corpora, and its texts alone cannot tell.</summary>
    private const double MostTrust = 0.8;

    private readonly string _model;
    private readonly StreamsManifest _manifest;
    private readonly Head _general;
    private readonly Head _school;
    private readonly int[] _labels;
    private readonly Head[] _own;

    /// <param name="model">Version of the set.</param>
    /// <param name="manifest">Checked against the heads.</param>
    /// <param name="heads">All of the set.</param>
    internal StreamSentiment(string model, StreamsManifest manifest, IReadOnlyList<Head> heads)
    {
        (_model, _manifest) = (model, manifest);
        _general = Named(manifest.General);
        _school = Named(manifest.School);
        _labels = [.. manifest.Schools.Select(row => _school.Labels.Index().First(label => label.Item == row.Name).Index)];
        _own = [.. manifest.Schools.Select(row => Named(row.Head))];
        Neutral = Reading(0, [.. manifest.Schools.Select(_ => 1.0 / manifest.Schools.Count)], null);

        Head Named(string name) => heads.First(head => head.Name == name);
    }

    /// <summary>The labels, in the order of the probabilities.</summary>
    public IReadOnlyList<string> Labels => _general.Labels;

    /// <summary>The reading for a text of which no stream is known: the general head's, at its temperature.</summary>
    public SentimentReading Neutral { get; }

    internal int Schools => _own.Length;

    /// <summary>The reading for texts of one stream: a mixture of how the schools it resembles would read them, trusted the more the more texts were seen.</summary>
    /// <exception cref="ArgumentException">Another set learned the profile, so its numbers mean nothing here; learn the stream anew.</exception>
    public SentimentReading Reading(StreamProfile profile)
    {
        var (shares, prior) = Shares(profile);
        return Reading(profile.Texts, shares, prior);
    }

    /// <summary>What <see cref="Reading(StreamProfile)"/> multiplies the odds of each label by because of the stream's prior, in the order of the labels; 1 changes nothing.</summary>
    /// <inheritdoc cref="Reading(StreamProfile)" path="/exception"/>
    public IReadOnlyList<double> Factors(StreamProfile profile)
    {
        var (shares, prior) = Shares(profile);
        return Factors(profile.Texts, shares, prior);
    }

    /// <summary>Which schools a text resembles, if all were equally frequent.</summary>
    internal void ReadSchools(ReadOnlySpan<float> logits, Span<float> probabilities)
    {
        for (var i = 0; i < _labels.Length; i++)
        {
            probabilities[i] = logits[_school.First + _labels[i]];
        }

        Softmax.Of(probabilities, _school.Temperature);
    }

    internal StreamProfile Profile(int texts, double[] shares, double[] prior) => new(
        _model,
        texts,
        _manifest.Schools.Zip(shares).ToDictionary(pair => pair.First.Name, pair => (float)pair.Second),
        Labels.Zip(prior).ToDictionary(pair => pair.First, pair => (float)pair.Second));

    /// <summary>How frequent labels are in training where they are told apart like this, before rare ones were made to count more.</summary>
    /// <param name="expected">As <see cref="Prior"/> gives them.</param>
    internal double[] Natural(double[] expected) => Raised(expected, 1 / (1 - _manifest.Balance));

    /// <summary>The labels' frequencies under which a reading without a prior of the stream's own means what it says.</summary>
    internal double[] Prior(int texts, double[] shares) =>
        [.. Labels.Select((_, label) => Mix(texts, _manifest.Prior[label], shares, row => row.Prior[label]))];

    /// <param name="texts">How many the shares stem from.</param>
    /// <param name="shares">One per school.</param>
    /// <param name="prior">The labels' frequencies in the stream; null if they are those of training.</param>
    internal SentimentReading Reading(int texts, double[] shares, double[]? prior)
    {
        var general = Mix(texts, 1.0 / _general.Temperature, shares, row => row.GeneralWeight);
        var own = _manifest.Schools.Select((row, i) => (_own[i].First, (float)(Trust(texts) * shares[i] * row.OwnWeight)));
        var factors = prior is null ? null : Factors(texts, shares, prior);
        var offsets = Labels.Select((_, label) => (float)(Mix(texts, 0, shares, row => row.Bias[label]) + Math.Log(factors?[label] ?? 1)));
        return new(Labels, [(_general.First, (float)general), .. own], [.. offsets]);
    }

    private (double[] Schools, double[] Prior) Shares(StreamProfile profile)
    {
        if (profile.Model != _model)
        {
            throw new ArgumentException($"The stream's profile was learned by {profile.Model}, but these models are {_model}; learn the stream anew.", nameof(profile));
        }

        return ([.. _manifest.Schools.Select(row => Share(profile.Schools, row.Name))], [.. Labels.Select(label => Share(profile.Prior, label))]);

        double Share(IReadOnlyDictionary<string, float> shares, string name) => shares.TryGetValue(name, out var share) && share is >= 0 and <= 1
            ? share
            : throw new ArgumentException($"The stream's profile says {_model} but lacks a share of {name}; learn the stream anew.", nameof(profile));
    }

    // Rare labels are to count more than their frequency in a stream as they did in training.
    private double[] Factors(int texts, double[] shares, double[] prior) =>
    [
        .. Raised(prior, 1 - _manifest.Balance).Zip(Prior(texts, shares), (wanted, expected) => Math.Clamp(wanted / expected, 1 / _manifest.PriorBound, _manifest.PriorBound)),
    ];

    private static double[] Raised(double[] frequencies, double power)
    {
        var raised = frequencies.Select(frequency => Math.Pow(frequency, power)).ToArray();
        var sum = raised.Sum();
        return [.. raised.Select(value => value / sum)];
    }

    private double Mix(int texts, double neutral, double[] shares, Func<SchoolManifest, float> of)
    {
        var trust = Trust(texts);
        return ((1 - trust) * neutral) + (trust * _manifest.Schools.Zip(shares, (row, share) => share * of(row)).Sum());
    }

    private static double Trust(int texts) => MostTrust * texts / (texts + HalfTrust);
}
