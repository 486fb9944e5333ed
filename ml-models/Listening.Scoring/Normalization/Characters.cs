namespace Listening.Scoring.Normalization;

/// <summary>How the normaliser treats a UTF-16 unit.</summary>
internal enum CharacterKind : byte
{
    /// <summary>Removed: controls, formats, combining accents, variation selectors, private use.</summary>
    Dropped,
    Space,
    Letter,
    Digit,
    Symbol,
    Apostrophe,
    Hyphen,
    Surrogate,
}

/// <summary>Classifies and folds characters. Tables cover the most frequent scripts.</summary>
internal static class Characters
{
    /// <summary>Covers Latin, Greek, Cyrillic, Arabic, Devanagari, punctuation and the symbols of the basic plane.</summary>
    private const int Tabled = 0x3000;

    private const char CombiningDots = '\u0308';
    private const char ZeroWidthJoiner = '\u200D';

    private static readonly CharacterKind[] Kinds = [.. Enumerable.Range(0, Tabled).Select(unit => Classify((char)unit))];
    private static readonly char[] Folded = [.. Enumerable.Range(0, Tabled).Select(unit => ComputeFold((char)unit))];

    public static CharacterKind KindOf(char unit) => unit < Tabled ? Kinds[unit] : Classify(unit);

    /// <summary>
    /// A letter in lower case and without accents, except <c>ä ö ü ß æ ø œ</c>, which are written as two letters later; a quote,
    /// apostrophe or dash in its ASCII form; anything else unchanged.
    /// </summary>
    public static char Fold(char unit) => unit < Tabled ? Folded[unit] : ComputeFold(unit);

    /// <summary>The kind of a character outside the basic plane.</summary>
    public static CharacterKind KindOf(int codePoint) => codePoint switch
    {
        >= 0x1F3FB and <= 0x1F3FF => CharacterKind.Dropped, // skin tones
        >= 0x1F000 and <= 0x1FAFF => CharacterKind.Symbol,  // emoji, also those that are younger than the runtime's tables
        _ => ByCategory(CharUnicodeInfo.GetUnicodeCategory(codePoint)),
    };

    public static bool IsLetterOrDigit(ReadOnlySpan<char> text, int at) =>
        (uint)at < (uint)text.Length && KindOf(text[at]) is CharacterKind.Letter or CharacterKind.Digit;

    /// <summary>True if the character turns the a, o or u before it into an umlaut.</summary>
    public static bool IsCombiningDots(ReadOnlySpan<char> text, int at) => at < text.Length && text[at] == CombiningDots;

    /// <summary>Reads a character outside the basic plane; false if there is no complete surrogate pair.</summary>
    public static bool TryReadPair(ReadOnlySpan<char> text, int at, out Rune rune)
    {
        rune = default;
        return at + 1 < text.Length && Rune.TryCreate(text[at], text[at + 1], out rune);
    }

    /// <summary>True for a sign that only gives the sex of the person in the emoji before it.</summary>
    public static bool IsJoinedGender(ReadOnlySpan<char> text, int at) =>
        text[at] is '♀' or '♂' && at > 0 && text[at - 1] == ZeroWidthJoiner;

    private static CharacterKind Classify(char unit) => unit switch
    {
        '\'' or '`' or '´' or '‘' or '’' or '‚' or '‛' or '‹' or '›' or '′' => CharacterKind.Apostrophe,
        '-' or (>= '‐' and <= '―') or '−' => CharacterKind.Hyphen,
        'ـ' => CharacterKind.Dropped, // Arabic tatweel, which only stretches the line
        (>= '\u0300' and <= '\u036F') or (>= '\u1AB0' and <= '\u1AFF') or (>= '\u1DC0' and <= '\u1DFF')
            or (>= '\u20D0' and <= '\u20FF') or (>= '\uFE00' and <= '\uFE0F') or (>= '\uFE20' and <= '\uFE2F') => CharacterKind.Dropped,
        >= '\uFFF9' and <= '\uFFFD' => CharacterKind.Dropped, // replacements of damaged characters
        _ when char.IsWhiteSpace(unit) => CharacterKind.Space,
        _ => ByCategory(char.GetUnicodeCategory(unit)),
    };

    private static CharacterKind ByCategory(UnicodeCategory category) => category switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber => CharacterKind.Letter,
        // The vowels of Devanagari and Arabic are marks; without them words would be split or change their meaning.
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark => CharacterKind.Letter,
        UnicodeCategory.DecimalDigitNumber => CharacterKind.Digit,
        UnicodeCategory.Surrogate => CharacterKind.Surrogate,
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.EnclosingMark => CharacterKind.Dropped,
        _ => CharacterKind.Symbol,
    };

    private static char ComputeFold(char unit)
    {
        switch (Classify(unit))
        {
            case CharacterKind.Letter:
                // Via the capital letter, which ς shares with σ, and the micro sign with μ.
                var lower = char.ToLowerInvariant(char.ToUpperInvariant(unit));
                return lower is 'ä' or 'ö' or 'ü' ? lower : AccentFolding.Fold(lower);
            case CharacterKind.Apostrophe:
                return '\'';
            case CharacterKind.Hyphen:
                return '-';
            default:
                return unit is '«' or '»' or '„' or '“' or '”' or '‟' or '″' ? '"' : unit;
        }
    }
}
