using System.Security;
using System.Text.RegularExpressions;

namespace Listening.Local.Sample;

/// <summary>Formats the plain text of a post as HTML, as community software does.</summary>
public static partial class SampleHtml
{
    /// <summary>Escapes only what HTML requires. HTML encoders write umlauts and emoji as numbers too, which feeds rarely do.</summary>
    public static string Escape(string text) => SecurityElement.Escape(text);

    /// <summary>Paragraphs, line breaks and links.</summary>
    public static string Body(string text) =>
        string.Join('\n', text.Split("\n\n").Select(paragraph =>
            $"<p>{WithLinks(paragraph).Replace("\n", "<br>\n", StringComparison.Ordinal)}</p>"));

    private static string WithLinks(string text) => Links().Replace(Escape(text), """<a href="$0" rel="nofollow">$0</a>""");

    // Escaped text contains no quotes or angle brackets; a closing bracket or full stop belongs to the sentence.
    [GeneratedRegex(@"https?://[^\s)]+[^\s).,!?]")]
    private static partial Regex Links();
}
