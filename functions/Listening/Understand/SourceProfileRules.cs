using Listening.Domain;

namespace Listening.Understand;

/// <summary>Decides what a stream is learned from. No clock, no I/O.</summary>
public static class SourceProfileRules
{
    /// <summary>Most texts of a stream that are read, the latest. More would tell little else, and a stream changes.</summary>
    public const int MaxTexts = 1_000;

    /// <summary>With fewer a stream is not learned: chance would speak.</summary>
    public const int MinTexts = 50;

    /// <summary>Most rows of a brand that are looked through for its streams' texts.</summary>
    public const int MaxRows = 10_000;

    /// <summary>How far back they are looked for.</summary>
    public static readonly TimeSpan LookBack = TimeSpan.FromDays(30);

    /// <summary>From where on a brand's posts have to be read, so that each of its streams finds what counts.</summary>
    public static DateTimeOffset From(IEnumerable<SourceProfile> sourceProfiles, DateTimeOffset now) =>
        sourceProfiles.Min(item => item.ResetAt is { } reset && reset > now - LookBack ? reset : now - LookBack);

    /// <summary>Whether a post tells of its stream: it still stands, is younger than the last reset and in a language the model learned.</summary>
    public static bool Counts(SourceProfile sourceProfile, JudgedMention judged, ITextModel model) =>
        !judged.Mention.Deleted
        && (sourceProfile.ResetAt is not { } reset || judged.Mention.Timestamp >= reset)
        && model.Languages.Contains(judged.Verdict.Language);

    /// <summary>The source profile with what was learned of it now.</summary>
    public static SourceProfile WithProfile(SourceProfile sourceProfile, LearnedProfile profile, DateTimeOffset now) =>
        sourceProfile with { Profile = profile, LearnedAt = now, FirstAt = sourceProfile.FirstAt ?? now };
}
