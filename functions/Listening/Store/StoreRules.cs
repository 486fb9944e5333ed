using Listening.Domain;

namespace Listening.Store;

/// <summary>What becomes of a row when its post comes by again. No clock, no I/O.</summary>
public static class StoreRules
{
    /// <summary>
    /// The row to write over <paramref name="stored"/>, or null if that stays: the post is unchanged, or this copy of it
    /// was read before the one that stands there.
    /// </summary>
    public static JudgedMention? Edit(JudgedMention stored, JudgedMention read)
    {
        var unchanged = stored.Mention.Deleted == read.Mention.Deleted && stored.Mention.Revision == read.Mention.Revision;
        if (unchanged || read.Mention.FetchedAt < (stored.EditedAt ?? stored.Mention.FetchedAt))
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

    /// <summary>Nothing of a post that was taken back stays but its id.</summary>
    private static Mention Emptied(Mention mention) =>
        mention with { Text = "", Title = null, Author = null, Url = null, Rating = null };
}
