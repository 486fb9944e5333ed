namespace Listening.Sources;

/// <summary>Decides in which order mentions count as read. No clock, no I/O.</summary>
public static class FetchRules
{
    /// <summary>
    /// The instant that the next page's mentions count as fetched from: now, or just after the page before where the clock was
    /// put back a little since. One that was put back further had been wrong, and is no measure.
    /// </summary>
    /// <param name="readUntil"><see cref="Checkpoint.ReadUntil"/>.</param>
    public static DateTimeOffset NextInstant(DateTimeOffset? readUntil, DateTimeOffset now) =>
        readUntil is { } last && last >= now && !WrongClock.Wrote(last, now) ? last.AddTicks(1) : now;

    /// <summary>The mentions of a page, each fetched a tick (100 ns) after the one before it.</summary>
    public static IReadOnlyList<Mention> InOrder(IReadOnlyList<Mention> page, DateTimeOffset from) =>
        [.. page.Select((mention, i) => mention with { FetchedAt = from.AddTicks(i) })];
}
