namespace Listening.Domain;

/// <summary>The sentiment of a post towards the brand.</summary>
public enum Polarity
{
    Unknown,
    Negative,
    Neutral,
    Positive,

    /// <summary>The model did not learn the language, or finds no polarity likely enough. Such a post never raises an alert.</summary>
    Unsure,
}

/// <summary>A model's verdict on a text.</summary>
/// <param name="Polarity">What to act on.</param>
/// <param name="Probabilities">The model's own three numbers, which add up to 1.</param>
/// <param name="Language">ISO 639 code, or <c>other</c>.</param>
/// <param name="Model">The version of the model that produced it.</param>
public sealed record Verdict(Polarity Polarity, SentimentScores Probabilities, string Language, string Model)
{
    /// <summary>Probability of <see cref="Polarity"/>, 0 to 1; 0 for <see cref="Polarity.Unsure"/>.</summary>
    public double Confidence => Probabilities.Probability(Polarity);

    /// <summary>The likeliest polarity, also where the model is too unsure to act on it; unknown for a post that was not judged.</summary>
    public Polarity LikeliestSentiment => Polarity == Polarity.Unknown ? Polarity.Unknown : Probabilities.Likeliest;

    /// <summary>What the author seems to want; null if the model does not predict it.</summary>
    public DetectedIntent? Intent { get; init; }

    /// <summary>What a care team asks; null if the model does not read it, or was not trained on the language.</summary>
    public CareReading? Care { get; init; }

    /// <summary>Whether it insults or threatens; null if the model does not predict it.</summary>
    public Detection? Abuse { get; init; }

    /// <summary>Whether it is advertising or the like; null if the model does not predict it.</summary>
    public Detection? Spam { get; init; }

    /// <summary>
    /// Why the post is about another meaning of the brand's word, for people; such a post never raises an alert. Null if it is about the
    /// brand, or the brand does not describe itself.
    /// </summary>
    public string? OtherMeaning { get; init; }

    /// <summary>How the source's profile shifted it, for people (<see cref="LearnedProfile.Describe"/>); null if it did not.</summary>
    public string? SourcePrior { get; init; }

    /// <summary>
    /// How the brand's annotations shifted it, for people (<see cref="LearnedCorrection.Describe"/>); null if they did not.
    /// </summary>
    public string? Correction { get; init; }

    /// <summary>A second model's verdict, for people who compare models; nothing acts on it. Null if there is no second model.</summary>
    public ComparedVerdict? Compared { get; init; }

    /// <summary>The intent to act on: null if the model does not predict one, or is not sure enough.</summary>
    public Intent? ConfidentIntent => Intent is { Confident: true } found ? found.Intent : null;
}

/// <param name="Intent">The likeliest.</param>
/// <param name="Probability">Its probability, 0 to 1.</param>
/// <param name="Confident">Whether that reaches the model's own threshold.</param>
public readonly record struct DetectedIntent(Intent Intent, double Probability, bool Confident);

/// <param name="Probability">How likely it is, 0 to 1.</param>
/// <param name="Detected">Whether that reaches the model's own threshold.</param>
public readonly record struct Detection(double Probability, bool Detected);

/// <summary>The verdict of another model than the one in use on the same text.</summary>
/// <param name="Model">Its version.</param>
/// <param name="LikeliestSentiment">The polarity it finds likeliest.</param>
/// <param name="Probability">How likely, 0 to 1.</param>
public sealed record ComparedVerdict(string Model, Polarity LikeliestSentiment, double Probability);

/// <summary>Probabilities of the three polarities, each 0 to 1.</summary>
public readonly record struct SentimentScores(double Negative, double Neutral, double Positive)
{
    /// <summary>The likeliest of the three; on a tie the milder one, as an alert needs a reason.</summary>
    [JsonIgnore]
    public Polarity Likeliest =>
        Negative > Neutral && Negative > Positive ? Polarity.Negative
        : Positive > Neutral ? Polarity.Positive
        : Polarity.Neutral;

    public double Probability(Polarity polarity) => polarity switch
    {
        Polarity.Negative => Negative,
        Polarity.Neutral => Neutral,
        Polarity.Positive => Positive,
        _ => 0,
    };
}
