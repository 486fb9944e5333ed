using System.Text.RegularExpressions;

namespace Listening.Queries;

/// <summary>
/// Divides a query into words, phrases, parentheses and operators. Pure, and never fails: whatever is left over is a word.
/// </summary>
internal static partial class QueryLexer
{
    public const string NearWord = "NEAR/";

    public static IReadOnlyList<QueryToken> Read(string query)
    {
        var tokens = new List<QueryToken>();
        for (var at = 0; at < query.Length;)
        {
            if (char.IsWhiteSpace(query[at]))
            {
                at++;
                continue;
            }

            var token = ReadAt(query, at);
            tokens.Add(token);
            at = token.Start + token.Length;
        }

        return tokens;
    }

    /// <summary>What a word without minus and quotes is: an operator, or a word.</summary>
    public static QueryTokenKind KindOf(string word) => word switch
    {
        "AND" => QueryTokenKind.And,
        "OR" or "ODER" => QueryTokenKind.Or,
        "NOT" => QueryTokenKind.Not,
        _ => Near().IsMatch(word) ? QueryTokenKind.Near : QueryTokenKind.Word,
    };

    private static QueryToken ReadAt(string query, int start)
    {
        var excluded = QueryToken.IsMinus(query[start]) && start + 1 < query.Length
            && !char.IsWhiteSpace(query[start + 1]) && query[start + 1] != ')';
        var at = excluded ? start + 1 : start;
        if (query[at] is '(' or ')')
        {
            var parenthesis = query[at] == '(' ? QueryTokenKind.Open : QueryTokenKind.Close;
            return new(parenthesis, start, at + 1 - start, query[at].ToString()) { Excluded = excluded };
        }

        if (QueryToken.IsQuote(query[at]))
        {
            return ReadPhrase(query, start, at, field: null) with { Excluded = excluded };
        }

        var end = at;
        while (end < query.Length && !char.IsWhiteSpace(query[end]) && !QueryToken.IsQuote(query[end]) && query[end] is not ('(' or ')'))
        {
            end++;
        }

        // What is pasted may bring invisible characters, which must not make a word of an operator.
        var (word, visible) = (query[at..end], Visible(query[at..end]));
        var kind = excluded ? QueryTokenKind.Word : KindOf(visible);
        word = kind == QueryTokenKind.Word ? word : visible;
        var quoteFollows = end < query.Length && QueryToken.IsQuote(query[end]);
        if (quoteFollows && word.EndsWith(':') && QueryWords.Fields.ContainsKey(word[..^1]))
        {
            return ReadPhrase(query, start, end, word) with { Excluded = excluded };
        }

        return new(kind, start, end - start, word)
        {
            Excluded = excluded,
            TouchesQuote = quoteFollows || (start > 0 && QueryToken.IsQuote(query[start - 1])),
        };
    }

    private static string Visible(string word) => word.Any(IsInvisible) ? string.Concat(word.Where(c => !IsInvisible(c))) : word;

    private static bool IsInvisible(char c) => char.GetUnicodeCategory(c) == UnicodeCategory.Format;

    private static QueryToken ReadPhrase(string query, int start, int quote, string? field)
    {
        var close = query.AsSpan(quote + 1).IndexOfAny(QueryToken.QuoteMarks);
        var end = close < 0 ? query.Length : quote + 1 + close;
        return new(QueryTokenKind.Phrase, start, (close < 0 ? end : end + 1) - start, query[(quote + 1)..end].Trim())
        {
            Closed = close >= 0,
            Field = field,
            QuoteStart = quote,
        };
    }

    [GeneratedRegex("^NEAR/[0-9]+$")]
    private static partial Regex Near();
}
