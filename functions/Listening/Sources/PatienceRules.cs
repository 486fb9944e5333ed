namespace Listening.Sources;

/// <summary>
/// Decides how long the read of a page may occupy a slot, so that sources that hang delay no others. No clock, no I/O. Why two queues:
/// <c>infra/decisions/0016</c>.
/// </summary>
public static class PatienceRules
{
    /// <summary>A page that takes longer makes its source slow.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Of a source that has never answered: at the first start there may be many that hang, and none is known yet.</summary>
    public static readonly TimeSpan FirstPatience = TimeSpan.FromSeconds(1);

    /// <summary>Of a slow source. Past it even a connector that waits for ever has failed, as at a pipe that nobody writes to.</summary>
    public static readonly TimeSpan SlowPatience = TimeSpan.FromMinutes(5);

    /// <summary>How long to wait for a page.</summary>
    /// <param name="slow">Whether the order came from <c>fetch-slow</c>.</param>
    public static TimeSpan For(Checkpoint checkpoint, bool slow) =>
        slow ? SlowPatience : checkpoint.HealthyAt is null ? FirstPatience : Patience;

    /// <summary>
    /// Whether the next order belongs on <c>fetch-slow</c>. A slow source that fails fast stays there: a host that is not asked for now
    /// says nothing about how fast it will answer.
    /// </summary>
    public static bool IsSlow(Checkpoint before, FetchOutcome outcome, TimeSpan taken) =>
        taken > Patience || (before.Slow && outcome is FetchOutcome.Failed);
}
