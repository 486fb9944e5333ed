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

    /// <summary>
    /// The mentions of a page, each fetched a tick (100 ns) after the one before it. Deletions come first, and without their posts: a
    /// page is processed in several batches at once, and nobody is to be alerted to what the page itself takes back.
    /// </summary>
    public static IReadOnlyList<Mention> InOrder(IReadOnlyList<Mention> page, DateTimeOffset from)
    {
        var deleted = page.Where(mention => mention.Deleted).Select(mention => mention.Id).ToHashSet();
        return [.. page.Where(mention => mention.Deleted).DistinctBy(mention => mention.Id)
            .Concat(page.Where(mention => !deleted.Contains(mention.Id)))
            .Select((mention, i) => mention with { FetchedAt = from.AddTicks(i) })];
    }
}
