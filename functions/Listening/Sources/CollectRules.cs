using Listening.Configuration;

namespace Listening.Sources;

/// <summary>Decides when a source is read next. No clock, no I/O.</summary>
public static class CollectRules
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromHours(24);

    /// <summary>An order that has not ended after this long is lost, or parked on the poison queue.</summary>
    private static readonly TimeSpan OrderTimeout = TimeSpan.FromMinutes(10);

    /// <summary>A source whose entry in the configuration was changed is due at once, whatever its last outcome.</summary>
    public static bool IsDue(Checkpoint checkpoint, SourceConfig source, DateTimeOffset now, bool everySource) =>
        (checkpoint.DueAt <= now && !IsOrdered(checkpoint, now))
        || checkpoint.ConfigFingerprint != source.Fingerprint
        || (everySource && !checkpoint.Throttled);

    /// <summary>The checkpoint of a source for which a fetch order was just sent.</summary>
    public static Checkpoint Ordered(Checkpoint checkpoint, SourceConfig source, DateTimeOffset now) => checkpoint with
    {
        DueAt = now + source.Every,
        OrderedAt = now,
        Slow = checkpoint.Slow && checkpoint.ConfigFingerprint == source.Fingerprint,
        Throttled = false,
        Failures = checkpoint.ConfigFingerprint == source.Fingerprint ? checkpoint.Failures : 0,
        ConfigFingerprint = source.Fingerprint,
    };

    /// <summary>True while an order is under way: at a source that hangs, further ones would pile up behind it.</summary>
    private static bool IsOrdered(Checkpoint checkpoint, DateTimeOffset now) =>
        checkpoint.OrderedAt is { } orderedAt && orderedAt <= now && now < orderedAt + OrderTimeout;

    /// <summary>True if the source asked for a longer pause after the order to read it was sent.</summary>
    public static bool MustWait(Checkpoint checkpoint, DateTimeOffset now) => checkpoint.Throttled && checkpoint.DueAt > now;

    /// <summary>The next read after a successful one; a longer interval that the source asks for counts, up to a day.</summary>
    public static DateTimeOffset NextRead(DateTimeOffset now, TimeSpan every, TimeSpan? notBefore) =>
        now + (notBefore is { } asked && Min(asked, MaxWait) > every ? Min(asked, MaxWait) : every);

    /// <summary>The next read of a source that asks for a pause: when it says, within a day, as a longer one is its mistake.</summary>
    public static DateTimeOffset NextAfterThrottle(DateTimeOffset now, TimeSpan asked) =>
        now + (asked > TimeSpan.Zero ? Min(asked, MaxWait) : TimeSpan.Zero);

    /// <summary>
    /// The next read after <paramref name="failures"/> failed reads in a row: twice the wait each time, up to a day.
    /// Where only a person can help, the source is read once a day, so that it recovers by itself once it is fixed.
    /// </summary>
    public static DateTimeOffset NextRetry(DateTimeOffset now, TimeSpan every, int failures, bool lasting) =>
        now + (lasting ? MaxWait : Min(Min(every, MaxWait) * Math.Pow(2, Math.Clamp(failures - 1, 0, 16)), MaxWait));

    public static DateTimeOffset NextMonth(DateTimeOffset now) =>
        new DateTimeOffset(now.UtcDateTime.Year, now.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1);

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
