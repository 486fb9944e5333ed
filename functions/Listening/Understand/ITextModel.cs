using Listening.Domain;

namespace Listening.Understand;

/// <summary>A trained model. Safe to use from many threads.</summary>
public interface ITextModel
{
    /// <summary>Stored with every verdict, so that each row says which model spoke.</summary>
    string Version { get; }

    /// <summary>The languages whose sentiment it was trained on, as ISO 639 codes: it speaks in these and in no others.</summary>
    IReadOnlyList<string> Languages { get; }

    /// <summary>From which probability on its answers may be acted on.</summary>
    ModelThresholds Thresholds { get; }

    /// <summary>Whether it reads the posts of a source differently once it has learned that source.</summary>
    bool LearnsSourceProfiles { get; }

    /// <summary>Never throws, whatever the text.</summary>
    /// <param name="learned">What this very version learned of the text's source; null if that is not known.</param>
    ModelOutput Read(string text, LearnedProfile? learned);

    /// <summary>Learns a source profile from the texts of a source; the same texts give the same profile.</summary>
    /// <param name="texts">None of them twice.</param>
    /// <exception cref="NotSupportedException">It does not learn source profiles: see <see cref="LearnsSourceProfiles"/>.</exception>
    LearnedProfile Learn(IReadOnlyList<string> texts);
}

/// <summary>
/// From which probability on each of a model's answers counts, 0 to 1. They belong to the model, not to the
/// configuration: whoever trained it chose them by what it gets wrong.
/// </summary>
public sealed record ModelThresholds
{
    /// <summary>Below it the verdict is <see cref="Polarity.Unsure"/>; 0: the likeliest always counts.</summary>
    public double Sentiment { get; init; }

    /// <summary>Below it <see cref="LanguageDetector"/> is asked instead.</summary>
    public double Language { get; init; }

    /// <summary>Below it no rule may go by the intent.</summary>
    public double Intent { get; init; }

    /// <summary>From here on a text counts as abusive.</summary>
    public double Abuse { get; init; } = 0.5;

    /// <summary>From here on a text counts as spam.</summary>
    public double Spam { get; init; } = 0.5;
}
