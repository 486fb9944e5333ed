namespace Listening.Domain;

/// <summary>How far a source has been read, and its health. The cursor moves only when what was read is safely queued.</summary>
public sealed record Checkpoint
{
    public required string Source { get; init; }

    /// <summary>The connector's own mark of where to continue; null before the first page.</summary>
    public string? Cursor { get; init; }

    /// <summary>The fingerprint of the source's entry in the configuration when it was last ordered; null if it never was.</summary>
    public string? ConfigFingerprint { get; init; }

    /// <summary>The <see cref="Mention.FetchedAt"/> of the last mention read; null before the first.</summary>
    public DateTimeOffset? ReadUntil { get; init; }

    /// <summary>Not before this instant will the source be read again.</summary>
    public DateTimeOffset DueAt { get; init; }

    /// <summary>When <see cref="DueAt"/> was set, by the clock of that worker; null if it never was.</summary>
    public DateTimeOffset? ScheduledAt { get; init; }

    /// <summary>When the order to read it was sent that has not ended yet; null if there is none.</summary>
    public DateTimeOffset? OrderedAt { get; init; }

    /// <summary>True if its last read took long, so that the next one is ordered on <c>fetch-slow</c>.</summary>
    public bool Slow { get; init; }

    /// <summary>True while <see cref="DueAt"/> was set by a rate limit or a spent budget, not by the source's <c>every</c>.</summary>
    public bool Throttled { get; init; }

    /// <summary>The last time the source answered as it should.</summary>
    public DateTimeOffset? HealthyAt { get; init; }

    /// <summary>What is wrong; null while all is well.</summary>
    public Problem? Problem { get; init; }

    /// <summary>Reads in a row that failed, or at which the source asked for a pause.</summary>
    public int Failures { get; init; }

    /// <summary>The month (<c>yyyy-MM</c>) that <see cref="Spent"/> belongs to.</summary>
    public string? SpentIn { get; init; }

    /// <summary>Money this source has cost in <see cref="SpentIn"/>, in the currency of its budget.</summary>
    public decimal Spent { get; init; }

    /// <summary>The store's mark of the version this was read from; null if it was never stored.</summary>
    public string? Version { get; init; }

    /// <summary>What was spent in the month of <paramref name="now"/>.</summary>
    public decimal SpentInMonthOf(DateTimeOffset now) => SpentIn == MonthOf(now) ? Spent : 0;

    public static string MonthOf(DateTimeOffset now) =>
        now.UtcDateTime.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture);
}
