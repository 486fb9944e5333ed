namespace Listening.Privacy;

/// <summary>Decides what belongs to a person. No clock, no I/O.</summary>
public static class ErasureRules
{
    /// <summary>
    /// Whether the mention that an entry leads to still is the author's. Not so if an edit names another author. One that
    /// names none is: a deleted post keeps nothing but its own name, and an entry is only ever written for its author.
    /// </summary>
    public static bool BelongsTo(AuthorEntry entry, Mention mention) => AuthorKey.For(mention) is not { } author || author == entry.Author;
}
