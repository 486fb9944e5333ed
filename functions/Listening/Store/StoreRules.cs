namespace Listening.Store;

/// <summary>Decides what becomes of a row when its post is fetched again. No clock, no I/O.</summary>
public static class StoreRules
{
    /// <summary>
    /// The row of a post that has none. A deletion that arrives before its post leaves a row too: without it the post would be
    /// stored when it comes.
    /// </summary>
    public static JudgedMention First(JudgedMention read) =>
        read with { Mention = read.Mention.Deleted ? read.Mention.WithoutContent() : read.Mention with { Edited = false } };

    /// <summary>
    /// The row to write over <paramref name="stored"/>, or null if that stays: the post is unchanged, or this copy of it is older
    /// than the one in the row, or the post was deleted. A deletion is final, in whatever order it arrives: another source, or a
    /// message that comes late, may not know yet.
    /// </summary>
    /// <param name="now">To recognise a row that a wrong clock wrote.</param>
    public static JudgedMention? Edit(JudgedMention stored, JudgedMention read, DateTimeOffset now)
    {
        if (stored.Mention.Deleted
            || (!read.Mention.Deleted && (SaysTheSame(stored.Mention, read.Mention) || IsOlder(read.Mention, stored, now))))
        {
            return null;
        }

        var edit = read.Mention.Deleted ? read.Mention.WithoutContent() : KeepAuthor(read.Mention, stored.Mention);
        return read with
        {
            // An undated post keeps the time at which it was first fetched, and every post its platform: author and thread
            // are named by it.
            Mention = edit with { FetchedAt = stored.Mention.FetchedAt, Platform = stored.Mention.Platform, Edited = false },
            EditedAt = read.Mention.FetchedAt,
            FirstCase = IsAnotherAuthor(edit.Author, stored.Mention.Author) ? null : stored.Case,
        };
    }

    /// <summary>
    /// Whether a copy was overtaken by the one in the row: by the source's own marks where they are instants or numbers, else by the
    /// order in which they were fetched. What a wrong clock stamped is from before it was put right.
    /// </summary>
    private static bool IsOlder(Mention read, JudgedMention stored, DateTimeOffset now)
    {
        if (read.Source == stored.Mention.Source && CompareRevisions(read.Revision, stored.Mention.Revision) is not 0 and var order)
        {
            return order < 0;
        }

        var storedAt = stored.EditedAt ?? stored.Mention.FetchedAt;
        var (readAhead, storedAhead) = (WrongClock.Wrote(read.FetchedAt, now), WrongClock.Wrote(storedAt, now));
        return readAhead == storedAhead ? read.FetchedAt < storedAt : readAhead;
    }

    /// <summary>Less than 0 if the first is older, 0 if they are the same or no one can tell.</summary>
    private static int CompareRevisions(string one, string other) =>
        long.TryParse(one, CultureInfo.InvariantCulture, out var first) && long.TryParse(other, CultureInfo.InvariantCulture, out var second)
            ? first.CompareTo(second)
            : Instant(one) is { } from && Instant(other) is { } to ? from.CompareTo(to) : 0;

    /// <summary>An ISO 8601 date and time: in any other order of its parts, it may not be what it seems.</summary>
    private static DateTimeOffset? Instant(string revision) =>
        revision is [_, _, _, _, '-', ..]
        && DateTimeOffset.TryParse(revision, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : null;

    /// <summary>
    /// A source that does not name the author leaves the one we know. Otherwise the text would stay after its author's erasure.
    /// </summary>
    private static Mention KeepAuthor(Mention read, Mention stored) => read with { Author = read.Author ?? stored.Author };

    /// <summary>The first author's case stays theirs, so that erasing the other leaves it.</summary>
    private static bool IsAnotherAuthor(Author? now, Author? before) => now is not null && before is not null && now.Id != before.Id;

    /// <summary>Two sources may mark revisions each in its own way, so what people read decides.</summary>
    private static bool SaysTheSame(Mention one, Mention other) => one.Revision == other.Revision
        || (one.Text == other.Text && one.Title == other.Title && Nullable.Equals(one.Rating, other.Rating));
}
