namespace Listening.Queries;

/// <summary>
/// Reads a query. Side by side means AND, which binds more tightly than OR; NOT takes the word, phrase or group behind it; a minus
/// excludes for its whole group, wherever it stands there. Syntax of other search boxes is refused: taken as plain words it would find
/// next to nothing, and nobody would notice.
/// </summary>
public static class QueryParser
{
    /// <summary>Most UTF-16 units of a query.</summary>
    public const int MaxLength = 8_000;

    /// <summary>Most words and fields; each word of a phrase counts.</summary>
    public const int MaxTerms = 500;

    /// <summary>Most parentheses in one another.</summary>
    public const int MaxNesting = 50;

    /// <summary>Most words from one to another with NEAR.</summary>
    public const int MaxDistance = 50;

    /// <summary>Null if it is no query, and then <paramref name="problem"/> says why and where.</summary>
    public static QueryNode? Parse(string text, out Problem? problem)
    {
        problem = TooLong(text) ?? Directed(text);
        return problem is null ? new QueryReading(text).Read(out problem) : null;
    }

    private static Problem? TooLong(string text)
    {
        var length = text.Length;
        return length <= MaxLength ? null : At(text, MaxLength, Problem.Create(
            "query.too-long",
            $"it has {length} characters, and {MaxLength} are allowed; shorten it, for instance with a * for the forms of a word, "
            + $"or make several brands or rules of it"));
    }

    /// <summary>Signs that change the direction of what follows show a person another query than the one that is read.</summary>
    private static Problem? Directed(string text)
    {
        var at = text.AsSpan().IndexOfAnyInRange('\u202A', '\u202E') is >= 0 and var embedding ? embedding
            : text.AsSpan().IndexOfAnyInRange('\u2066', '\u2069');
        var character = at + 1;
        return at < 0 ? null : At(text, at, Problem.Create(
            "query.bidirectional",
            $"character {character} is invisible and turns the direction of what follows, so that the query reads as another than it is; "
            + $"remove it, or type the words anew"));
    }

    private static Problem At(string text, int start, Problem problem) => problem with { Place = new(text, start, 1) };
}
