using Listening.Domain;

namespace Listening.Store;

/// <summary>What becomes of a row when its post comes by again. No clock, no I/O.</summary>
public static class StoreRules
{
    /// <summary>
    /// The row to write over <paramref name="stored"/>, or null if that stays: the post is unchanged, or this copy of it
    /// was read before the one that stands there, or the post was taken back, which another source may not have heard.
    /// </summary>
    public static JudgedMention? Edit(JudgedMention stored, JudgedMention read)
    {
        if (stored.Mention.Deleted
            || read.Mention.FetchedAt < (stored.EditedAt ?? stored.Mention.FetchedAt)
            || (!read.Mention.Deleted && SaysTheSame(stored.Mention, read.Mention)))
        {
            return null;
        }

        return read with
        {
            // An undated post stays where and when it was first seen.
            Mention = (read.Mention.Deleted ? Emptied(read.Mention) : read.Mention) with { FetchedAt = stored.Mention.FetchedAt },
            EditedAt = read.Mention.FetchedAt,
        };
    }

    /// <summary>Two sources may mark revisions each in its own way, so what people read decides.</summary>
    private static bool SaysTheSame(Mention one, Mention other) => one.Revision == other.Revision
        || (one.Text == other.Text && one.Title == other.Title && Nullable.Equals(one.Rating, other.Rating));

    /// <summary>Nothing of a post that was taken back stays but what names it.</summary>
    private static Mention Emptied(Mention mention) => new()
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
