using Listening.Domain;

namespace Listening.Collect;

/// <summary>When to look, and how long to leave a source alone.</summary>
public static class CollectRules
{
    private static readonly TimeSpan LongestRest = TimeSpan.FromHours(24);

    public static bool IsDue(Checkpoint checkpoint, DateTimeOffset now, bool everySource) =>
        checkpoint.DueAt <= now || (everySource && !checkpoint.AskedToWait);

    /// <summary>The next look after a read that went well: the source's own wish counts where it is longer.</summary>
    public static DateTimeOffset NextLook(DateTimeOffset now, TimeSpan every, TimeSpan? notBefore) =>
        now + (notBefore is { } wish && wish > every ? Least(wish, LongestRest) : every);

    /// <summary>
    /// The next look after <paramref name="failures"/> failed reads in a row: twice as long each time, a day at most.
    /// Where only a person can help, the source is asked once a day, so that it comes back by itself once mended.
    /// </summary>
    public static DateTimeOffset NextTry(DateTimeOffset now, TimeSpan every, int failures, bool lasting) =>
        now + (lasting ? LongestRest : Least(every * Math.Pow(2, Math.Clamp(failures - 1, 0, 16)), LongestRest));

    public static DateTimeOffset NextMonth(DateTimeOffset now) =>
        new DateTimeOffset(now.UtcDateTime.Year, now.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1);

    private static TimeSpan Least(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
