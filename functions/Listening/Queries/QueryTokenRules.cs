namespace Listening.Queries;

/// <summary>Decides of each token of one query whether it can be meant, and counts its words.</summary>
internal sealed class QueryTokenRules
{
    private int _terms;

    /// <summary>The field that a token is; null for others, and where there is a problem.</summary>
    /// <param name="between">True if words stand before and behind it.</param>
    public QueryNode? Check(QueryToken token, bool between, out Problem? problem)
    {
        var field = token.Closed ? QueryFieldReader.Read(token, out problem) : Unclosed(token, out problem);
        problem ??= field is not null ? null : token.Kind switch
        {
            QueryTokenKind.Phrase => ForeignSyntax.InPhrase(token.Text),
            QueryTokenKind.Word => ForeignSyntax.InWord(token.Text, token.Written, token.Excluded, between),
            QueryTokenKind.Near => Distance(token),
            _ => null,
        };
        problem ??= Glued(token);
        problem ??= field switch
        {
            null when token.Kind is QueryTokenKind.Word or QueryTokenKind.Phrase => Words(token.Text, token.Written),
            QueryNode.Field { Name: QueryField.Hashtag, Text: var tag } =>
                LongMask([WordPattern.Hashtag(tag)], token.Written) ?? Words(tag, token.Written),
            QueryNode.Field { Name: QueryField.Author or QueryField.Source, Text: var text } => Words(text, token.Written),
            null => null,
            _ => Count(1),
        };
        return problem is null ? field : null;
    }

    private static QueryNode? Unclosed(QueryToken token, out Problem? problem)
    {
        var character = token.QuoteStart + 1;
        problem = Problem.Create("query.unclosed-quote", $"the quote that opens at character {character} is never closed");
        return null;
    }

    private static Problem? Distance(QueryToken near) =>
        int.TryParse(near.Text.AsSpan(QueryLexer.NearWord.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var words)
        && words is > 0 and <= QueryParser.MaxDistance
            ? null
            : Problem.Create(
                "query.near-distance",
                $"'{near.Written}' is too near or too far; write NEAR/1 to NEAR/{QueryParser.MaxDistance}, "
                + $"or AND for words at any distance");

    private static Problem? Glued(QueryToken token)
    {
        var word = Excerpt.Create(token.Text);
        return token.TouchesQuote
            ? Problem.Create("query.glued-quote", $"'{word}' touches a quote; put a space between a word and a \"phrase\"")
            : null;
    }

    private Problem? Words(string text, string written)
    {
        if (Stars(text, written) is { } problem)
        {
            return problem;
        }

        var words = WordPattern.Read(text);
        return LongMask(words, written) is { } tooLong ? tooLong
            : words.Count > 0 ? Count(words.Count)
            : text.Contains('*', StringComparison.Ordinal) ? Alone(written)
            : Problem.Create("query.no-letters", $"'{written}' holds no letter or digit to look for");
    }

    private static Problem? LongMask(IReadOnlyList<WordPattern> words, string written) =>
        words.Any(word => word.HasMask && word.Text.Length > WordPattern.MaxMasked)
            ? Problem.Create(
                "query.long-wildcard", $"'{written}' has a ? in a word of more than {WordPattern.MaxMasked} letters; write a * for its end")
            : null;

    /// <summary>A * opens the beginning or the end of a word, and there must be one.</summary>
    private static Problem? Stars(string text, string written)
    {
        var word = Excerpt.Create(text);
        var parts = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return parts.Any(part => part.AsSpan(1, Math.Max(0, part.Length - 2)).Contains('*') || part is "**")
            ? Problem.Create(
                "query.inner-star",
                $"'{word}' holds a * inside a word; only the beginning and the end of a word can be open, "
                + $"so write out each form with OR between them")
            : parts.SkipLast(1).Contains("*") ? Alone(written)
            : null;
    }

    private static Problem Alone(string written) => Problem.Create(
        "query.wildcard-alone", $"'{written}' holds a * that stands for any word; write the beginning or the end of one, as in liefer*");

    private Problem? Count(int terms)
    {
        _terms += terms;
        return _terms <= QueryParser.MaxTerms ? null : Problem.Create(
            "query.too-many-terms",
            $"it holds more than {QueryParser.MaxTerms} words; shorten it, for instance with a * for the forms of a word, "
            + $"or make several brands or rules of it");
    }
}
