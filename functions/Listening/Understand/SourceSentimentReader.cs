using System.Runtime.CompilerServices;
using Listening.Scoring;
using LearnedProfile = Listening.Domain.LearnedProfile;

namespace Listening.Understand;

/// <summary>Learns source profiles with a model set, and predicts the sentiment of texts by them. Thread-safe.</summary>
internal sealed class SourceSentimentReader
{
    /// <summary>Digits of a share that are kept: what lies beyond is rounding of the scorer's.</summary>
    private const int Digits = 6;

    private readonly ModelSet _models;
    private readonly SourceSentiment _sentiment;
    private readonly string _learnedBy;
    private readonly (int Negative, int Neutral, int Positive) _places;

    /// <summary>A profile is used for many texts, and preparing its reading takes longer than reading one.</summary>
    private readonly ConditionalWeakTable<LearnedProfile, SentimentScorer> _readings = [];

    /// <param name="models">Its head for sentiment was checked before.</param>
    /// <param name="sentiment">Of the same set.</param>
    /// <param name="learnedBy">The version of the set that learns the profiles: null for this one.</param>
    /// <exception cref="InvalidDataException">Its source profiles start from another head than the one for sentiment.</exception>
    public SourceSentimentReader(ModelSet models, SourceSentiment sentiment, string? learnedBy = null)
    {
        if (models.Manifest.SourceProfiles!.General != ModelHeads.Sentiment)
        {
            throw new InvalidDataException(
                $"The source profiles of model set {models.Manifest.Version} start from head {models.Manifest.SourceProfiles.General}; "
                + $"name a set where that is {ModelHeads.Sentiment}.");
        }

        (_models, _sentiment, _learnedBy) = (models, sentiment, learnedBy ?? models.Manifest.Version);
        _places = (PlaceOf("negative"), PlaceOf("neutral"), PlaceOf("positive"));

        int PlaceOf(string label) => sentiment.Labels.Index().First(item => item.Item == label).Index;
    }

    /// <param name="logits">The logits of the whole set.</param>
    /// <param name="learned">Learned by this set.</param>
    public SentimentScores Read(ReadOnlySpan<float> logits, LearnedProfile learned)
    {
        var reading = _readings.GetValue(learned, profile => _sentiment.CreateScorer(ToSet(profile)));
        Span<float> probabilities = stackalloc float[reading.Labels.Count];
        reading.Probabilities(logits, probabilities);
        return new SentimentScores(probabilities[_places.Negative], probabilities[_places.Neutral], probabilities[_places.Positive]);
    }

    /// <summary>What the windows of a text say on average, by their lengths.</summary>
    /// <param name="learned">The profile of the text's source.</param>
    public SentimentScores Read(IReadOnlyList<ReadPart> windows, LearnedProfile learned)
    {
        Span<float> mean = stackalloc float[_models.Size];
        Span<float> logits = stackalloc float[_models.Size];
        foreach (var window in windows)
        {
            _models.Read(window.Text, logits, window.Sentence);
            window.AddTo(mean, logits, windows);
        }

        return Read(mean, learned);
    }

    public LearnedProfile Learn(IReadOnlyList<string> texts)
    {
        var learner = new SourceProfileLearner(_models);
        foreach (var text in texts)
        {
            learner.Add(text);
        }

        var learned = learner.Learn();
        var factors = _sentiment.ComputeOddsFactors(learned);
        return new LearnedProfile(
            learned.Model,
            learned.Texts,
            learned.Schools.ToDictionary(school => school.Key, school => Rounded(school.Value)),
            new SentimentScores(Rounded(learned.Prior["negative"]), Rounded(learned.Prior["neutral"]), Rounded(learned.Prior["positive"])),
            new OddsFactors(Rounded(factors[_places.Negative]), Rounded(factors[_places.Neutral]), Rounded(factors[_places.Positive])));
    }

    private Scoring.SourceProfile ToSet(LearnedProfile profile) => new(
        profile.Model == _learnedBy ? _models.Manifest.Version : profile.Model,
        profile.Texts,
        profile.Schools.ToDictionary(school => school.Key, school => (float)school.Value),
        new Dictionary<string, float>
        {
            ["negative"] = (float)profile.Prior.Negative,
            ["neutral"] = (float)profile.Prior.Neutral,
            ["positive"] = (float)profile.Prior.Positive,
        });

    private static double Rounded(double share) => Math.Round(share, Digits);
}
