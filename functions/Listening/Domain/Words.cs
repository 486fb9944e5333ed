using System.Globalization;
using System.Text;

namespace Listening.Domain;

/// <summary>Splits a text into words and folds them, so that <c>Müller</c>, <c>MUELLER</c> and <c>mu&#x308;ller</c> are one word.</summary>
public static class Words
{
    /// <summary>The folded words of a text in their order. Everything but letters, digits and marks divides words.</summary>
    public static IReadOnlyList<string> Of(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in Composed(text).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                Fold(rune, word);
            }
            else if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.Format))
            {
                End();
            }
        }

        End();
        return words;

        void End()
        {
            if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }
    }

    /// <summary>Composed form, so that a + combining dots is ä. Half surrogates, which normalising refuses, become U+FFFD.</summary>
    private static string Composed(string text)
    {
        try
        {
            return text.IsNormalized(NormalizationForm.FormC) ? text : text.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Normalize(NormalizationForm.FormC);
        }
    }

    private static void Fold(Rune rune, StringBuilder into)
    {
        var lower = Rune.ToLowerInvariant(rune);
        switch (lower.Value)
        {
            case 'ä': into.Append("ae"); return;
            case 'ö': into.Append("oe"); return;
            case 'ü': into.Append("ue"); return;
            case 'ß': into.Append("ss"); return;
            case 'æ': into.Append("ae"); return;
            case 'œ' or 'ø': into.Append("oe"); return;
            case < 0x80: into.Append((char)lower.Value); return;
        }

        foreach (var part in lower.ToString().Normalize(NormalizationForm.FormD).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(part) != UnicodeCategory.NonSpacingMark)
            {
                into.Append(part.ToString());
            }
        }
    }
}
