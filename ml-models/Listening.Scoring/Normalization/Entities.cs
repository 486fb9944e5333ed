namespace Listening.Scoring.Normalization;

/// <summary>Decodes the HTML entities that feeds and corpora leave in texts. Everything else is unchanged.</summary>
internal static class Entities
{
    /// <summary>The longest decoded name or number between <c>&amp;</c> and <c>;</c>.</summary>
    private const int Longest = 10;

    /// <summary>
    /// Browsers decode <c>&amp;#128;</c> to <c>&amp;#159;</c> as Windows-1252 (HTML standard, numeric character references).
    /// </summary>
    private const string Windows1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ";

    private const string Dotted = "aouAOU";
    private const string Umlauts = "äöüÄÖÜ";

    private static readonly Dictionary<string, char>.AlternateLookup<ReadOnlySpan<char>> Names = new (string Name, char Character)[]
    {
        ("amp", '&'), ("AMP", '&'), ("lt", '<'), ("LT", '<'), ("gt", '>'), ("GT", '>'), ("quot", '"'), ("QUOT", '"'), ("apos", '\''),
        ("nbsp", ' '), ("ensp", ' '), ("emsp", ' '), ("thinsp", ' '), ("shy", '\u00AD'), ("zwj", '\u00AD'), ("zwnj", '\u00AD'),
        ("szlig", 'ß'), ("aelig", 'æ'), ("AElig", 'Æ'), ("oelig", 'œ'), ("OElig", 'Œ'), ("oslash", 'ø'), ("Oslash", 'Ø'), ("euro", '€'),
        ("pound", '£'), ("yen", '¥'), ("cent", '¢'), ("sect", '§'), ("deg", '°'), ("copy", '©'), ("reg", '®'), ("trade", '™'),
        ("times", '×'), ("bull", '•'), ("middot", '·'), ("hellip", '…'), ("ndash", '–'), ("mdash", '—'), ("lsquo", '‘'), ("rsquo", '’'),
        ("sbquo", '‚'), ("ldquo", '“'), ("rdquo", '”'), ("bdquo", '„'), ("laquo", '«'), ("raquo", '»'), ("iexcl", '¡'), ("iquest", '¿'),
        ("hearts", '♥'),
    }.ToDictionary(entity => entity.Name, entity => entity.Character).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>
    /// Decodes once: <c>&amp;amp;lt;</c> gives <c>&amp;lt;</c>. The destination must be as long as the source. Returns the length of the
    /// result.
    /// </summary>
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

    /// <summary>The character of an entity; 0 if it is not one.</summary>
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

    private static int Name(ReadOnlySpan<char> name) =>
        Names.TryGetValue(name, out var character) ? character : char.IsAsciiLetter(name[0]) ? Accented(name[0], name[1..]) : 0;

    /// <summary>Only umlauts keep their dots: the normaliser removes all other accents anyway.</summary>
    private static int Accented(char letter, ReadOnlySpan<char> accent) => accent switch
    {
        "uml" => Dotted.IndexOf(letter) is >= 0 and var at ? Umlauts[at] : letter,
        "acute" or "grave" or "circ" or "tilde" or "ring" or "cedil" or "caron" => letter,
        _ => 0,
    };
}
