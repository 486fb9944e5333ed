namespace Listening.Store;

/// <summary>Decides what becomes of a row when its post is fetched again. No clock, no I/O.</summary>
public static class StoreRules
{
    /// <summary>How long a batch may be delivered again: five deliveries of ten minutes each on Azure.</summary>
    private static readonly TimeSpan LongestDelivery = TimeSpan.FromHours(1);

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
        if (stored.Mention.Deleted || (!read.Mention.Deleted && IsOlder(read.Mention, stored, now)))
        {
            return null;
        }

        if (!read.Mention.Deleted && SaysTheSame(stored.Mention, read.Mention))
        {
            return Confirms(read.Mention, stored)
                ? stored with { Mention = stored.Mention with { Revision = read.Mention.Revision }, ConfirmedAt = read.Mention.FetchedAt }
                : null;
        }

        var edit = read.Mention.Deleted ? read.Mention.WithoutContent() : KeepAuthor(read.Mention, stored.Mention);
        return read with
        {
            // An undated post keeps the time at which it was first fetched, and every post its platform: author and thread
            // are named by it.
            Mention = edit with { FetchedAt = stored.Mention.FetchedAt, Platform = stored.Mention.Platform, Edited = false },
            EditedAt = read.Mention.FetchedAt,
            Own = read.Own || (stored.Own && read.Mention.Author is null),
            FirstCase = IsAnotherAuthor(edit, stored.Mention) ? null : stored.Case,
        };
    }

    /// <summary>
    /// Whether a copy was overtaken by the one in the row: by their marks where both have one that compares, else by the order in which
    /// they were fetched, as where only one of two sources marks its versions. What a wrong clock stamped is from before it was put right.
    /// </summary>
    private static bool IsOlder(Mention read, JudgedMention stored, DateTimeOffset now)
    {
        if (read.CompareRevision(stored.Mention) is not 0 and var order)
        {
            return order < 0;
        }

        var storedAt = AsOf(stored);
        var (readAhead, storedAhead) = (WrongClock.Wrote(read.FetchedAt, now), WrongClock.Wrote(storedAt, now));
        return readAhead == storedAhead ? read.FetchedAt < storedAt : readAhead;
    }

    /// <summary>
    /// Whether an unchanged copy makes the row younger: by a later mark, or while an older copy of its source with other words may still
    /// be on its way and would come between. Later on it would cost a write for each post that is only read again.
    /// </summary>
    private static bool Confirms(Mention read, JudgedMention stored) => read.CompareRevision(stored.Mention) > 0
        || (read.Source == stored.Mention.Source
            && read.FetchedAt > AsOf(stored) && read.FetchedAt < AsOf(stored) + LongestDelivery);

    private static DateTimeOffset AsOf(JudgedMention stored) => stored.ConfirmedAt ?? stored.EditedAt ?? stored.Mention.FetchedAt;

    /// <summary>
    /// A source that does not name the author leaves the one we know. Otherwise the text would stay after its author's erasure.
    /// </summary>
    private static Mention KeepAuthor(Mention read, Mention stored) => read with { Author = read.Author ?? stored.Author };

    /// <summary>
    /// The first author's case stays theirs, so that erasing the other leaves it. Two sources may name one author each in its own way, and
    /// a name that stays is the same person's: the alert was sent.
    /// </summary>
    private static bool IsAnotherAuthor(Mention now, Mention before) =>
        now.Source == before.Source && now.Author is { } one && before.Author is { } other
        && one.Id != other.Id && (one.Name is null || one.Name != other.Name);

    /// <summary>
    /// Two sources may mark revisions each in its own way, and a feed may date a post anew without changing it, so what people read
    /// decides.
    /// </summary>
    private static bool SaysTheSame(Mention one, Mention other) => one.Revision == other.Revision
        || (Nullable.Equals(one.Rating, other.Rating)
            && (Revisions.WordsOf(one.Revision) == Revisions.WordsOf(other.Revision)
                || (one.Text == other.Text && one.Title == other.Title)));
}
