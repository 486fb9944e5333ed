using Listening.Domain;

namespace Listening.Queries;

/// <summary>
/// What a text must say to concern a brand: words and "phrases in quotes", of which all must be there; <c>OR</c>
/// between alternatives; <c>-word</c> or <c>-"phrase"</c> anywhere excludes; a <c>*</c> ends an open word
/// (<c>liefer*</c>). Case, accents, ä against ae, and # or @ make no difference. What other search boxes understand
/// and we do not is refused: taken as plain words it would find next to nothing, and nobody would notice.
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

    /// <summary>Reads a query; <paramref name="error"/> is one sentence saying what is wrong with it.</summary>
    public static BrandQuery? TryParse(string text, out string? error)
    {
        var alternatives = new List<Term[]>();
        var group = new List<Term>();
        var exclusions = new List<Term>();
        string? openOr = null;
        var at = 0;
        while (Part.Next(text, ref at) is { } part)
        {
            error = part.Fault;
            if (error is not null)
            {
                return null;
            }

            if (part.IsOr)
            {
                if (group.Count == 0)
                {
                    error = $"{part.Word} needs a word or phrase before it";
                    return null;
                }

                alternatives.Add([.. group]);
                group.Clear();
                openOr = part.Word;
                continue;
            }

            if (Term.From(part.Word) is not { } term)
            {
                error = $"'{(part.Excluded ? "-" : "")}{part.Word}' holds no letter or digit to look for";
                return null;
            }

            (part.Excluded ? exclusions : group).Add(term);
        }

        if (group.Count == 0)
        {
            error = openOr is null
                ? "it names nothing to look for; give at least one word that is not excluded"
                : $"{openOr} needs a word or phrase after it";
            return null;
        }

        alternatives.Add([.. group]);
        error = null;
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

        /// <summary>What is wrong with it, whatever stands around it; null if nothing is.</summary>
        public string? Fault { get; private init; }

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
                    return new Part { Fault = $"the quote that opens at character {start + 1} is never closed" };
                }

                return new Part(text[(start + 1)..at++].Trim(), Quoted: true, excluded).Checked();
            }

            while (at < text.Length && !char.IsWhiteSpace(text[at]) && !IsQuote(text[at]))
            {
                at++;
            }

            return new Part(text[start..at], Quoted: false, excluded).Checked();
        }

        private Part Checked() => this with { Fault = Misread() ?? Brackets() ?? Star() };

        private string? Misread() => Quoted || Excluded ? null : Word switch
        {
            "AND" or "UND" => $"'{Word}' is not needed, as words side by side must all be there; leave it out, or write \"{Word}\" for the word itself",
            "NOT" or "NICHT" => $"'{Word}' would be a word to look for; write -word to exclude a word, or \"{Word}\" for the word itself",
            not ("OR" or "ODER") when Word.ToUpperInvariant() is "OR" or "ODER" =>
                $"'{Word}' in small letters would be a word to look for; write {Word.ToUpperInvariant()} between alternatives, or \"{Word}\" for the word itself",
            _ => null,
        };

        private string? Brackets() => !Quoted && Word.AsSpan().ContainsAny('(', ')')
            ? "brackets do not group; write out each alternative, as in: northwind coffee OR nordwind coffee"
            : null;

        private string? Star() => Word.IndexOf('*') is >= 0 and var star && star < Word.Length - 1
            ? $"'{Word}' holds a * that is not at its end; only the end of a word can be open"
            : null;

        /// <summary>Word processors put typographic quotes and dashes in the node of plain ones.</summary>
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

        private bool Matches(string word, int node) => Open && node == Words.Length - 1
            ? word.StartsWith(Words[node], StringComparison.Ordinal)
            : word == Words[node];
    }
}
