using System.Text.RegularExpressions;

namespace Listening.Domain;

/// <summary>Tells a text that says something from one that only has signs.</summary>
public static partial class WordCheck
{
    private const string Brackets = "()<>[]{},;:.\"'„“”‚‘’«»…";

    /// <summary>
    /// True if a letter is left without web and mail addresses, <c>@names</c> and spreadsheet errors. Emoji and numbers are no words.
    /// </summary>
    public static bool HasWords(string text)
    {
        // Every text that is judged comes through here, and nearly all end at their first word.
        var rest = Marked().Replace(text, " ");
        foreach (var part in Parts().EnumerateMatches(rest))
        {
            if (IsWord(rest.AsSpan(part.Index, part.Length)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWord(ReadOnlySpan<char> part)
    {
        foreach (var rune in part.EnumerateRunes())
        {
            if (Rune.IsLetter(rune))
            {
                return !Bare().IsMatch(part.Trim(Brackets));
            }
        }

        return false;
    }

    /// <summary>Addresses and names that begin with a mark of their own, wherever they stand.</summary>
    [GeneratedRegex(@"(?:\bhttps?://|\bwww\.)\S+|(?<![\w.])@[\w.@-]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Marked();

    [GeneratedRegex(@"\S+")]
    private static partial Regex Parts();

    /// <summary>
    /// A mail address, a web address without <c>https</c>, or what a spreadsheet shows for a failed formula, in English or German. A web
    /// address has a path or a common ending: in "kaputt.Schade" only a space is missing.
    /// </summary>
    [GeneratedRegex(
        """
        ^ (?:
            [\w.+-]+ @ [\w-]+ (?: \.[\w-]+ )+
          | [\w-]+ (?: \.[\w-]+ )* \.[a-z]{2,} (?: :\d+ )? / .*
          | [\w-]+ (?: \.[\w-]+ )* \. (?: de | at | ch | eu | com | net | org | info | io )
          | \# (?: REF! | NAME\? | VALUE! | DIV/0! | N/A | NUM! | NULL! | BEZUG! | WERT! | ZAHL! | NV )
        ) $
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Bare();
}
