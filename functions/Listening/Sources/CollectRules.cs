using Listening.Configuration;
using Listening.Domain;

namespace Listening.Sources;

/// <summary>When to look, and how long to leave a source alone.</summary>
public static class CollectRules
{
    private static readonly TimeSpan LongestRest = TimeSpan.FromHours(24);

    /// <summary>An entry that was changed in the configuration is due at once, whatever came of the old one.</summary>
    public static bool IsDue(Checkpoint checkpoint, SourceConfig source, DateTimeOffset now, bool everySource) =>
        checkpoint.DueAt <= now || checkpoint.ConfigFingerprint != source.Fingerprint || (everySource && !checkpoint.Throttled);

    /// <summary>The checkpoint of a source that was ordered just now.</summary>
    public static Checkpoint Ordered(Checkpoint checkpoint, SourceConfig source, DateTimeOffset now) => checkpoint with
    {
        DueAt = now + source.Every,
        Throttled = false,
        Failures = checkpoint.ConfigFingerprint == source.Fingerprint ? checkpoint.Failures : 0,
        ConfigFingerprint = source.Fingerprint,
    };

    /// <summary>True if the source asked to be left alone for longer, after the order to read it was given.</summary>
    public static bool MustWait(Checkpoint checkpoint, DateTimeOffset now) => checkpoint.Throttled && checkpoint.DueAt > now;

    /// <summary>The next look after a read that went well: the source's own wish counts where it is longer, up to a day.</summary>
    public static DateTimeOffset NextRead(DateTimeOffset now, TimeSpan every, TimeSpan? notBefore) =>
        now + (notBefore is { } wish && Min(wish, LongestRest) > every ? Min(wish, LongestRest) : every);

    /// <summary>The next look at a source that asks us to wait: as it says, but a day at most, as a longer wish is its mistake.</summary>
    public static DateTimeOffset NextAfterThrottle(DateTimeOffset now, TimeSpan wish) =>
        now + (wish > TimeSpan.Zero ? Min(wish, LongestRest) : TimeSpan.Zero);

    /// <summary>
    /// The next look after <paramref name="failures"/> failed reads in a row: twice as long each time, a day at most.
    /// Where only a person can help, the source is asked once a day, so that it comes back by itself once mended.
    /// </summary>
    public static DateTimeOffset NextRetry(DateTimeOffset now, TimeSpan every, int failures, bool lasting) =>
        now + (lasting ? LongestRest : Min(Min(every, LongestRest) * Math.Pow(2, Math.Clamp(failures - 1, 0, 16)), LongestRest));

    public static DateTimeOffset NextMonth(DateTimeOffset now) =>
        new DateTimeOffset(now.UtcDateTime.Year, now.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1);

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
