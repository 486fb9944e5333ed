using Listening.Scoring;

namespace Listening.Understand;

/// <summary>What the heads of a model set say, in the service's own words. Heads it has no use for are left alone.</summary>
internal sealed class ModelHeads
{
    /// <summary>The head that every set has.</summary>
    public const string Sentiment = "sentiment";

    private const string AbuseLabel = "abuse";
    private const string SpamLabel = "spam";

    /// <summary>A head of two labels says the likelier one, whatever its threshold.</summary>
    private const double EvenOdds = 0.5;

    private readonly HeadReader<Polarity> _sentiment;
    private readonly HeadReader<string>? _language;
    private readonly HeadReader<Intent>? _intent;
    private readonly HeadReader<bool>? _abuse;
    private readonly HeadReader<bool>? _spam;

    /// <param name="version">The set's, for errors.</param>
    /// <exception cref="InvalidDataException">There is no sentiment head, or a head has other labels than its name implies.</exception>
    public ModelHeads(string version, IReadOnlyList<Head> heads)
    {
        _sentiment = Find(Sentiment, ["negative", "neutral", "positive"], label => Enum.Parse<Polarity>(label, ignoreCase: true))
            ?? throw new InvalidDataException($"Model set {version} has no head sentiment; name a set that has one.");
        _language = Find("language", null, label => label);
        _intent = Find(
            "intent",
            ["complaint", "question", "praise", "suggestion", "purchase", "other"],
            label => Enum.Parse<Intent>(label, ignoreCase: true));
        _abuse = Find("abuse", [AbuseLabel, "clean"], label => label == AbuseLabel);
        _spam = Find("spam", [SpamLabel, "ham"], label => label == SpamLabel);
        Thresholds = new ModelThresholds
        {
            Sentiment = _sentiment.Threshold,
            Language = _language?.Threshold ?? 0,
            Intent = _intent?.Threshold ?? 0,
            Abuse = Math.Max(_abuse?.Threshold ?? 0, EvenOdds),
            Spam = Math.Max(_spam?.Threshold ?? 0, EvenOdds),
        };

        HeadReader<T>? Find<T>(string name, string[]? labels, Func<string, T> meaning)
            where T : notnull => HeadReader<T>.TryFind(version, heads, name, meaning, labels);
    }

    public ModelThresholds Thresholds { get; }

    /// <param name="logits">The logits of the whole set.</param>
    public ModelOutput Read(ReadOnlySpan<float> logits) => new(new SentimentScores(
        _sentiment.Probability(Polarity.Negative, logits),
        _sentiment.Probability(Polarity.Neutral, logits),
        _sentiment.Probability(Polarity.Positive, logits)))
    {
        Language = _language?.Likeliest(logits),
        Intent = _intent?.Likeliest(logits),
        Abuse = _abuse?.Probability(true, logits),
        Spam = _spam?.Probability(true, logits),
    };

    /// <summary>How likely each intent is; empty if the set does not read it.</summary>
    /// <inheritdoc cref="Read"/>
    public IReadOnlyList<Prediction<Intent>> Intents(ReadOnlySpan<float> logits) => _intent?.All(logits) ?? [];
}
