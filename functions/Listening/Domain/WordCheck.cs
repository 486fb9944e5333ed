using System.Text.RegularExpressions;

namespace Listening.Domain;

/// <summary>Tells a text that says something from one that only has signs.</summary>
public static partial class WordCheck
{
    private static readonly char[] Brackets = [.. "()<>[]{},;:.\"'„“”‚‘’«»…"];

    /// <summary>
    /// True if a letter is left without web and mail addresses, <c>@names</c> and spreadsheet errors. Emoji and numbers are no words.
    /// </summary>
    public static bool HasWords(string text) =>
        Marked().Replace(text, " ").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Any(part => part.EnumerateRunes().Any(Rune.IsLetter) && !Bare().IsMatch(part.Trim(Brackets)));

    /// <summary>Addresses and names that begin with a mark of their own, wherever they stand.</summary>
    [GeneratedRegex(@"(?:\bhttps?://|\bwww\.)\S+|(?<![\w.])@[\w.@-]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Marked();

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
