namespace Listening.Cases;

/// <summary>Reads the mentions behind cases as they are now.</summary>
public interface ICaseMentions
{
    /// <summary>The rows of the mentions that opened cases, in their order; null where the author was erased.</summary>
    /// <param name="openings">
    /// <see cref="CareCase.Opening"/> of each: its location leads to the row, and it is returned itself where no edit or deletion followed.
    /// </param>
    Task<IReadOnlyList<JudgedMention?>> FindAsync(IReadOnlyList<JudgedMention> openings, CancellationToken stopping);

    /// <summary>The rows of an author's mentions that belong to a case.</summary>
    Task<IReadOnlyList<JudgedMention>> OfCaseAsync(string brand, AuthorKey author, CaseId @case, CancellationToken stopping);
}
