using Listening.Domain;

namespace Listening.Understand;

/// <summary>Decides what follows from a model's reading of a text. No clock, no I/O.</summary>
public static class VerdictRules
{
    /// <param name="model">The model that read the text: its languages and thresholds decide.</param>
    public static Verdict Decide(ITextModel model, string text, TextReading reading)
    {
        var thresholds = model.Thresholds;
        var language = Language(text, reading.Language, thresholds.Language);
        var likeliest = reading.Sentiment.Likeliest;

        // A text in a language the model never learned gets its numbers all the same, but nobody may act on them.
        var sure = model.Languages.Contains(language) && reading.Sentiment.Of(likeliest) >= thresholds.Sentiment;
        return new Verdict(sure ? likeliest : Polarity.Unsure, reading.Sentiment, language, model.Version)
        {
            Intent = reading.Intent is { } intent ? new IntentFinding(intent.Answer, intent.Probability, intent.Probability >= thresholds.Intent) : null,
            Abuse = Suspicion(reading.Abuse, thresholds.Abuse),
            Spam = Suspicion(reading.Spam, thresholds.Spam),
        };
    }

    /// <summary>A few words may fit many languages alike; the guess then takes German, as that is who we listen to first.</summary>
    private static string Language(string text, Guess<string>? read, double threshold) =>
        read is { } language && language.Probability >= threshold ? language.Answer : LanguageGuess.Of(text);

    private static Suspicion? Suspicion(double? probability, double threshold) =>
        probability is { } likely ? new Suspicion(likely, likely >= threshold) : null;
}
