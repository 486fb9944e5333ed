namespace Listening.Understand;

/// <summary>Decides what counts of a model's predictions for a text. No clock, no I/O.</summary>
public static class VerdictRules
{
    /// <param name="model">The model that made the predictions: its languages and thresholds decide.</param>
    /// <param name="claimedLanguage">The language that the text's source claims (BCP 47); null if it says nothing.</param>
    public static Verdict Decide(ITextModel model, string text, ModelOutput reading, string? claimedLanguage = null)
    {
        var thresholds = model.Thresholds;
        var language = Language(model, text, reading.Language, claimedLanguage);
        var likeliest = reading.Sentiment.Likeliest;

        // The sentiment of a text in a language that the model was not trained on is stored, but not acted on.
        var sure = model.Languages.Contains(language) && reading.Sentiment.Probability(likeliest) >= thresholds.Sentiment;
        return new Verdict(sure ? likeliest : Polarity.Unsure, reading.Sentiment, language, model.Version)
        {
            Intent = reading.Intent is { } intent
                ? new DetectedIntent(intent.Answer, intent.Probability, intent.Probability >= thresholds.Intent)
                : null,
            Care = model.Languages.Contains(language) ? reading.Care : null,
            Abuse = Suspicion(reading.Abuse, thresholds.Abuse),
            Spam = Suspicion(reading.Spam, thresholds.Spam),
        };
    }

    /// <summary>The verdict on a text that has no words: whatever a model would make of it, nobody said anything.</summary>
    public static Verdict WithoutWords(ITextModel model) =>
        new(Polarity.Neutral, new SentimentScores(0, 1, 0), Languages.Other, model.Version);

    /// <summary>
    /// A model predicts only the languages it was trained on, also for Dutch or Turkish: where the function words point to another
    /// language than it says, its answer does not count. Below its threshold the detector's answer counts. Of a few words it is decided by
    /// the words.
    /// </summary>
    private static string Language(ITextModel model, string text, Prediction<string>? read, string? claimed)
    {
        var detected = LanguageDetector.Detect(text);
        var words = LanguageDetector.Words(text);
        return words.Count <= ShortTextLanguage.MaxWords && words.Any(word => word.Any(char.IsAsciiLetterLower))
                ? ShortTextLanguage.Detect(words, text, read, model.Thresholds.Language, claimed)
            : read is not { } language || language.Probability < model.Thresholds.Language ? detected
            : model.Languages.Contains(language.Answer) && IsContradicted(text, detected, language.Answer) ? Languages.Other
            : language.Answer;
    }

    /// <summary>Whether the words of a text cannot be of the language that the model says.</summary>
    private static bool IsContradicted(string text, string detected, string language) =>
        language is Languages.German or Languages.English ? detected == Languages.Other : !LanguageDetector.MayBeRomance(text);

    private static Detection? Suspicion(double? probability, double threshold) =>
        probability is { } likely ? new Detection(likely, likely >= threshold) : null;
}
