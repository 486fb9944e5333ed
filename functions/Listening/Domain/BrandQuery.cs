namespace Listening.Domain;

/// <summary>
/// What a text must say to concern a brand: words and "phrases in quotes", of which all must be there; <c>OR</c>
/// between alternatives; <c>-word</c> or <c>-"phrase"</c> anywhere excludes; a <c>*</c> ends an open word
/// (<c>liefer*</c>). Case, accents, ä against ae, and # or @ make no difference.
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

    /// <summary>Reads a query; <paramref name="fault"/> is one sentence saying what is wrong with it.</summary>
    public static BrandQuery? TryParse(string text, out string? fault)
    {
        var alternatives = new List<Term[]>();
        var group = new List<Term>();
        var exclusions = new List<Term>();
        var orOpen = false;
        var at = 0;
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var excluded = text[at] == '-';
            at += excluded ? 1 : 0;
            var quoted = at < text.Length && text[at] == '"';
            int end;
            if (quoted)
            {
                end = text.IndexOf('"', at + 1);
                if (end < 0)
                {
                    fault = $"the quote that opens at character {at + 1} is never closed";
                    return null;
                }
            }
            else
            {
                end = at;
                while (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] != '"')
                {
                    end++;
                }
            }

            var word = quoted ? text[(at + 1)..end] : text[at..end];
            at = quoted ? end + 1 : end;
            if (!quoted && !excluded && word is "OR" or "ODER")
            {
                if (group.Count == 0)
                {
                    fault = $"{word} needs a word or phrase before it";
                    return null;
                }

                alternatives.Add([.. group]);
                group.Clear();
                orOpen = true;
                continue;
            }

            if (Term.From(word) is not { } term)
            {
                fault = $"'{(excluded ? "-" : "")}{word}' holds no letter or digit to look for";
                return null;
            }

            if (excluded)
            {
                exclusions.Add(term);
            }
            else
            {
                group.Add(term);
                orOpen = false;
            }
        }

        if (orOpen || (group.Count == 0 && alternatives.Count == 0))
        {
            fault = orOpen ? "OR needs a word or phrase after it" : "it names nothing to look for; give at least one word that is not excluded";
            return null;
        }

        alternatives.Add([.. group]);
        fault = null;
        return new BrandQuery(text, [.. alternatives], [.. exclusions]);
    }

    public bool Matches(string text)
    {
        var words = Words.Of(text);
        return !_exclusions.Any(term => term.In(words))
            && _alternatives.Any(all => all.All(term => term.In(words)));
    }

    public override string ToString() => Text;

    /// <summary>A word or a phrase: folded words in a row, of which an open one may go on.</summary>
    private sealed record Term(string[] Words, bool Open)
    {
        public static Term? From(string written)
        {
            var words = Domain.Words.Of(written);
            return words.Count == 0 ? null : new Term([.. words], written.EndsWith('*'));
        }

        public bool In(IReadOnlyList<string> text)
        {
            for (var start = 0; start + Words.Length <= text.Count; start++)
            {
                var length = 0;
                while (length < Words.Length && Fits(text[start + length], length))
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

        private bool Fits(string word, int place) => Open && place == Words.Length - 1
            ? word.StartsWith(Words[place], StringComparison.Ordinal)
            : word == Words[place];
    }
}
