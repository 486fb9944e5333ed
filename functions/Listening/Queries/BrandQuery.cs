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
        foreach (Match match in Parts().Matches(text))
        {
            var part = new Part(match);
            var term = Term.From(part.Word);
            problem = part.Problem
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
        problem = null;
        return new BrandQuery(text, [.. alternatives], [.. exclusions]);
    }

    public bool Matches(string text)
    {
        var words = FoldedWords.Split(text);
        return !_exclusions.Any(term => term.OccursIn(words))
            && _alternatives.Any(all => all.All(term => term.OccursIn(words)));
    }

    public override string ToString() => Text;

    /// <summary>
    /// Words and phrases, with or without a minus. Word processors put typographic quotes and dashes for plain ones.
    /// </summary>
    [GeneratedRegex("""(?<minus>[-–−])?(?:(?<open>["„“”«»])(?<phrase>[^"„“”«»]*)(?<close>["„“”«»])?|(?<word>[^\s"„“”«»]+))""")]
    private static partial Regex Parts();

    /// <summary>A word or quoted phrase as it was written.</summary>
    private sealed class Part(Match match)
    {
        private readonly bool _quoted = match.Groups["open"].Success;

        public bool Excluded { get; } = match.Groups["minus"].Success;

        public string Word { get; } = match.Groups["open"].Success ? match.Groups["phrase"].Value.Trim() : match.Groups["word"].Value;

        public bool IsOr => !_quoted && !Excluded && Word is "OR" or "ODER";

        /// <summary>As a problem may repeat it.</summary>
        public string Written => Excerpt.Create((Excluded ? "-" : "") + Word);

        /// <summary>What is wrong with it, whatever is around it; null if nothing is.</summary>
        public Problem? Problem
        {
            get
            {
                var (word, operation, character) = (Excerpt.Create(Word), Word.ToUpperInvariant(), match.Groups["open"].Index + 1);
                var plain = !_quoted && !Excluded;
                return
                    _quoted && !match.Groups["close"].Success ? Problem.Create(
                        "query.unclosed-quote", $"the quote that opens at character {character} is never closed")
                    : plain && Word is ("AND" or "UND") ? Problem.Create(
                        "query.needless-and",
                        $"'{word}' is not needed, as all words must be there; leave it out, or write \"{word}\" for the word itself")
                    : plain && Word is ("NOT" or "NICHT") ? Problem.Create(
                        "query.not",
                        $"'{word}' would be a word to look for; write -word to exclude a word, or \"{word}\" for the word itself")
                    : plain && !IsOr && operation is ("OR" or "ODER") ? Problem.Create(
                        "query.small-or",
                        $"'{word}' would be a word to look for; write {operation} between alternatives, or \"{word}\" for the word itself")
                    : !_quoted && Word.AsSpan().ContainsAny('(', ')') ? Problem.Create(
                        "query.brackets",
                        $"brackets do not group; write out each alternative, as in: northwind coffee OR nordwind coffee")
                    : Word.IndexOf('*') is >= 0 and var star && star < Word.Length - 1 ? Problem.Create(
                        "query.inner-star", $"'{word}' holds a * that is not at its end; only the end of a word can be open")
                    : null;
            }
        }
    }

    /// <summary>A word or a phrase: folded words in a row, of which an open one may go on.</summary>
    private sealed record Term(string[] Words, bool Open)
    {
        public static Term? From(string written)
        {
            var words = FoldedWords.Split(written);
            return words.Count == 0 ? null : new Term([.. words], written.EndsWith('*'));
        }

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
