using System.Text.RegularExpressions;

namespace Listening.Queries;

/// <summary>
/// What a text must say to concern a brand: words and "phrases in quotes", of which all must be there; <c>OR</c>
/// between alternatives; <c>-word</c> or <c>-"phrase"</c> anywhere excludes; a <c>*</c> ends an open word
/// (<c>liefer*</c>). Case, accents, ä against ae, and # or @ make no difference. Syntax of other search boxes is refused:
/// taken as plain words it would find next to nothing, and nobody would notice.
/// </summary>
/// <example><c>northwind OR nordwind OR "north wind" -wetter</c></example>
public sealed partial class BrandQuery
{
    private readonly Term[][] _alternatives;
    private readonly Term[] _exclusions;

    private BrandQuery(string text, Term[][] alternatives, Term[] exclusions) =>
        (Text, _alternatives, _exclusions) = (text, alternatives, exclusions);

    /// <summary>The query as it was written.</summary>
    public string Text { get; }

    /// <summary>Reads a query; null if it is not one, and then <paramref name="problem"/> says why.</summary>
    public static BrandQuery? TryParse(string text, out Problem? problem)
    {
        var alternatives = new List<Term[]>();
        var group = new List<Term>();
        var exclusions = new List<Term>();
        string? openOr = null;
        var parts = Parts().Matches(text).Select(match => new Part(match, text)).ToList();
        for (var at = 0; at < parts.Count; at++)
        {
            var part = parts[at];
            var term = Term.From(part);
            var between = at > 0 && !parts[at - 1].IsOr && at + 1 < parts.Count && !parts[at + 1].IsOr;
            problem = part.Check(between)
                ?? (part.IsOr && group.Count == 0
                        ? Problem.Create("query.nothing-before-or", $"{part.Word} needs a word or phrase before it")
                    : term is null ? Problem.Create("query.no-letters", $"'{part.Written}' holds no letter or digit to look for")
                    : null);
            if (problem is not null)
            {
                return null;
            }

            if (part.IsOr)
            {
                alternatives.Add([.. group]);
                group.Clear();
                openOr = part.Word;
            }
            else
            {
                (part.Excluded ? exclusions : group).Add(term!);
            }
        }

        if (group.Count == 0)
        {
            problem = openOr is { } word
                ? Problem.Create("query.nothing-after-or", $"{word} needs a word or phrase after it")
                : Problem.Create("query.nothing-to-find", $"it names nothing to look for; give at least one word that is not excluded");
            return null;
        }

        alternatives.Add([.. group]);
        problem = Contradiction(alternatives.SelectMany(terms => terms), exclusions);
        return problem is null ? new BrandQuery(text, [.. alternatives], [.. exclusions]) : null;
    }

    /// <summary>A term is excluded by another that occurs wherever it does, and what needs it never matches.</summary>
    private static Problem? Contradiction(IEnumerable<Term> terms, IReadOnlyList<Term> exclusions) => terms
        .SelectMany(term => exclusions.Where(excluded => excluded.OccursIn(term.Least)).Select(excluded => Problem.Create(
            "query.contradiction",
            $"'{excluded.Written}' excludes every post that '{term.Written}' looks for, so that it finds nothing; remove one of them")))
        .FirstOrDefault();

    public bool Matches(string text)
    {
        var words = FoldedWords.Split(text);
        return !_exclusions.Any(term => term.OccursIn(words))
            && _alternatives.Any(all => all.All(term => term.OccursIn(words)));
    }

    public override string ToString() => Text;

    private const string QuoteMarks = "\"„“”‟«»＂″";

    /// <summary>
    /// Words and phrases, with or without a minus. Word processors put typographic quotes and dashes for plain ones.
    /// </summary>
    [GeneratedRegex(
        $"(?<minus>[-–−])?(?:(?<open>[{QuoteMarks}])(?<phrase>[^{QuoteMarks}]*)(?<close>[{QuoteMarks}])?|(?<word>[^\\s{QuoteMarks}]+))")]
    private static partial Regex Parts();

    /// <summary>A word or quoted phrase as it was written.</summary>
    private sealed class Part(Match match, string query)
    {
        private readonly bool _quoted = match.Groups["open"].Success;

        public bool Excluded { get; } = match.Groups["minus"].Success;

        public string Word { get; } = match.Groups["open"].Success ? match.Groups["phrase"].Value.Trim() : match.Groups["word"].Value;

        public bool IsOr => !_quoted && !Excluded && Word is "OR" or "ODER";

        /// <summary>As a problem may repeat it.</summary>
        public string Written => Excerpt.Create((Excluded ? "-" : "") + Word);

        /// <summary>What is wrong with it, whatever is around it; null if nothing is.</summary>
        /// <param name="between">True if words or phrases stand before and behind it.</param>
        public Problem? Check(bool between)
        {
            var (word, character) = (Excerpt.Create(Word), match.Groups["open"].Index + 1);
            return
                _quoted && !match.Groups["close"].Success ? Problem.Create(
                    "query.unclosed-quote", $"the quote that opens at character {character} is never closed")
                : (_quoted ? ForeignSyntax.InPhrase(Word, Written) : ForeignSyntax.InWord(Word, Written, Excluded, between))
                ?? (Word.IndexOf('*') is >= 0 and var star && star < Word.Length - 1 ? Problem.Create(
                        "query.inner-star", $"'{word}' holds a * that is not at its end; only the end of a word can be open")
                    : !_quoted && TouchesQuote ? Problem.Create(
                        "query.glued-quote", $"'{word}' touches a quote; put a space between a word and a \"phrase\"")
                    : null);
        }

        private bool TouchesQuote =>
            (match.Index > 0 && QuoteMarks.Contains(query[match.Index - 1], StringComparison.Ordinal))
            || (match.Index + match.Length is var end && end < query.Length && QuoteMarks.Contains(query[end], StringComparison.Ordinal));
    }

    /// <summary>A word or a phrase: folded words in a row, of which an open one may go on.</summary>
    /// <param name="Written">As a problem may repeat it.</param>
    private sealed record Term(string[] Words, bool Open, string Written)
    {
        public static Term? From(Part part)
        {
            var words = FoldedWords.Split(part.Word);
            return words.Count == 0 ? null : new Term([.. words], part.Word.EndsWith('*'), part.Written);
        }

        /// <summary>The words that stand in every text in which it occurs; an open one goes on with a sign that no word has.</summary>
        public IReadOnlyList<string> Least => Open ? [.. Words[..^1], Words[^1] + "*"] : Words;

        public bool OccursIn(IReadOnlyList<string> text)
        {
            for (var start = 0; start + Words.Length <= text.Count; start++)
            {
                var length = 0;
                while (length < Words.Length && Matches(text[start + length], length))
                {
                    length++;
                }

                if (length == Words.Length)
                {
                    return true;
                }
            }

            return false;
        }

        private bool Matches(string word, int at) => Open && at == Words.Length - 1
            ? word.StartsWith(Words[at], StringComparison.Ordinal)
            : word == Words[at];
    }
}
