using System.Buffers;
using System.Text.RegularExpressions;

namespace Listening.Queries;

/// <summary>
/// Finds what other search tools read as an operator and a query does not: other distances (ADJ, W/5, <c>~5</c>), other fields
/// (<c>title:</c>), other wildcards, weights, lists. Taken for words, it would find next to nothing, and nobody would notice. In quotes
/// everything but a wildcard is a word.
/// </summary>
internal static partial class ForeignSyntax
{
    private const string KnownFields =
        "author:, lang:, site:, source:, hashtag:, is:reply, has:link, rating<3 and followers>1000";

    private static readonly SearchValues<char> Brackets = SearchValues.Create("()[]{}<>");

    /// <summary>What is wrong with an unquoted word; null if nothing is. Problems name it as it was <paramref name="written"/>.</summary>
    /// <param name="between">True if words stand before and behind it: only there are short names like N5 operators.</param>
    public static Problem? InWord(string word, string written, bool excluded, bool between)
    {
        var plain = Ascii(word);
        return
            plain == "AROUND" || Proximity().IsMatch(plain) || (between && ProximityBetweenWords().IsMatch(plain)) ? Problem.Create(
                "query.proximity",
                $"'{written}' is not how a query asks for words near each other; write NEAR/5 between two words, "
                + $"or \"{written}\" for the word itself")
            : Compared().IsMatch(plain) ? UnknownField(written)
            : plain.AsSpan().ContainsAny(Brackets) ? Problem.Create(
                "query.brackets",
                $"'{written}' holds a bracket that does not group; write ( ) around alternatives, "
                + $"as in: (northwind OR nordwind) coffee")
            : word.AsSpan().ContainsAny("＊∗﹡") ? Problem.Create(
                "query.star", $"'{written}' holds a sign that only looks like a *; write * at the beginning or end of a word")
            : plain.AsSpan().ContainsAny(",;|") ? Problem.Create(
                "query.list",
                $"'{written}' holds a sign that lists words; write OR between alternatives, "
                + $"and a space between words that must all be there")
            : Quotes().IsMatch(plain) ? Problem.Create(
                "query.single-quotes", $"'{written}' begins with a quote that makes no phrase; write \"double quotes\" around a phrase")
            : plain.Contains('~', StringComparison.Ordinal) ? Problem.Create(
                "query.similar", $"'{written}' asks for similar words; write out each spelling, as in: northwind OR nordwind")
            : plain.Contains('^', StringComparison.Ordinal) ? Problem.Create(
                "query.weight", $"'{written}' weighs with ^, but posts are found or not; leave it out")
            : plain.AsSpan().ContainsAny(":=") ? UnknownField(written)
            : plain.Contains('/', StringComparison.Ordinal) ? Problem.Create(
                "query.slash",
                $"'{written}' holds a slash, which means neither OR nor a pattern; write OR between alternatives, "
                + $"or \"{written}\" for these words in a row")
            : Wildcard().IsMatch(LetterWildcard().Replace(plain, "x")) ? Problem.Create(
                "query.wildcard",
                $"'{written}' holds a sign for letters that a query does not know there; write ? between two letters for one letter, "
                + $"* at the beginning or end of a word for any, or the words alone")
            : plain.Contains('\\', StringComparison.Ordinal) ? Problem.Create(
                "query.sign", $"'{written}' holds a sign of patterns, which a query does not know; write the words alone")
            : Plus().IsMatch(plain) ? Problem.Create(
                "query.plus", $"'{written}' holds a +, but all words must be there anyway; write a space in its place")
            : excluded ? null
            : OfLogic(plain, written);
    }

    /// <summary>What is wrong with a phrase in quotes; null if nothing is.</summary>
    public static Problem? InPhrase(string phrase) =>
        Logic().Match(phrase) is { Success: true, Value: var logic } ? Problem.Create(
            "query.operator-in-quotes",
            $"'{logic}' in quotes is a word of the phrase; close the quotes before it and open them again behind it, "
            + $"or write it in small letters for the word itself")
        : null;

    private static Problem? OfLogic(string plain, string written)
    {
        var operation = plain.Trim('.', '!').Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        operation = operation.ToUpperInvariant();
        return operation switch
        {
            _ when operation is "AND" or "UND" || operation.Contains("&&", StringComparison.Ordinal) => Problem.Create(
                "query.needless-and",
                $"'{written}' is not needed, as all words must be there; leave it out, or write \"{written}\" for the word itself"),
            "OR" or "ODER" => Problem.Create(
                "query.small-or",
                $"'{written}' would be a word to look for; write {operation} between alternatives, or \"{written}\" for the word itself"),
            "NOT" or "NICHT" or "ANDNOT" or "UNDNICHT" => Not(written),
            _ when plain is "OHNE" or "WITHOUT" or "EXCEPT" || plain.StartsWith('!') => Not(written),
            _ when plain is "XOR" or "SENTENCE" or "PARAGRAPH" => Problem.Create(
                "query.operator",
                $"'{written}' would be a word to look for; leave it out, or write \"{written}\" for the word itself"),
            _ => null,
        };
    }

    private static Problem Not(string written) => Problem.Create(
        "query.not",
        $"'{written}' would be a word to look for; write -word to exclude a word, or \"{written}\" for the word itself");

    private static Problem UnknownField(string written) => Problem.Create(
        "query.field",
        $"'{written}' names no field that a query knows; known are {KnownFields}; title and text are searched together, so write the "
        + $"words alone, or in \"quotes\" if the sign belongs to them");

    /// <summary>The signs of East Asian keyboards (U+FF01 to U+FF5E) as the ASCII ones that they stand for.</summary>
    private static string Ascii(string text) => string.Concat(text.Select(c => c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : c));

    /// <summary>NEAR/5, ADJ3, W/s, /p, and the ~5 behind a phrase.</summary>
    [GeneratedRegex(
        @"^(?:~[0-9]+|/(?:[0-9]+|[sp]|sent|para)|(?:O?NEAR|ADJ|PROX)[0-9]*"
        + @"|(?:NOT)?(?:O?NEAR|ADJ|PROX|PRE|WITHIN|NEXT|[FNPW])/[a-z0-9]{1,5})$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Proximity();

    [GeneratedRegex("^(?:[NW][0-9]{1,2}|PRE[0-9]+|WITHIN|NEXT|SAME|BEFORE|AFTER)$")]
    private static partial Regex ProximityBetweenWords();

    /// <summary>? anywhere, # or % beside a letter that it might stand for, and an exclamation mark that ends a word.</summary>
    [GeneratedRegex(@"\?|\p{L}#\p{L}|^%\p{L}|\p{L}%|\p{L}!$")]
    private static partial Regex Wildcard();

    /// <summary>The question mark that a query knows: it stands for one letter between two others.</summary>
    [GeneratedRegex(@"(?<=\p{L})\?(?=\p{L})")]
    private static partial Regex LetterWildcard();

    /// <summary>A comparison such as likes>5.</summary>
    [GeneratedRegex(@"^\p{L}+[<>]")]
    private static partial Regex Compared();

    [GeneratedRegex(@"^\+|\p{L}\+\p{L}")]
    private static partial Regex Plus();

    [GeneratedRegex("^['‘’‚‛‹›`´′]")]
    private static partial Regex Quotes();

    [GeneratedRegex(@"(?<=\S\s+)(?:OR|ODER|AND|UND|NOT|NICHT)(?=\s+\S)")]
    private static partial Regex Logic();
}
