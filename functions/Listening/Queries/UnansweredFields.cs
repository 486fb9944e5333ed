namespace Listening.Queries;

/// <summary>Finds fields of a query that no post of a source answers, so that the query finds less there than its writer thinks.</summary>
public static class UnansweredFields
{
    /// <summary>The fields as the query has them; none where there are no posts to tell by.</summary>
    public static IReadOnlyList<string> Find(QueryNode query, IReadOnlyList<QueryPost> posts) => posts.Count == 0 ? [] :
    [
        .. query.Leaves(excluded: true)
            .Where(leaf => !posts.Any(post => PostConditions.IsKnown(leaf, post)))
            .Select(QueryPrinter.Print)
            .Distinct(),
    ];
}
