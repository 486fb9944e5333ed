namespace Listening.Understand;

/// <summary>What a model predicts of a text: probabilities, 0 to 1. Null is what the model was not trained to predict.</summary>
public sealed record ModelOutput(SentimentScores Sentiment)
{
    /// <summary>The likeliest language as an ISO 639 code, or <c>other</c>.</summary>
    public Prediction<string>? Language { get; init; }

    /// <summary>The likeliest intent.</summary>
    public Prediction<Intent>? Intent { get; init; }

    /// <summary>What a care team asks: whether somebody must act, how severe it is, whom it concerns.</summary>
    public CareReading? Care { get; init; }

    /// <summary>What <see cref="Care"/> and <see cref="Intent"/> were chosen from; null where <see cref="Care"/> is.</summary>
    public CareScores? CareScores { get; init; }

    /// <summary><see cref="ITextModel.ReadMeaning"/> of the text, where it was read anyway.</summary>
    public float[]? Meaning { get; init; }

    /// <summary>Probability that it insults or threatens.</summary>
    public double? Abuse { get; init; }

    /// <summary>Probability that it is advertising or the like.</summary>
    public double? Spam { get; init; }
}

/// <summary>The likeliest of several answers, and its probability, 0 to 1.</summary>
public readonly record struct Prediction<T>(T Answer, double Probability);
