using System.Text.RegularExpressions;

namespace Listening.Encoder;

/// <summary>
/// Writes a text as most people write, before an encoder reads it: to one that learned ordinary spelling, capitals, drawn-out vowels and
/// every other name or address are other words. Without this, a quarter of the sentiments change if a text is written in capitals.
/// </summary>
public static partial class PlainWriting
{
    /// <summary>From this share of capitals on, a text is shouted; with few letters, capitals are an abbreviation.</summary>
    private const double Shouted = 0.7;
    private const int LeastLetters = 8;

    public static string Of(string text)
    {
        var plain = DrawnOut().Replace(Handle().Replace(Address().Replace(text, "https://example.org"), "@user"), "$1");
        var letters = plain.Count(char.IsLetter);
        return letters >= LeastLetters && plain.Count(char.IsUpper) >= Shouted * letters ? plain.ToLowerInvariant() : plain;
    }

    [GeneratedRegex(@"\b(?:https?://|www\.)\S+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Address();

    [GeneratedRegex(@"(?<![\w.])@[\w.]*\w")]
    private static partial Regex Handle();

    /// <summary>A vowel three times or more. Hardly a word has that ("Seeelefant"), while many have a consonant three times.</summary>
    [GeneratedRegex(@"([aeiouyäöü])\1{2,}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DrawnOut();
}
