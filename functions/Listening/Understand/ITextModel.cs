namespace Listening.Understand;

/// <summary>A trained model. Thread-safe.</summary>
public interface ITextModel
{
    /// <summary>Stored with every verdict, so that each row says which model produced it.</summary>
    string Version { get; }

    /// <summary>The languages whose sentiment it was trained on, as ISO 639 codes; in any other, its sentiment is not acted on.</summary>
    IReadOnlyList<string> Languages { get; }

    /// <summary>The probabilities from which its answers may be acted on.</summary>
    ModelThresholds Thresholds { get; }

    /// <summary>Whether it judges the posts of a source differently once it has learned the source's profile.</summary>
    bool LearnsSourceProfiles { get; }

    /// <summary>Loads what is otherwise loaded with the first text that needs it.</summary>
    /// <returns>What cannot be used, so that the rest decides alone, in one sentence; null if everything can.</returns>
    string? Warm() => null;

    /// <summary>Never throws, whatever the text.</summary>
    /// <param name="learned">The profile that this version learned of the text's source; null if there is none.</param>
    /// <param name="understanding">What it may be read with.</param>
    ModelOutput Read(string text, LearnedProfile? learned, Understanding understanding = Understanding.Full);

    /// <summary>What a text means, as a direction of length 1: texts that mean much the same have a high inner product.</summary>
    /// <returns>Null if the model has no encoder that could be used.</returns>
    float[]? ReadMeaning(string text) => null;

    /// <summary>What to expect of the alerts of a level.</summary>
    /// <returns>Null if the model does not tell who must act.</returns>
    ExpectedAlerts? Expect(AlertLevel level, Understanding understanding) => null;

    /// <summary>Learns the profile of a source from its texts; the same texts give the same profile.</summary>
    /// <param name="texts">Without duplicates.</param>
    /// <exception cref="NotSupportedException">It does not learn source profiles: see <see cref="LearnsSourceProfiles"/>.</exception>
    LearnedProfile Learn(IReadOnlyList<string> texts);
}

/// <summary>How good alerts are, estimated on posts of writers that the model never saw.</summary>
/// <param name="Precision">The share of the alerts that are right, 0 to 1.</param>
/// <param name="Recall">The share of the posts that need somebody and are alerted, 0 to 1.</param>
public readonly record struct ExpectedAlerts(double Precision, double Recall);

/// <summary>
/// The probabilities from which each of a model's answers counts, 0 to 1. They belong to the model, not to the
/// configuration: they were chosen in training by its errors.
/// </summary>
public sealed record ModelThresholds
{
    /// <summary>Below it the verdict is <see cref="Polarity.Unsure"/>; at 0 the likeliest always counts.</summary>
    public double Sentiment { get; init; }

    /// <summary>Below it the answer of <see cref="LanguageDetector"/> counts instead.</summary>
    public double Language { get; init; }

    /// <summary>Below it no rule may use the intent.</summary>
    public double Intent { get; init; }

    /// <summary>From this probability a text counts as abusive.</summary>
    public double Abuse { get; init; } = 0.5;

    /// <summary>From this probability a text counts as spam.</summary>
    public double Spam { get; init; } = 0.5;
}
