namespace Listening.Store;

/// <summary>Decides what becomes of a row when its post is fetched again. No clock, no I/O.</summary>
public static class StoreRules
{
    /// <summary>
    /// The row to write over <paramref name="stored"/>, or null if that stays: the post is unchanged, or this copy of it
    /// was fetched before the one in the row, or the post was deleted, which another source may not know yet.
    /// </summary>
    public static JudgedMention? Edit(JudgedMention stored, JudgedMention read)
    {
        if (stored.Mention.Deleted
            || read.Mention.FetchedAt < (stored.EditedAt ?? stored.Mention.FetchedAt)
            || (!read.Mention.Deleted && SaysTheSame(stored.Mention, read.Mention)))
        {
            return null;
        }

        var edit = read.Mention.Deleted ? WithoutContent(read.Mention) : KeepAuthor(read.Mention, stored.Mention);
        return read with
        {
            // An undated post keeps the time at which it was first fetched, and every post its platform: author and thread
            // are named by it.
            Mention = edit with { FetchedAt = stored.Mention.FetchedAt, Platform = stored.Mention.Platform },
            EditedAt = read.Mention.FetchedAt,
        };
    }

    /// <summary>
    /// The entries of the author index that belong to a row: its author's, and, where an edit names the author of a post that had
    /// none, one for the case that the post may have opened without.
    /// </summary>
    public static IEnumerable<AuthorEntry> AuthorEntries(JudgedMention? stored, JudgedMention row)
    {
        if (AuthorEntry.For(row.Brand, row.Mention) is not { } entry)
        {
            return [];
        }

        return stored is { Mention.Author: null } ? [entry, entry with { Case = CaseId.For(row.Brand, stored.Mention) }] : [entry];
    }

    /// <summary>
    /// A source that does not name the author leaves the one we know. Otherwise the text would stay after its author's
    /// erasure, and the next complaint in the conversation would open a second case.
    /// </summary>
    private static Mention KeepAuthor(Mention read, Mention stored) => read with { Author = read.Author ?? stored.Author };

    /// <summary>Two sources may mark revisions each in its own way, so what people read decides.</summary>
    private static bool SaysTheSame(Mention one, Mention other) => one.Revision == other.Revision
        || (one.Text == other.Text && one.Title == other.Title && Nullable.Equals(one.Rating, other.Rating));

    /// <summary>Nothing of a deleted post stays but what names it.</summary>
    private static Mention WithoutContent(Mention mention) => new()
    {
        Id = mention.Id,
        Platform = mention.Platform,
        NativeId = mention.NativeId,
        Source = mention.Source,
        Text = "",
        Deleted = true,
        Revision = mention.Revision,
        FetchedAt = mention.FetchedAt,
    };
}
