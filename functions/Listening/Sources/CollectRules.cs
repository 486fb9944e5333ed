using Listening.Configuration;

namespace Listening.Sources;

/// <summary>Decides when a source is read next. No clock, no I/O.</summary>
public static class CollectRules
{
    /// <summary>
    /// Sources are looked at every 15 seconds. One that is due by the middle between two looks is ordered at the first: waiting for the
    /// second would read a source of 15 seconds every 30.
    /// </summary>
    private static readonly TimeSpan HalfATick = TimeSpan.FromSeconds(7.5);

    private static readonly TimeSpan MaxWait = TimeSpan.FromHours(24);

    /// <summary>An order that has not ended after this long is lost, or parked on the poison queue.</summary>
    private static readonly TimeSpan OrderTimeout = TimeSpan.FromMinutes(10);

    /// <summary>
    /// A source whose entry in the configuration was changed is due at once, whatever its last outcome, and so is one whose next read
    /// was set by a wrong clock.
    /// </summary>
    public static bool IsDue(Checkpoint checkpoint, SourceConfig source, DateTimeOffset now, bool everySource) =>
        ((checkpoint.DueAt <= LookUntil(checkpoint, now) || IsFromWrongClock(checkpoint, now)) && !IsOrdered(checkpoint, now))
        || checkpoint.ConfigFingerprint != source.Fingerprint
        || (everySource && !checkpoint.Throttled);

    /// <summary>A pause that the source asked for is not shortened.</summary>
    private static DateTimeOffset LookUntil(Checkpoint checkpoint, DateTimeOffset now) => checkpoint.Throttled ? now : now + HalfATick;

    /// <summary>The checkpoint of a source for which a fetch order was just sent.</summary>
    public static Checkpoint Ordered(Checkpoint checkpoint, SourceConfig source, DateTimeOffset now) => checkpoint with
    {
        DueAt = now + source.Every,
        ScheduledAt = now,
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
    public static bool MustWait(Checkpoint checkpoint, DateTimeOffset now) =>
        checkpoint.Throttled && checkpoint.DueAt > now && !IsFromWrongClock(checkpoint, now);

    /// <summary>True if the next read was set by a clock that was ahead: a source would rest until then, for a month perhaps.</summary>
    public static bool IsFromWrongClock(Checkpoint checkpoint, DateTimeOffset now) =>
        checkpoint is { ScheduledAt: { } at } && WrongClock.Wrote(at, now);

    /// <summary>The next read after a successful one; a longer interval that the source asks for counts, up to a day.</summary>
    public static DateTimeOffset NextRead(DateTimeOffset now, TimeSpan every, TimeSpan? notBefore) =>
        now + (notBefore is { } asked && Min(asked, MaxWait) > every ? Min(asked, MaxWait) : every);

    /// <summary>
    /// The next read of a source that asks for a pause: when it says, within a day, as a longer one is its mistake. Never sooner than its
    /// <paramref name="every"/>, and twice the wait each time: many sites ask for a second, for nothing, or in words, and mean less often.
    /// </summary>
    /// <param name="failures">Reads in a row that failed or were met with such a request.</param>
    public static DateTimeOffset NextAfterThrottle(DateTimeOffset now, TimeSpan asked, TimeSpan every, int failures) =>
        now + Max(every, Max(Min(asked, MaxWait), Doubled(every, failures)));

    /// <summary>
    /// The next read after <paramref name="failures"/> failed reads in a row: twice the wait each time, up to a day.
    /// Where only a person can help, a source that never was well is read once a day, so that it recovers by itself once it is fixed. One
    /// that was well gets the same tries as after any other failure: robot checks, refusals and redirects in circles come and go.
    /// </summary>
    public static DateTimeOffset NextRetry(DateTimeOffset now, TimeSpan every, int failures, bool needsOperator, bool wasHealthy) =>
        now + (needsOperator && !wasHealthy ? MaxWait : Doubled(every, failures));

    /// <summary>True if an operator should look at a source that needs one: its next read is an hour away or more.</summary>
    public static bool IsLeftToOperator(DateTimeOffset now, DateTimeOffset dueAt) => dueAt - now >= TimeSpan.FromHours(1);

    public static DateTimeOffset NextMonth(DateTimeOffset now) =>
        new DateTimeOffset(now.UtcDateTime.Year, now.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1);

    private static TimeSpan Doubled(TimeSpan every, int failures) =>
        Min(Min(every, MaxWait) * Math.Pow(2, Math.Clamp(failures - 1, 0, 16)), MaxWait);

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
