namespace Listening.Queries;

/// <summary>How fields, traits and comparisons are written.</summary>
internal static class QueryWords
{
    public static readonly IReadOnlyDictionary<string, QueryField> Fields =
        new Dictionary<string, QueryField>(StringComparer.OrdinalIgnoreCase)
        {
            ["author"] = QueryField.Author,
            ["lang"] = QueryField.Language,
            ["site"] = QueryField.Site,
            ["source"] = QueryField.Source,
            ["hashtag"] = QueryField.Hashtag,
        };

    public static readonly IReadOnlyDictionary<string, QueryTrait> Traits =
        new Dictionary<string, QueryTrait>(StringComparer.OrdinalIgnoreCase)
        {
            ["is:reply"] = QueryTrait.Reply,
            ["has:link"] = QueryTrait.Link,
        };

    public static readonly IReadOnlyDictionary<string, QueryNumber> Numbers =
        new Dictionary<string, QueryNumber>(StringComparer.OrdinalIgnoreCase)
        {
            ["rating"] = QueryNumber.Rating,
            ["followers"] = QueryNumber.Followers,
        };

    /// <summary>Those of two signs first, so that the first that fits is the right one.</summary>
    public static readonly IReadOnlyList<(string Sign, QueryComparison Comparison)> Comparisons =
    [
        ("<=", QueryComparison.LessOrEqual), (">=", QueryComparison.GreaterOrEqual),
        ("<", QueryComparison.Less), (">", QueryComparison.Greater), ("=", QueryComparison.Equal),
    ];

    public static string Spelling(QueryField field) => Fields.First(pair => pair.Value == field).Key;

    public static string Spelling(QueryNumber number) => Numbers.First(pair => pair.Value == number).Key;

    public static string Spelling(QueryTrait trait) => Traits.First(pair => pair.Value == trait).Key;

    public static string Spelling(QueryComparison comparison) => Comparisons.First(pair => pair.Comparison == comparison).Sign;
}
