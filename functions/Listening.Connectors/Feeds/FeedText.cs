using System.Text.RegularExpressions;

namespace Listening.Connectors.Feeds;

/// <summary>Decodes a feed's bytes. Labels are often wrong, so that they are believed only as far as the bytes agree.</summary>
/// <remarks>
/// Order: byte order mark, then HTTP charset, then XML declaration, then UTF-8 (RFC 7303, 3). Two deviations, both from what real feeds
/// do: bytes beyond ASCII that are UTF-8, which no other encoding produces by chance, are UTF-8 whatever a label says; and Latin-1
/// means Windows-1252.
/// </remarks>
internal static partial class FeedText
{
    private const int Windows1252 = 1252;

    public static string Decode(ReadOnlySpan<byte> bytes, string? contentType)
    {
        if (Marked(bytes) is var (encoding, mark) && encoding is not null)
        {
            return encoding.GetString(bytes[mark..]);
        }

        var lenient = Encoding.UTF8.GetString(bytes);
        var (whole, broken) = (lenient.Count(c => c > '\u007f' && c != '\uFFFD'), lenient.AsSpan().Count('\uFFFD'));
        if (whole > 2 * broken)
        {
            // A few broken characters are a text cut in the wrong place, not another encoding.
            return lenient;
        }

        var start = Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, 400)]);
        foreach (var label in new[] { Label(HttpCharset().Match(contentType ?? "")), Label(XmlDeclaration().Match(start)) })
        {
            // A label of two bytes a character must be wrong: it was itself read as single bytes.
            if (label is not null && Named(label) is { CodePage: not (1200 or 1201 or 12000 or 12001 or 65001) } named
                && TryDecode(bytes, named) is { } text)
            {
                return text;
            }
        }

        // Mostly broken, it is Windows-1252 without a label.
        return broken == 0 || whole > broken ? lenient : CodePagesEncodingProvider.Instance.GetEncoding(Windows1252)!.GetString(bytes);
    }

    /// <summary>The encoding that the first bytes show, and the length of their mark.</summary>
    private static (Encoding? Encoding, int Mark) Marked(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, ..] => (Encoding.UTF8, 3),
        [0xFF, 0xFE, 0, 0, ..] => (Encoding.UTF32, 4),
        [0xFF, 0xFE, ..] => (Encoding.Unicode, 2),
        [0xFE, 0xFF, ..] => (Encoding.BigEndianUnicode, 2),
        [(byte)'<' or (byte)'{', 0, not 0, 0, ..] => (Encoding.Unicode, 0),
        [0, (byte)'<' or (byte)'{', 0, not 0, ..] => (Encoding.BigEndianUnicode, 0),
        _ => (null, 0),
    };

    private static Encoding? Named(string label)
    {
        if (label.ToLowerInvariant() is "iso-8859-1" or "iso8859-1" or "latin1" or "latin-1" or "us-ascii" or "ascii" or "cp1252")
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(Windows1252);
        }

        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(label) ?? Encoding.GetEncoding(label);
        }
        catch (Exception unknown) when (unknown is ArgumentException or NotSupportedException)
        {
            return null; // No such encoding, or UTF-7: the next label has its turn.
        }
    }

    private static string? TryDecode(ReadOnlySpan<byte> bytes, Encoding encoding)
    {
        var strict = (Encoding)encoding.Clone();
        strict.DecoderFallback = DecoderFallback.ExceptionFallback;
        try
        {
            return strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static string? Label(Match match) => match.Success ? match.Groups[1].Value : null;

    [GeneratedRegex("""charset\s*=\s*["']?([^\s;"',]{1,40})""", RegexOptions.IgnoreCase)]
    private static partial Regex HttpCharset();

    [GeneratedRegex("""^\s*<\?xml[^>]{1,300}?encoding\s*=\s*["']([^"']{1,40})["']""", RegexOptions.IgnoreCase)]
    private static partial Regex XmlDeclaration();
}
