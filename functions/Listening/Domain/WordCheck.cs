using System.Text.RegularExpressions;

namespace Listening.Domain;

/// <summary>Tells a text that says something from one that only has signs.</summary>
public static partial class WordCheck
{
    /// <summary>True if a letter is left without web addresses and <c>@names</c>. Emoji and numbers are no words.</summary>
    public static bool HasWords(string text) => NotWords().Replace(text, " ").EnumerateRunes().Any(Rune.IsLetter);

    [GeneratedRegex(@"(?:\bhttps?://|\bwww\.)\S+|(?<![\w.])@[\w.@-]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NotWords();
}
