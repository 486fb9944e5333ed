using Listening.Domain;
using Listening.Understand;

namespace Listening.Testing;

/// <summary>A model that goes by single words, so that a test's text shows what it predicts. It predicts no language.</summary>
public sealed class WordModel : ITextModel
{
    public string Version { get; init; } = "words-1";

    public IReadOnlyList<string> Languages => [Domain.Languages.German, Domain.Languages.English];

    public ModelThresholds Thresholds { get; } = new() { Sentiment = 0.5, Intent = 0.6 };

    /// <summary>A text with this word cannot be judged; null once that is mended.</summary>
    public string? Chokes { get; set; }

    public bool LearnsSourceProfiles { get; init; } = true;

    public ModelOutput Read(string text, LearnedProfile? learned, Understanding understanding = Understanding.Full) =>
        Chokes is { } word && Has(text, word)
            ? throw new InvalidOperationException("The model chokes on a word.")
            : new ModelOutput(InStream(Sentiment(text), learned))
            {
                Intent = Wants(text),
                Abuse = Has(text, "idioten") ? 0.9 : 0.02,
                Spam = Has(text, "gewinnspiel") ? 0.95 : 0.01,
            };

    /// <summary>It finds its schools by a word each, and believes the more in negatives the more often it is broken.</summary>
    public LearnedProfile Learn(IReadOnlyList<string> texts)
    {
        var broken = (double)texts.Count(text => Has(text, "kaputt")) / texts.Count;
        return new LearnedProfile(
            Version, texts.Count, new Dictionary<string, double> { ["workshop"] = broken, ["road"] = 1 - broken },
            new SentimentScores(broken, 1 - broken, 0), new OddsFactors(1 + (broken / 2), 1, 1));
    }

    private static SentimentScores InStream(SentimentScores scores, LearnedProfile? learned)
    {
        var negative = scores.Negative * (learned?.Factors.Negative ?? 1);
        var total = negative + scores.Neutral + scores.Positive;
        return learned is null ? scores : new SentimentScores(negative / total, scores.Neutral / total, scores.Positive / total);
    }

    private static SentimentScores Sentiment(string text) => text switch
    {
        _ when Has(text, "naja") => new(0.45, 0.35, 0.2),
        _ when Has(text, "kaputt") || Has(text, "broken") => new(0.96, 0.03, 0.01),
        _ when Has(text, "danke") || Has(text, "great") => new(0.02, 0.08, 0.9),
        _ => new(0.1, 0.8, 0.1),
    };

    private static Prediction<Intent> Wants(string text) => text switch
    {
        _ when Has(text, "gewinnspiel") => new(Intent.Other, 0.9),
        _ when Has(text, "kaputt") || Has(text, "broken") => new(Intent.Complaint, 0.9),
        _ when Has(text, "?") => new(Intent.Question, 0.8),
        _ when Has(text, "danke") || Has(text, "great") => new(Intent.Praise, 0.7),
        _ => new(Intent.Other, 0.5),
    };

    private static bool Has(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
}
