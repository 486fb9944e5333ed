namespace Listening.Understand;

/// <summary>Decides which posts a source profile is learned from. No clock, no I/O.</summary>
public static class SourceProfileRules
{
    /// <summary>Most texts of a source that are used, the latest. More would change little, and a source changes over time.</summary>
    public const int MaxTexts = 1_000;

    /// <summary>With fewer nothing is learned: the result would be chance.</summary>
    public const int MinTexts = 50;

    /// <summary>Most rows of a brand that are searched for texts.</summary>
    public const int MaxRows = 10_000;

    /// <summary>How far back they are searched.</summary>
    public static readonly TimeSpan LookBack = TimeSpan.FromDays(30);

    /// <summary>From when a brand's posts have to be read, so that each of its sources gets every post that counts.</summary>
    public static DateTimeOffset From(IEnumerable<SourceProfile> sourceProfiles, DateTimeOffset now) =>
        sourceProfiles.Min(item => item.ResetAt is { } reset && reset > now - LookBack ? reset : now - LookBack);

    /// <summary>
    /// Whether a post counts: not deleted, not the brand's own, not older than the last reset, in a language the model was trained on.
    /// </summary>
    public static bool Counts(SourceProfile sourceProfile, JudgedMention judged, ITextModel model) =>
        judged is { Mention.Deleted: false, Own: false }
        && (sourceProfile.ResetAt is not { } reset || judged.Mention.Timestamp >= reset)
        && model.Languages.Contains(judged.Verdict.Language);

    /// <summary>The source profile with what was learned now.</summary>
    public static SourceProfile WithProfile(SourceProfile sourceProfile, LearnedProfile profile, DateTimeOffset now) =>
        sourceProfile with { Profile = profile, LearnedAt = now, FirstAt = sourceProfile.FirstAt ?? now };
}
