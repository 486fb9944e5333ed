using FsCheck;
using FsCheck.Fluent;
using Listening.Queries;

namespace Listening.Tests.Queries;

/// <summary>Random trees as the parser makes them, and random posts in the same few words, so that they often match.</summary>
internal static class QueryGenerators
{
    private static readonly Gen<string> Word = Gen.Elements(
        "nord", "wind", "nordwind", "müller", "mueller", "straße", "strasse", "lieferung", "aas", "aaa", "a", "ab");

    private static readonly Gen<string> Pattern = Gen.Frequency(
        (6, Word),
        (2, Word.Select(word => word[..(word.Length / 2 + 1)] + "*")),
        (2, Word.Select(word => "*" + word[(word.Length / 2)..])),
        (1, Word.Select(word => "*" + word[(word.Length / 3)..^(word.Length / 3)] + "*")),
        (2, Word.Where(word => word.Length > 3).Select(word => $"{word[0]}?{word[2..]}")));

    private static readonly Gen<QueryNode> Term = Gen.Choose(1, 3).SelectMany(count => Pattern.ListOf(count))
        .Select(words => (QueryNode)new QueryNode.Term(string.Join(' ', words)));

    private static readonly Gen<QueryNode> Field = Gen.OneOf(
        Word.Select(word => (QueryNode)new QueryNode.Field(QueryField.Hashtag, word)),
        Gen.Elements("de", "en").Select(language => (QueryNode)new QueryNode.Field(QueryField.Language, language)),
        Gen.Constant((QueryNode)new QueryNode.Trait(QueryTrait.Reply)),
        from comparison in Gen.Elements(Enum.GetValues<QueryComparison>()[1..])
        from value in Gen.Choose(1, 5)
        select (QueryNode)new QueryNode.Number(QueryNumber.Rating, comparison, value));

    private static readonly Gen<QueryNode> Near =
        from left in Nearby()
        from right in Nearby()
        from distance in Gen.Choose(1, 5)
        select (QueryNode)new QueryNode.Near(left, right, distance);

    public static readonly Gen<QueryPost> Posts =
        from words in Gen.Frequency(
            (8, Word),
            (2, Word.Select(word => word.ToUpperInvariant())),
            (2, Word.Select(word => "#" + word)),
            (1, Gen.Elements("x", "🙂", "-"))).ListOf()
        from title in Gen.Frequency((3, Gen.Constant((string?)null)), (1, Word.Select(word => (string?)word)))
        from language in Gen.Elements("de", "en", null)
        from reply in Gen.Elements(true, false)
        from rating in Gen.Choose(0, 5)
        select new QueryPost(title, string.Join(' ', words))
        {
            Language = language,
            IsReply = reply,
            Rating = rating == 0 ? null : rating,
        };

    public static readonly Gen<QueryNode> Trees = Gen.Sized(size => Tree(Math.Min(4, 1 + (size / 20))));

    /// <summary>As the parser would have it; a query that excludes what it looks for is none.</summary>
    public static bool IsQuery(QueryNode tree) => QueryParser.Parse(QueryPrinter.Print(tree), out var problem) is not null
        || problem!.Code != "query.contradiction";

    private static Gen<QueryNode> Tree(int depth) => depth == 0
        ? Gen.Frequency((5, Term), (2, Field), (2, Near))
        : Gen.Frequency((2, Tree(0)), (3, All(depth - 1)), (3, Parts(depth - 1, 2).Select(parts => (QueryNode)new QueryNode.Or(parts))));

    private static Gen<QueryNode> All(int depth) =>
        from wanted in Parts(depth, 1)
        from unwanted in Parts(depth, wanted.Count > 1 ? 0 : 1)
        select (QueryNode)new QueryNode.And([.. wanted, .. unwanted.Select(part => new QueryNode.Not(part))]);

    private static Gen<IReadOnlyList<QueryNode>> Parts(int depth, int least) =>
        Gen.Choose(least, 3).SelectMany(count => Tree(depth).ListOf(count)).Select(parts => (IReadOnlyList<QueryNode>)[.. parts]);

    private static Gen<QueryNode> Nearby() => Gen.Frequency(
        (3, Term), (1, Gen.Choose(2, 3).SelectMany(count => Term.ListOf(count)).Select(terms => (QueryNode)new QueryNode.Or([.. terms]))));
}
