using System.Text.Json.Serialization;

namespace Listening.Domain;

/// <summary>How a post speaks of the brand.</summary>
public enum Polarity
{
    Unknown,
    Negative,
    Neutral,
    Positive,

    /// <summary>The model cannot be trusted here, as with a language it never learned: such a post never alarms anyone.</summary>
    Unsure,
}

/// <summary>What the model thinks of a text.</summary>
/// <param name="Polarity">What to act on.</param>
/// <param name="Probabilities">The model's own three numbers, which add up to 1.</param>
/// <param name="Language"><c>de</c>, <c>en</c> or <c>other</c>.</param>
/// <param name="Model">The version of the model that spoke.</param>
public sealed record Verdict(Polarity Polarity, SentimentScores Probabilities, string Language, string Model)
{
    /// <summary>Probability of <see cref="Polarity"/>, 0 to 1; 0 for a post we are unsure of.</summary>
    public double Confidence => Probabilities.Of(Polarity);
}

/// <summary>Probabilities of the three polarities, each 0 to 1.</summary>
public readonly record struct SentimentScores(double Negative, double Neutral, double Positive)
{
    /// <summary>The likeliest of the three; on a tie the milder reading wins, as an alarm needs a reason.</summary>
    [JsonIgnore]
    public Polarity Likeliest =>
        Negative > Neutral && Negative > Positive ? Polarity.Negative
        : Positive > Neutral ? Polarity.Positive
        : Polarity.Neutral;

    public double Of(Polarity polarity) => polarity switch
    {
        Polarity.Negative => Negative,
        Polarity.Neutral => Neutral,
        Polarity.Positive => Positive,
        _ => 0,
    };
}
