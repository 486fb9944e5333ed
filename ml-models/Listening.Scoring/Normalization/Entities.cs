using System.Globalization;
using System.Text;

namespace Listening.Scoring.Normalization;

/// <summary>Decodes the HTML entities that feeds and corpora leave in texts. What is none stays as it is.</summary>
internal static class Entities
{
    /// <summary>Longer than any name or number between <c>&amp;</c> and <c>;</c> that we decode.</summary>
    private const int Longest = 10;

    /// <summary>What browsers make of <c>&amp;#128;</c> to <c>&amp;#159;</c>: Windows-1252 (HTML standard, numeric character references).</summary>
    private const string Windows1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ";

    /// <summary>Decodes once: <c>&amp;amp;lt;</c> gives <c>&amp;lt;</c>. The destination needs the length of the source; returns what it took.</summary>
    public static int Decode(ReadOnlySpan<char> source, Span<char> destination)
    {
        var written = 0;
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i] == '&')
            {
                var rest = source[(i + 1)..];
                var end = rest[..Math.Min(rest.Length, Longest + 1)].IndexOf(';');
                if (end > 0 && CodePoint(rest[..end]) is var codePoint and not 0)
                {
                    written += new Rune(codePoint).EncodeToUtf16(destination[written..]);
                    i += end + 1;
                    continue;
                }
            }

            destination[written++] = source[i];
        }

        return written;
    }

    /// <summary>The character an entity stands for; 0 if it is none.</summary>
    private static int CodePoint(ReadOnlySpan<char> entity) => entity[0] == '#' ? Number(entity[1..]) : Name(entity);

    private static int Number(ReadOnlySpan<char> number)
    {
        var isHex = number.StartsWith("x", StringComparison.OrdinalIgnoreCase);
        var style = isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        if (!int.TryParse(isHex ? number[1..] : number, style, CultureInfo.InvariantCulture, out var value))
        {
            return 0;
        }

        return value is >= 0x80 and < 0xA0 ? Windows1252[value - 0x80] : Rune.IsValid(value) ? value : 0;
    }

    private static int Name(ReadOnlySpan<char> name) => name switch
    {
        "amp" or "AMP" => '&',
        "lt" or "LT" => '<',
        "gt" or "GT" => '>',
        "quot" or "QUOT" => '"',
        "apos" => '\'',
        "nbsp" or "ensp" or "emsp" or "thinsp" => ' ',
        "shy" or "zwj" or "zwnj" => '\u00AD',
        "szlig" => 'ß',
        "aelig" => 'æ',
        "AElig" => 'Æ',
        "oelig" => 'œ',
        "OElig" => 'Œ',
        "oslash" => 'ø',
        "Oslash" => 'Ø',
        "euro" => '€',
        "pound" => '£',
        "yen" => '¥',
        "cent" => '¢',
        "sect" => '§',
        "deg" => '°',
        "copy" => '©',
        "reg" => '®',
        "trade" => '™',
        "times" => '×',
        "bull" => '•',
        "middot" => '·',
        "hellip" => '…',
        "ndash" => '–',
        "mdash" => '—',
        "lsquo" => '‘',
        "rsquo" => '’',
        "sbquo" => '‚',
        "ldquo" => '“',
        "rdquo" => '”',
        "bdquo" => '„',
        "laquo" => '«',
        "raquo" => '»',
        "iexcl" => '¡',
        "iquest" => '¿',
        "hearts" => '♥',
        _ when char.IsAsciiLetter(name[0]) => Accented(name[0], name[1..]),
        _ => 0,
    };

    /// <summary>Only umlauts keep their dots: the normaliser would drop any other accent anyway.</summary>
    private static int Accented(char letter, ReadOnlySpan<char> accent) => accent switch
    {
        "uml" => letter switch
        {
            'a' => 'ä',
            'o' => 'ö',
            'u' => 'ü',
            'A' => 'Ä',
            'O' => 'Ö',
            'U' => 'Ü',
            _ => letter,
        },
        "acute" or "grave" or "circ" or "tilde" or "ring" or "cedil" or "caron" => letter,
        _ => 0,
    };
}
