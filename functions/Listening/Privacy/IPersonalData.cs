namespace Listening.Privacy;

/// <summary>
/// One store's part in erasing a person. The entries of the author index say what to look for. Erasure takes two passes,
/// because a worker may be writing a row of the same person: <see cref="EraseAsync"/> on every store, and, once no
/// batch that was being processed then can still be running (10 minutes, <c>functionTimeout</c> in host.json), both methods
/// on every store. The author index is emptied last, so that whatever interrupts the erasure, running it again finds what is left.
/// </summary>
public interface IPersonalData
{
    /// <summary>The ids of what the store holds of the person; none after the erasure.</summary>
    Task<IReadOnlyList<string>> FindAsync(IReadOnlyList<AuthorEntry> entries, CancellationToken stopping);

    /// <summary>Deletes the rows of the person, and no one else's. Safe to repeat, and while a worker writes the same rows.</summary>
    Task EraseAsync(IReadOnlyList<AuthorEntry> entries, CancellationToken stopping);

    /// <summary>
    /// Deletes what remembers the location of rows that are gone. A worker that knows such a location would write the row
    /// where nobody looks for it any more, so this belongs to the second pass only.
    /// </summary>
    Task ForgetAsync(IReadOnlyList<AuthorEntry> entries, CancellationToken stopping);
}
