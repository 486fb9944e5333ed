namespace Listening.Queries;

/// <summary>
/// Many queries that are matched at once: the words of all of them are looked for in one pass, and only queries of which one was seen are
/// looked at. Safe for any number of threads.
/// </summary>
public sealed class QuerySet
{
    private readonly PatternIndex _index = new();
    private readonly QueryPlan[] _plans;

    /// <summary>By pattern, the queries that are worth a look once it is seen.</summary>
    private readonly List<List<int>> _triggered;

    /// <summary>Queries that may match a post in which none of their words is, as those of fields alone.</summary>
    private readonly List<int> _always = [];

    public QuerySet(IReadOnlyList<QueryNode> queries)
    {
        _plans = [.. queries.Select(query => QueryPlan.For(query, _index))];
        _index.Complete();
        _triggered = [.. Enumerable.Range(0, _index.Count).Select(_ => new List<int>())];
        for (var query = 0; query < _plans.Length; query++)
        {
            var triggers = _plans[query].Triggers(_index);
            foreach (var pattern in triggers ?? [])
            {
                _triggered[pattern].Add(query);
            }

            if (triggers is null)
            {
                _always.Add(query);
            }
        }
    }

    /// <summary>The positions of the queries that match, in ascending order.</summary>
    public IReadOnlyList<int> Matching(QueryPost post)
    {
        var sightings = Look(post);
        var looked = new bool[_plans.Length];
        var matching = new List<int>();
        LookAt(_always);
        foreach (var pattern in sightings.Seen.Keys)
        {
            LookAt(_triggered[pattern]);
        }

        matching.Sort();
        return matching;

        void LookAt(List<int> queries)
        {
            foreach (var query in queries)
            {
                if (!looked[query])
                {
                    looked[query] = true;
                    if (_plans[query].Matches(sightings))
                    {
                        matching.Add(query);
                    }
                }
            }
        }
    }

    /// <summary>The words because of which a query matches, in their order; none if it does not match.</summary>
    /// <param name="query">Its position.</param>
    public IReadOnlyList<QueryMark> Marks(int query, QueryPost post)
    {
        var sightings = Look(post);
        if (!_plans[query].Matches(sightings))
        {
            return [];
        }

        var marked = new WordPositions(sightings.WordCount);
        _plans[query].Mark(sightings, marked);
        IReadOnlyList<(int Start, int Length)> title = post.Title is { } written ? FoldedWords.Places(written) : [];
        var text = FoldedWords.Places(post.Text);
        return [.. marked.All().Select(word => word < title.Count
            ? new QueryMark(InTitle: true, title[word].Start, title[word].Length)
            : new QueryMark(InTitle: false, text[word - title.Count].Start, text[word - title.Count].Length))];
    }

    private Sightings Look(QueryPost post) => new(post, _index.Find(post.Words.All));
}
