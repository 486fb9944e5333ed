using Listening.Domain;

namespace Listening.Queries;

/// <summary>
/// What a text must say to concern a brand: words and "phrases in quotes", of which all must be there; <c>OR</c>
/// between alternatives; <c>-word</c> or <c>-"phrase"</c> anywhere excludes; a <c>*</c> ends an open word
/// (<c>liefer*</c>). Case, accents, ä against ae, and # or @ make no difference. Syntax of other search boxes is refused:
/// taken as plain words it would find next to nothing, and nobody would notice.
/// </summary>
/// <example><c>northwind OR nordwind OR "north wind" -wetter</c></example>
public sealed class BrandQuery
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
        var at = 0;
        while (Part.Next(text, ref at) is { } part)
        {
            problem = part.Problem
                ?? (part.IsOr && group.Count == 0
                    ? Problem.Create("query.nothing-before-or", $"{part.Word} needs a word or phrase before it")
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
            else if (Term.From(part.Word) is { } term)
            {
                (part.Excluded ? exclusions : group).Add(term);
            }
            else
            {
                var word = (part.Excluded ? "-" : "") + part.Shown;
                problem = Problem.Create("query.no-letters", $"'{word}' holds no letter or digit to look for");
                return null;
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

    /// <summary>A word or quoted phrase as it was written.</summary>
    private readonly record struct Part(string Word, bool Quoted, bool Excluded)
    {
        public bool IsOr => !Quoted && !Excluded && Word is "OR" or "ODER";

        /// <summary>The word as a problem may repeat it.</summary>
        public string Shown => Excerpt.Create(Word);

        /// <summary>What is wrong with it, whatever stands around it; null if nothing is.</summary>
        public Problem? Problem { get; private init; }

        /// <summary>The part that starts at or after <paramref name="at"/>, which moves behind it; null at the end.</summary>
        public static Part? Next(string text, ref int at)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at]))
            {
                at++;
            }

            if (at == text.Length)
            {
                return null;
            }

            var excluded = IsMinus(text[at]);
            at += excluded ? 1 : 0;
            var start = at;
            if (at < text.Length && IsQuote(text[at]))
            {
                do
                {
                    at++;
                }
                while (at < text.Length && !IsQuote(text[at]));

                if (at == text.Length)
                {
                    var character = start + 1;
                    return new Part
                    {
                        Problem = Problem.Create("query.unclosed-quote", $"the quote that opens at character {character} is never closed"),
                    };
                }

                return new Part(text[(start + 1)..at++].Trim(), Quoted: true, excluded).Checked();
            }

            while (at < text.Length && !char.IsWhiteSpace(text[at]) && !IsQuote(text[at]))
            {
                at++;
            }

            return new Part(text[start..at], Quoted: false, excluded).Checked();
        }

        private Part Checked() => this with { Problem = Misread() ?? Brackets() ?? Star() };

        private Problem? Misread()
        {
            var (word, operation) = (Word, Word.ToUpperInvariant());
            return Quoted || Excluded ? null : operation switch
            {
                "AND" or "UND" when word == operation => Problem.Create(
                    "query.needless-and",
                    $"'{word}' is not needed, as all words must be there; leave it out, or write \"{word}\" for the word itself"),
                "NOT" or "NICHT" when word == operation => Problem.Create(
                    "query.not",
                    $"'{word}' would be a word to look for; write -word to exclude a word, or \"{word}\" for the word itself"),
                "OR" or "ODER" when word != operation => Problem.Create(
                    "query.small-or",
                    $"'{word}' would be a word to look for; write {operation} between alternatives, or \"{word}\" for the word itself"),
                _ => null,
            };
        }

        private Problem? Brackets() => !Quoted && Word.AsSpan().ContainsAny('(', ')')
            ? Problem.Create(
                "query.brackets",
                $"brackets do not group; write out each alternative, as in: northwind coffee OR nordwind coffee")
            : null;

        private Problem? Star()
        {
            var word = Shown;
            return Word.IndexOf('*') is >= 0 and var star && star < Word.Length - 1
                ? Problem.Create("query.inner-star", $"'{word}' holds a * that is not at its end; only the end of a word can be open")
                : null;
        }

        /// <summary>Word processors put typographic quotes and dashes in the place of plain ones.</summary>
        private static bool IsQuote(char c) => c is '"' or '„' or '“' or '”' or '«' or '»';

        private static bool IsMinus(char c) => c is '-' or '–' or '−';
    }

    /// <summary>A word or a phrase: folded words in a row, of which an open one may go on.</summary>
    private sealed record Term(string[] Words, bool Open)
    {
        public static Term? From(string written)
        {
            var words = Domain.FoldedWords.Split(written);
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
