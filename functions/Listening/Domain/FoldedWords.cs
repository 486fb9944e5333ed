using Listening.Scoring.Normalization;

namespace Listening.Domain;

/// <summary>
/// Splits a text into words and folds them, so that <c>Müller</c>, <c>MUELLER</c> and <c>mu&#x308;ller</c> are one word, whatever its
/// letters look like.
/// </summary>
public static class FoldedWords
{
    /// <summary>Two dots above, which make the a before them an ä.</summary>
    private const int CombiningDots = 0x308;

    /// <summary>
    /// The folded words of a text in their order. Everything but letters, digits and marks divides words; half
    /// surrogates do so too. Scripts that write no spaces, such as Chinese, give one word per run of letters.
    /// </summary>
    public static IReadOnlyList<string> Split(string text) => Split(PlainLetters.Of(text), null);

    /// <summary>Where the words of <see cref="Split(string)"/> stand in the text as it was written, in the same order.</summary>
    public static IReadOnlyList<(int Start, int Length)> Places(string text)
    {
        var origins = new List<int>(text.Length);
        var places = new List<(int Start, int End)>();
        Split(PlainLetters.Of(text, origins), places);
        return [.. places.Select(place => (origins[place.Start], EndOf(origins[place.End - 1]) - origins[place.Start]))];

        int EndOf(int last) => last + (char.IsHighSurrogate(text[last]) && last + 1 < text.Length ? 2 : 1);
    }

    /// <param name="places">Takes where each word begins and ends; null if nobody asks.</param>
    private static List<string> Split(string plain, List<(int Start, int End)>? places)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var dotsMakeUmlaut = false;
        var (at, start, end) = (0, 0, 0);
        foreach (var rune in plain.EnumerateRunes())
        {
            start = word.Length == 0 ? at : start;
            at += rune.Utf16SequenceLength;
            if (Rune.IsLetterOrDigit(rune))
            {
                dotsMakeUmlaut = Fold(rune, word);
                end = at;
            }
            else if (rune.Value == CombiningDots && dotsMakeUmlaut)
            {
                word.Append('e');
                dotsMakeUmlaut = false;
                end = at;
            }
            else if (Rune.GetUnicodeCategory(rune)
                is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.Format))
            {
                End();
            }
        }

        End();
        return words;

        void End()
        {
            dotsMakeUmlaut = false;
            if (word.Length > 0)
            {
                words.Add(word.ToString());
                places?.Add((start, end));
                word.Clear();
            }
        }
    }

    /// <summary>True if combining dots would make an umlaut of what was added.</summary>
    private static bool Fold(Rune rune, StringBuilder into)
    {
        var lower = Rune.ToLowerInvariant(rune);
        if (lower.Value > char.MaxValue)
        {
            into.Append(lower.ToString());
            return false;
        }

        switch ((char)lower.Value)
        {
            case 'ä': into.Append("ae"); return false;
            case 'ö': into.Append("oe"); return false;
            case 'ü': into.Append("ue"); return false;
            case 'ß': into.Append("ss"); return false;
        }

        var plain = AccentFolding.Fold((char)lower.Value);
        switch (plain)
        {
            case 'æ': into.Append("ae"); return false;
            case 'œ' or 'ø': into.Append("oe"); return false;
            default: into.Append(plain); return plain is 'a' or 'o' or 'u';
        }
    }
}
