using System.Text.RegularExpressions;

namespace Listening.Local.Sample;

/// <summary>Turns the plain text of a post into the HTML a community's software would make of it.</summary>
public static partial class SampleHtml
{
    /// <summary>
    /// Escapes exactly what HTML needs. The framework's encoders write umlauts and emoji as numbers as well, which
    /// real feeds rarely do and nobody can read.
    /// </summary>
    public static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal)
            .Replace("\"", "&quot;", StringComparison.Ordinal)
            .Replace("'", "&#39;", StringComparison.Ordinal);

    /// <summary>Paragraphs, line breaks and links.</summary>
    public static string Body(string text) =>
        string.Join('\n', text.Split("\n\n").Select(paragraph =>
            $"<p>{Links().Replace(Escape(paragraph), """<a href="$0" rel="nofollow">$0</a>""").Replace("\n", "<br>\n", StringComparison.Ordinal)}</p>"));

    // Escaped text holds no quotes or angle brackets; a closing bracket or full stop belongs to the sentence.
    [GeneratedRegex(@"https?://[^\s)]+[^\s).,!?]")]
    private static partial Regex Links();
}
