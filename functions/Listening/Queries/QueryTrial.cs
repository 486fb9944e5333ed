namespace Listening.Queries;

/// <summary>
/// What a query would have found among posts that are stored, beside the query in use. No clock, no I/O: posts are added.
/// </summary>
public sealed class QueryTrial
{
    /// <summary>How many posts of each kind are kept as examples, the first ones that were added.</summary>
    public const int MaxExamples = 5;

    private readonly Query _query;
    private readonly Query? _inUse;
    private readonly QuerySet _set;
    private readonly QueryPart[] _parts;
    private readonly List<QueryExample> _added = [];
    private readonly List<QueryExample> _lost = [];
    private readonly List<QueryExample> _kept = [];

    /// <param name="query">The query to try.</param>
    /// <param name="inUse">The brand's own; null if it has none, so that every post concerns it.</param>
    public QueryTrial(Query query, Query? inUse)
    {
        (_query, _inUse) = (query, inUse);
        var parts = query.Tree.Leaves(excluded: false).Distinct().ToList();
        _set = new QuerySet([query.Tree, (inUse ?? query).Tree, .. parts]);
        _parts = [.. parts.Select(part => new QueryPart(QueryPrinter.Print(part), 0, 0, 0))];
    }

    /// <summary>How many posts were added.</summary>
    public int Posts { get; private set; }

    /// <summary>How many of them the query finds.</summary>
    public int Matched { get; private set; }

    /// <summary>How many it finds that the query in use does not.</summary>
    public int Added { get; private set; }

    /// <summary>How many the query in use finds and it does not.</summary>
    public int Lost { get; private set; }

    /// <summary>How many posts were added that are stored for other brands only, or kept although they concern none.</summary>
    public int Others { get; private set; }

    /// <summary>How many of those it finds.</summary>
    public int MatchedOthers { get; private set; }

    /// <summary>What each word, phrase or field of the query brings, in their order; what is excluded brings nothing.</summary>
    public IReadOnlyList<QueryPart> Parts => _parts;

    /// <summary>Posts that the query in use does not find.</summary>
    public IReadOnlyList<QueryExample> AddedExamples => _added;

    /// <summary>Posts that only the query in use finds, marked by its words.</summary>
    public IReadOnlyList<QueryExample> LostExamples => _lost;

    /// <summary>Posts that both find.</summary>
    public IReadOnlyList<QueryExample> KeptExamples => _kept;

    /// <summary>Adds a post that did not concern the brand when it was read: another brand's, or one kept for trying queries.</summary>
    public void AddOther(Mention mention)
    {
        var post = QueryPost.From(mention);
        var matching = _set.Matching(post);
        if (_inUse is null || matching.Contains(1))
        {
            // The query in use has become wider since, and would store it now.
            return;
        }

        Others++;
        Count(matching);
        if (matching.Contains(0))
        {
            MatchedOthers++;
            Keep(_added, mention, post, _query);
        }
    }

    /// <summary>Adds a stored mention of the brand.</summary>
    public void Add(Mention mention)
    {
        Posts++;
        var post = QueryPost.From(mention);
        var matching = _set.Matching(post);
        var (now, before) = (matching.Contains(0), _inUse is null || matching.Contains(1));
        Count(matching);
        Matched += now ? 1 : 0;
        Added += now && !before ? 1 : 0;
        Lost += before && !now ? 1 : 0;
        Keep(now ? before ? _kept : _added : before ? _lost : null, mention, post, now ? _query : _inUse);
    }

    private void Count(IReadOnlyList<int> matching)
    {
        var (found, parts) = (matching.Contains(0), matching.Where(match => match > 1).Select(match => match - 2).ToList());
        foreach (var at in parts)
        {
            var part = _parts[at];
            _parts[at] = part with
            {
                Posts = part.Posts + 1,
                Found = part.Found + (found ? 1 : 0),
                Alone = part.Alone + (found && parts.Count == 1 ? 1 : 0),
            };
        }
    }

    private static void Keep(List<QueryExample>? examples, Mention mention, QueryPost post, Query? by)
    {
        if (examples is { Count: < MaxExamples })
        {
            examples.Add(new QueryExample(mention, by?.Marks(post) ?? []));
        }
    }
}

/// <param name="Query">The part of the query, as it would be written alone.</param>
/// <param name="Posts">In how many posts it occurs, whether or not the query finds them.</param>
/// <param name="Found">In how many of the posts that the query finds it occurs.</param>
/// <param name="Alone">In how many of them it is the only part that occurs.</param>
public sealed record QueryPart(string Query, int Posts, int Found, int Alone);

/// <param name="Marks">The words because of which it was found.</param>
public sealed record QueryExample(Mention Mention, IReadOnlyList<QueryMark> Marks);
