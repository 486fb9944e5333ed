using System.Net;
using System.Text.RegularExpressions;
using Listening.Connectors.Text;

namespace Listening.Connectors.Files;

/// <summary>Makes plain text of what exports hold where a text is expected: HTML (Mastodon, forums), or text in pieces (Takeout).</summary>
internal static partial class ImportText
{
    /// <summary>
    /// Unlike a feed's, an export's text is plain unless it surely is HTML: it holds a closing tag, a line break, or a tag with an
    /// attribute. So <c>a &lt; b</c> and <c>List&lt;int&gt;</c> stay to the letter, and entities are read in any case.
    /// </summary>
    public static string Plain(string written)
    {
        var text = FromPieces(written) ?? written;
        if (Markup().IsMatch(text))
        {
            return HtmlText.FromHtml(text);
        }

        var decoded = Entity().IsMatch(text) ? WebUtility.HtmlDecode(text) : text;
        return decoded.Length < text.Length && Markup().IsMatch(decoded) ? HtmlText.FromHtml(decoded) : decoded;
    }

    /// <summary>Google Takeout writes a comment as JSON objects with a comma between them (2024); null for anything else.</summary>
    private static string? FromPieces(string written)
    {
        if (!written.StartsWith("{\"text\"", StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            var pieces = JsonSerializer.Deserialize<Piece?[]>($"[{written}]", JsonSerializerOptions.Web)!;
            return string.Concat(pieces.Select(piece => piece?.Text));
        }
        catch (JsonException)
        {
            // Somebody wrote a text that begins like JSON.
            return null;
        }
    }

    private sealed record Piece(string? Text);

    [GeneratedRegex(
        "</(?:a|b|blockquote|code|div|em|h[1-6]|i|li|ol|p|pre|s|small|span|strong|table|td|tr|u|ul)\\s*>|<br\\s*/?>"
        + "|<(?:a|div|img|p|span)\\s[^<>]*=[^<>]*>",
        RegexOptions.IgnoreCase)]
    private static partial Regex Markup();

    [GeneratedRegex("&(?:[A-Za-z][A-Za-z0-9]{1,20}|#[0-9]{2,7}|#[xX][0-9A-Fa-f]{2,6});")]
    private static partial Regex Entity();
}
