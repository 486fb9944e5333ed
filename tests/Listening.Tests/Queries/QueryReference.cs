using Listening.Domain;
using Listening.Queries;

namespace Listening.Tests.Queries;

/// <summary>What a tree means, written as plainly as can be: no index, no automaton, and slow.</summary>
internal static class QueryReference
{
    public static bool Matches(QueryNode node, QueryPost post) => Matches(node, Words(post), post);

    private static bool Matches(QueryNode node, IReadOnlyList<string> words, QueryPost post) => node switch
    {
        QueryNode.Term term => Spans(term, words).Any(),
        QueryNode.And and => and.Parts.All(part => Matches(part, words, post)),
        QueryNode.Or or => or.Parts.Any(part => Matches(part, words, post)),
        QueryNode.Not not => !Matches(not.Part, words, post),
        QueryNode.Near near => Spans(near.Left, words).Any(left => Spans(near.Right, words).Any(
            right => IsNear(left, right, near.Distance) || IsNear(right, left, near.Distance))),
        QueryNode.Field { Name: QueryField.Hashtag } tag => Hashtags(post.Text).Contains(Fold(tag.Text)),
        QueryNode.Field { Name: QueryField.Language } language => post.Language == language.Text,
        QueryNode.Trait { Name: QueryTrait.Reply } => post.IsReply,
        QueryNode.Number { Name: QueryNumber.Rating } rating => post.Rating is { } stars && Holds(rating, (decimal)stars),
        _ => throw new ArgumentException($"{node} is not generated.", nameof(node)),
    };

    private static List<string> Words(QueryPost post) => [.. FoldedWords.Split($"{post.Title}\n{post.Text}")];

    private static bool IsNear((int Start, int End) first, (int Start, int End) second, int distance) =>
        second.Start - first.End >= 1 && second.Start - first.End <= distance;

    private static IEnumerable<(int Start, int End)> Spans(QueryNode node, IReadOnlyList<string> words)
    {
        if (node is QueryNode.Or or)
        {
            return or.Parts.SelectMany(part => Spans(part, words));
        }

        // Generated terms have a space between words, and folded letters.
        var parts = ((QueryNode.Term)node).Text.Split(' ').Select(Fold).ToList();
        return Enumerable.Range(0, words.Count)
            .Where(start => start + parts.Count <= words.Count)
            .Where(start => parts.Select((part, at) => Fits(part, words[start + at])).All(fits => fits))
            .Select(start => (start, start + parts.Count - 1));
    }

    private static string Fold(string part) => part.ToLowerInvariant()
        .Replace("ä", "ae", StringComparison.Ordinal).Replace("ö", "oe", StringComparison.Ordinal)
        .Replace("ü", "ue", StringComparison.Ordinal).Replace("ß", "ss", StringComparison.Ordinal);

    /// <summary>Tries everything.</summary>
    private static bool Fits(string pattern, string word) => (pattern, word) switch
    {
        ("", "") => true,
        (['*', .. var rest], _) => Enumerable.Range(0, word.Length + 1).Any(skip => Fits(rest, word[skip..])),
        (['?', .. var rest], ['a' or 'o' or 'u', 'e', .. var behind]) => Fits(rest, behind) || Fits(rest, word[1..]),
        (['?', .. var rest], ['s', 's', .. var behind]) => Fits(rest, behind) || Fits(rest, word[1..]),
        (['?', .. var rest], [_, .. var behind]) => Fits(rest, behind),
        ([var letter, .. var rest], [var other, .. var behind]) => letter == other && Fits(rest, behind),
        _ => false,
    };

    private static IEnumerable<string> Hashtags(string text) =>
        text.Split(' ').Where(word => word.StartsWith('#')).Select(word => Fold(word[1..]));

    private static bool Holds(QueryNode.Number asked, decimal value) => asked.Comparison switch
    {
        QueryComparison.Less => value < asked.Value,
        QueryComparison.LessOrEqual => value <= asked.Value,
        QueryComparison.Equal => value == asked.Value,
        QueryComparison.GreaterOrEqual => value >= asked.Value,
        _ => value > asked.Value,
    };
}
