namespace Listening.Store;

/// <summary>Keeps one row per brand and mention.</summary>
public interface IMentions
{
    /// <summary>The rows at the given locations, in their order, with location and version; null where there is none.</summary>
    Task<IReadOnlyList<JudgedMention?>> FindAsync(IReadOnlyList<AdmittedMention> mentions, CancellationToken stopping);

    /// <summary>
    /// Writes each row at its location in place of its version, or adds it if it has none, in few round trips. Returns for
    /// each in order whether it was written: one that another worker wrote meanwhile is not. No row is given twice.
    /// </summary>
    Task<IReadOnlyList<bool>> WriteAsync(IReadOnlyList<JudgedMention> rows, CancellationToken stopping);
}

/// <summary>Remembers who wrote which mention, so that everything about a person is found by who they are.</summary>
public interface IAuthorIndex
{
    /// <summary>Adds the entries that are not there yet, in few round trips. None is given twice.</summary>
    Task AddAsync(IReadOnlyList<AuthorEntry> entries, CancellationToken stopping);

    /// <summary>All entries of an author at a brand, edits and deleted posts included. An entry may lead to no row.</summary>
    Task<IReadOnlyList<AuthorEntry>> FindAsync(string brand, AuthorKey author, CancellationToken stopping);

    /// <summary>Removes the entries; the last thing an erasure does. Safe to repeat.</summary>
    Task RemoveAsync(IReadOnlyList<AuthorEntry> entries, CancellationToken stopping);
}
