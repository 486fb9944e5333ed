namespace Listening.Queries;

/// <summary>What is read so far of a query, or of what stands in parentheses.</summary>
internal sealed class QueryGroup(string query)
{
    private readonly List<QueryNode> _alternatives = [];
    private readonly List<QueryNode> _wanted = [];
    private readonly List<Exclusion> _unwanted = [];
    private readonly List<Exclusion> _excluded = [];
    private bool _hasLeft;

    /// <summary>The latest OR; null where there was none.</summary>
    public QueryToken? LastOr { get; private set; }

    /// <summary>An AND of which only the left side was read.</summary>
    public QueryToken? OpenAnd { get; private set; }

    public void Add(QueryNode node)
    {
        _wanted.Add(node);
        (_hasLeft, OpenAnd) = (true, null);
    }

    /// <param name="written">The exclusion as a problem may repeat it.</param>
    /// <param name="wholeGroup">True to exclude for all alternatives, false for the one that is being read.</param>
    public void Exclude(QueryNode node, QueryToken token, string written, bool wholeGroup)
    {
        (wholeGroup ? _excluded : _unwanted).Add(new(node, token, written));
        (_hasLeft, OpenAnd) = (true, null);
    }

    /// <summary>False if nothing stands before it.</summary>
    public bool TakeAnd(QueryToken and)
    {
        OpenAnd = and;
        return _hasLeft;
    }

    /// <summary>False if nothing to find stands before it.</summary>
    public bool TakeOr(QueryToken or, out Problem? contradiction)
    {
        contradiction = Contradiction(_wanted, _unwanted);
        if (_wanted.Count == 0)
        {
            return false;
        }

        _alternatives.Add(QueryNode.AllOf([.. _wanted, .. Negated(_unwanted)]));
        _wanted.Clear();
        _unwanted.Clear();
        (LastOr, _hasLeft) = (or, false);
        return true;
    }

    /// <summary>The whole group; null if its last alternative names nothing to find.</summary>
    public QueryNode? End(out Problem? contradiction)
    {
        contradiction = Contradiction(_wanted, _unwanted) ?? Contradiction([.. _alternatives, .. _wanted], _excluded);
        if (_wanted.Count == 0)
        {
            return null;
        }

        if (_alternatives.Count == 0)
        {
            return QueryNode.AllOf([.. _wanted, .. Negated(_unwanted), .. Negated(_excluded)]);
        }

        var alternatives = new QueryNode.Or([.. _alternatives, QueryNode.AllOf([.. _wanted, .. Negated(_unwanted)])]);
        return QueryNode.AllOf([alternatives, .. Negated(_excluded)]);
    }

    private Problem? Contradiction(IReadOnlyList<QueryNode> wanted, IEnumerable<Exclusion> exclusions) => exclusions
        .Select(exclusion => QueryContradiction.Find(wanted, exclusion.Node, exclusion.Written) is { } problem
            ? problem with { Place = new(query, exclusion.Token.Start, exclusion.Token.Length) } : null)
        .FirstOrDefault(problem => problem is not null);

    private static IEnumerable<QueryNode> Negated(IEnumerable<Exclusion> exclusions) =>
        exclusions.Select(exclusion => new QueryNode.Not(exclusion.Node));

    private sealed record Exclusion(QueryNode Node, QueryToken Token, string Written);
}
