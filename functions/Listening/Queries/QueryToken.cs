using System.Buffers;

namespace Listening.Queries;

/// <summary>What a token is.</summary>
internal enum QueryTokenKind
{
    Unknown,
    Word,
    Phrase,
    Open,
    Close,
    And,
    Or,
    Not,
    Near,
}

/// <summary>A word, phrase, parenthesis or operator of a query.</summary>
/// <param name="Start">Where it begins in the query, its minus included.</param>
/// <param name="Text">A word as it is, or what stands in the quotes.</param>
internal sealed record QueryToken(QueryTokenKind Kind, int Start, int Length, string Text)
{
    public static readonly SearchValues<char> QuoteMarks = SearchValues.Create("\"„“”‟«»＂″");

    /// <summary>True behind a minus.</summary>
    public bool Excluded { get; init; }

    /// <summary>Of a phrase, the <c>author:</c> that stands before its quotes; null if none does.</summary>
    public string? Field { get; init; }

    /// <summary>False for a phrase whose quotes are never closed.</summary>
    public bool Closed { get; init; } = true;

    /// <summary>True for a word right before or behind a quote.</summary>
    public bool TouchesQuote { get; init; }

    /// <summary>Of a phrase, where its quotes open.</summary>
    public int QuoteStart { get; init; }

    /// <summary>As a problem may repeat it.</summary>
    public string Written => Excerpt.Create((Excluded ? "-" : "") + Field + Text);

    /// <summary>True for what stands between operators: a word, a phrase, a group.</summary>
    public bool BeginsOperand => Kind is QueryTokenKind.Word or QueryTokenKind.Phrase or QueryTokenKind.Open;

    /// <summary>A hyphen, or a dash that a word processor puts in its place.</summary>
    public static bool IsMinus(char c) => c is '-' or '–' or '—' or '−' or '‐' or '‑' or '﹣' or '－';

    public static bool IsQuote(char c) => QuoteMarks.Contains(c);

    /// <summary>True if a term needs no quotes to be read as it is.</summary>
    public static bool IsPlainWord(string text) =>
        !text.Any(IsPhraseOnly) && text.Length > 0 && !IsMinus(text[0]) && QueryLexer.KindOf(text) == QueryTokenKind.Word
        && ForeignSyntax.InWord(text, text, excluded: false, between: true) is null;

    /// <summary>True if a field's value needs no quotes.</summary>
    public static bool IsPlainValue(string text) =>
        !text.Any(IsPhraseOnly) && text.Length > 0 && ForeignSyntax.InWord(text, text, excluded: true, between: false) is null;

    private static bool IsPhraseOnly(char c) => char.IsWhiteSpace(c) || IsQuote(c) || c is '(' or ')';
}
