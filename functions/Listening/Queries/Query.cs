namespace Listening.Queries;

/// <summary>
/// What a post must say to concern a brand, as a person wrote it: words, "phrases in quotes", operators, fields. Case, accents, ä against
/// ae, and # or @ make no difference. <c>functions/README.md</c> has the language.
/// </summary>
/// <example><c>(northwind OR "north wind") (liefer* NEAR/5 spät) -wetter lang:de</c></example>
public sealed class Query
{
    private readonly Lazy<QuerySet> _alone;

    private Query(string text, QueryNode tree)
    {
        (Text, Tree) = (text, tree);
        _alone = new(() => new QuerySet([tree]));
    }

    /// <summary>The query as it was written.</summary>
    public string Text { get; }

    /// <summary>What it means.</summary>
    public QueryNode Tree { get; }

    /// <summary>Reads a query; null if it is not one, and then <paramref name="problem"/> says why and where.</summary>
    public static Query? TryParse(string text, out Problem? problem) =>
        QueryParser.Parse(text, out problem) is { } tree ? new Query(text, tree) : null;

    /// <summary>What any of some queries finds.</summary>
    /// <param name="queries">One or more.</param>
    public static Query AnyOf(IReadOnlyList<Query> queries) => queries is [var only] ? only : new Query(
        string.Join(" OR ", queries.Select(query => $"({query.Text})")),
        new QueryNode.Or([.. queries.Select(query => query.Tree)]));

    public bool Matches(QueryPost post) => _alone.Value.Matching(post).Count > 0;

    /// <summary>The same for a text of which nothing else is known.</summary>
    public bool Matches(string text) => Matches(new QueryPost(null, text));

    /// <summary>The words because of which it matches; none if it does not match.</summary>
    public IReadOnlyList<QueryMark> Marks(QueryPost post) => _alone.Value.Marks(0, post);

    public override string ToString() => Text;
}
