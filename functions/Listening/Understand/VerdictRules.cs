using Listening.Domain;

namespace Listening.Understand;

/// <summary>Decides what follows from a model's reading of a text. No clock, no I/O.</summary>
public static class VerdictRules
{
    /// <param name="model">The model that read the text: its languages and thresholds decide.</param>
    public static Verdict Decide(ITextModel model, string text, ModelOutput reading)
    {
        var thresholds = model.Thresholds;
        var language = Language(model, text, reading.Language);
        var likeliest = reading.Sentiment.Likeliest;

        // A text in a language the model never learned gets its numbers all the same, but nobody may act on them.
        var sure = model.Languages.Contains(language) && reading.Sentiment.Probability(likeliest) >= thresholds.Sentiment;
        return new Verdict(sure ? likeliest : Polarity.Unsure, reading.Sentiment, language, model.Version)
        {
            Intent = reading.Intent is { } intent ? new DetectedIntent(intent.Answer, intent.Probability, intent.Probability >= thresholds.Intent) : null,
            Abuse = Suspicion(reading.Abuse, thresholds.Abuse),
            Spam = Suspicion(reading.Spam, thresholds.Spam),
        };
    }

    /// <summary>
    /// A few words may fit many languages alike; the guess then takes German, as that is who we listen to first. A model tells apart only the languages it
    /// learned, and finds its own in Dutch or Turkish too: where the small words say otherwise, it is not believed.
    /// </summary>
    private static string Language(ITextModel model, string text, Prediction<string>? read)
    {
        var guessed = LanguageDetector.Detect(text);
        return read is not { } language || language.Probability < model.Thresholds.Language ? guessed
            : guessed == Languages.Other && model.Languages.Contains(language.Answer) ? Languages.Other
            : language.Answer;
    }

    private static Detection? Suspicion(double? probability, double threshold) =>
        probability is { } likely ? new Detection(likely, likely >= threshold) : null;
}
