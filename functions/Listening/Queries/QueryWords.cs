namespace Listening.Queries;

/// <summary>How fields, traits and comparisons are written.</summary>
internal static class QueryWords
{
    public static readonly IReadOnlyDictionary<string, QueryField> Fields = Enum.GetValues<QueryField>()
        .Where(field => field != QueryField.Unknown)
        .ToDictionary(Spelling, field => field, StringComparer.OrdinalIgnoreCase);

    public static readonly IReadOnlyDictionary<string, QueryTrait> Traits =
        new Dictionary<string, QueryTrait>(StringComparer.OrdinalIgnoreCase)
        {
            ["is:reply"] = QueryTrait.Reply,
            ["has:link"] = QueryTrait.Link,
        };

    public static readonly IReadOnlyDictionary<string, QueryNumber> Numbers = Enum.GetValues<QueryNumber>()
        .Where(number => number != QueryNumber.Unknown)
        .ToDictionary(Spelling, number => number, StringComparer.OrdinalIgnoreCase);

    /// <summary>Those of two signs first, so that the first that fits is the right one.</summary>
    public static readonly IReadOnlyList<(string Sign, QueryComparison Comparison)> Comparisons =
    [
        ("<=", QueryComparison.LessOrEqual), (">=", QueryComparison.GreaterOrEqual),
        ("<", QueryComparison.Less), (">", QueryComparison.Greater), ("=", QueryComparison.Equal),
    ];

    public static string Spelling<T>(T name)
        where T : struct, Enum => name.ToString().ToLowerInvariant();

    public static string Spelling(QueryTrait trait) => Traits.First(pair => pair.Value == trait).Key;

    public static string Spelling(QueryComparison comparison) => Comparisons.First(pair => pair.Comparison == comparison).Sign;
}
