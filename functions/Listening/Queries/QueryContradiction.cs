namespace Listening.Queries;

/// <summary>Finds exclusions that leave nothing: a term is excluded by another that occurs wherever it does. Pure.</summary>
internal static class QueryContradiction
{
    /// <param name="wanted">What must hold, or alternatives of which one must.</param>
    /// <param name="excluded">What must not.</param>
    /// <param name="written">The exclusion as it was written.</param>
    public static Problem? Find(IEnumerable<QueryNode> wanted, QueryNode excluded, string written)
    {
        var exclusions = Terms(excluded, throughAnd: false).Select(term => WordPattern.Read(term.Text)).ToList();
        var hit = wanted.SelectMany(node => Terms(node, throughAnd: true)).FirstOrDefault(
            term => WordPattern.Read(term.Text) is var words && exclusions.Exists(exclusion => OccursIn(exclusion, words)));
        return hit is null ? null : Problem.Create(
            "query.contradiction",
            $"'{written}' excludes every post that '{Excerpt.Create(hit.Text)}' looks for, so that it finds nothing; remove one of them");
    }

    private static bool OccursIn(IReadOnlyList<WordPattern> exclusion, IReadOnlyList<WordPattern> words) =>
        Enumerable.Range(0, Math.Max(0, words.Count - exclusion.Count + 1)).Any(
            start => exclusion.Select((pattern, at) => pattern.Matches(words[start + at].Least)).All(matches => matches));

    /// <summary>
    /// The terms of a node that its posts hold, or may. Of what is excluded only alternatives count, since the others exclude only
    /// together.
    /// </summary>
    private static IEnumerable<QueryNode.Term> Terms(QueryNode node, bool throughAnd) => node switch
    {
        QueryNode.Term term => [term],
        QueryNode.Or any => any.Parts.SelectMany(part => Terms(part, throughAnd)),
        QueryNode.And all when throughAnd => all.Parts.SelectMany(part => Terms(part, throughAnd)),
        QueryNode.Near near when throughAnd => Terms(near.Left, throughAnd).Concat(Terms(near.Right, throughAnd)),
        _ => [],
    };
}
