namespace Listening.Queries;

/// <summary>A word of a post because of which a query matched.</summary>
/// <param name="InTitle">True for a word of the title, false for one of the text.</param>
/// <param name="Start">In UTF-16 units of title or text as it was written.</param>
/// <param name="Length">In UTF-16 units.</param>
public sealed record QueryMark(bool InTitle, int Start, int Length);
