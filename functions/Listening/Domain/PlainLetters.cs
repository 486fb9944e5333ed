using System.Buffers;

namespace Listening.Domain;

/// <summary>
/// Writes letters that only look different as the letters they stand for: bold, script and double-struck ones, circled and squared ones,
/// full width, small capitals, ligatures, raised ones. People post them, and neither queries nor models would know them.
/// A space that is not seen becomes one that divides words. For reading only: what is stored stays as it was written.
/// </summary>
/// <remarks>
/// From the compatibility decompositions of Unicode 16, for Latin and Greek letters and digits; the table is our own because the service
/// runs without ICU (<c>InvariantGlobalization</c>), where <see cref="string.Normalize()"/> changes nothing. Small capitals and
/// white-on-black letters are no compatibility characters, but are used like them.
/// </remarks>
public static class PlainLetters
{
    private const char ZeroWidthSpace = '\u200B';

    /// <summary>Alphabets of 52 letters in a row, capitals first, from bold to monospace: "Mathematical Alphanumeric Symbols".</summary>
    private static readonly (int From, int To) Latin = (0x1D400, 0x1D6A3);

    /// <summary>The same for Greek: 58 signs to an alphabet.</summary>
    private static readonly (int From, int To) Greek = (0x1D6A8, 0x1D7CB);
    private const string GreekAlphabet = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΘΣΤΥΦΧΨΩ∇αβγδεζηθικλμνξοπρςστυφχψω∂εθκφρπ";

    /// <summary>Runs of letters or digits: the first and last of a run, and what the first one stands for.</summary>
    private static readonly (int From, int To, char First)[] Runs =
    [
        (0xFF01, 0xFF5E, '!'), // full width, signs too
        (0x1D7CE, 0x1D7D7, '0'), (0x1D7D8, 0x1D7E1, '0'), (0x1D7E2, 0x1D7EB, '0'), (0x1D7EC, 0x1D7F5, '0'), (0x1D7F6, 0x1D7FF, '0'),
        (0x1FBF0, 0x1FBF9, '0'), // as on a pocket calculator
    ];

    /// <summary>The same for letters in circles, squares and brackets, white on black too.</summary>
    private static readonly (int From, int To, char First)[] EnclosedRuns =
    [
        (0x24B6, 0x24CF, 'A'), (0x24D0, 0x24E9, 'a'), (0x249C, 0x24B5, 'a'),
        (0x1F110, 0x1F129, 'A'), (0x1F130, 0x1F149, 'A'), (0x1F150, 0x1F169, 'A'), (0x1F170, 0x1F189, 'A'),
    ];

    /// <summary>
    /// A letter and what it stands for, for each that stands in no run. Raised digits and signs such as ™ are left out: they are notes
    /// to a word, and would hide it as a part of it.
    /// </summary>
    private static readonly string[] Singles =
    [
        "ﬀff", "ﬁfi", "ﬂfl", "ﬃffi", "ﬄffl", "ﬅst", "ﬆst", "ĲIJ", "ĳij", "ŉ'n", "ǄDZ", "ǅDz", "ǆdz", "ǇLJ", "ǈLj", "ǉlj", "ǊNJ", "ǋNj",
        "ǌnj", "ǱDZ", "ǲDz", "ǳdz", "ªa", "ºo", "ⁱi", "ⁿn", "ℂC", "ℊg", "ℋH", "ℌH", "ℍH", "ℎh", "ℐI", "ℑI", "ℒL", "ℓl", "ℕN", "ℙP", "ℚQ", "ℛR", "ℜR", "ℝR", "ℤZ", "ℨZ",
        "ℬB", "ℭC", "ℯe", "ℰE", "ℱF", "ℳM", "ℴo", "ℹi", "ⅅD", "ⅆd", "ⅇe", "ⅈi", "ⅉj", "\u212AK", "\u212BÅ", "𝚤i", "𝚥j",
        "ʰh", "ʲj", "ʳr", "ʷw", "ʸy", "ˡl", "ˢs", "ˣx", "ᴬA", "ᴮB", "ᴰD", "ᴱE", "ᴳG", "ᴴH", "ᴵI", "ᴶJ", "ᴷK", "ᴸL", "ᴹM", "ᴺN", "ᴼO",
        "ᴾP", "ᴿR", "ᵀT", "ᵁU", "ⱽV", "ᵂW", "ᵃa", "ᵇb", "ᶜc", "ᵈd", "ᵉe", "ᶠf", "ᵍg", "ᵏk", "ᵐm", "ᵒo", "ᵖp", "ᵗt", "ᵘu", "ᵛv", "ᶻz",
        "ₐa", "ₑe", "ₕh", "ᵢi", "ⱼj", "ₖk", "ₗl", "ₘm", "ₙn", "ₒo", "ₚp", "ᵣr", "ₛs", "ₜt", "ᵤu", "ᵥv", "ₓx",
        "ᴀa", "ʙb", "ᴄc", "ᴅd", "ᴇe", "ꜰf", "ɢg", "ʜh", "ɪi", "ᴊj", "ᴋk", "ʟl", "ᴍm", "ɴn", "ᴏo", "ᴘp", "ꞯq", "ʀr", "ꜱs", "ᴛt", "ᴜu", "ᴠv",
        "ᴡw", "ʏy", "ᴢz", "ⅠI", "ⅡII", "ⅢIII", "ⅣIV", "ⅤV", "ⅥVI", "ⅦVII", "ⅧVIII", "ⅨIX", "ⅩX", "ⅪXI", "ⅫXII", "ⅬL", "ⅭC", "ⅮD", "ⅯM",
        "ⅰi", "ⅱii", "ⅲiii", "ⅳiv", "ⅴv", "ⅵvi", "ⅶvii", "ⅷviii", "ⅸix", "ⅹx", "ⅺxi", "ⅻxii", "ⅼl", "ⅽc", "ⅾd", "ⅿm",
    ];

    private static readonly Dictionary<int, string> Meanings = CreateMeanings();
    private static readonly Dictionary<int, string> EnclosedMeanings = FromRuns(EnclosedRuns);

    /// <summary>The text in plain letters; the same string if it holds no others.</summary>
    public static string Of(string text) => Of(text, null);

    /// <param name="origins">Takes, for each UTF-16 unit of the result, where in the text it comes from; null if nobody asks.</param>
    internal static string Of(string text, List<int>? origins)
    {
        StringBuilder? plain = null;
        var copied = 0;
        for (var at = 0; at < text.Length; at++)
        {
            // ASCII, Latin-1's letters and most others stand for themselves; the first that does not is the feminine ª.
            if (text[at] < 'ª' || Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var length) != OperationStatus.Done)
            {
                continue;
            }

            if (Meanings.TryGetValue(rune.Value, out var meaning)
                || (EnclosedMeanings.TryGetValue(rune.Value, out meaning) && IsInEnclosedWord(text, at, length)))
            {
                (plain ??= new StringBuilder(text.Length)).Append(text, copied, at - copied).Append(meaning);
                origins?.AddRange(Enumerable.Range(copied, at - copied).Concat(Enumerable.Repeat(at, meaning.Length)));
                copied = at + length;
            }

            at += length - 1;
        }

        origins?.AddRange(Enumerable.Range(copied, text.Length - copied));
        return plain is null ? text : plain.Append(text, copied, text.Length - copied).ToString();
    }

    /// <summary>
    /// True for an enclosed letter that is part of a word of such letters. One alone is a sign or an emoji, as Ⓡ and 🅿 are.
    /// </summary>
    private static bool IsInEnclosedWord(string text, int at, int length) =>
        (Rune.DecodeFromUtf16(text.AsSpan(at + length), out var next, out _) == OperationStatus.Done
            && EnclosedMeanings.ContainsKey(next.Value))
        || (Rune.DecodeLastFromUtf16(text.AsSpan(0, at), out var last, out _) == OperationStatus.Done
            && EnclosedMeanings.ContainsKey(last.Value));

    private static Dictionary<int, string> FromRuns((int From, int To, char First)[] runs) =>
        runs.SelectMany(run => Enumerable.Range(run.From, run.To - run.From + 1)
            .Select(letter => (Letter: letter, Meaning: ((char)(run.First + letter - run.From)).ToString())))
            .ToDictionary(item => item.Letter, item => item.Meaning);

    private static Dictionary<int, string> CreateMeanings()
    {
        var meanings = FromRuns(Runs);
        meanings[ZeroWidthSpace] = " ";
        for (var letter = Latin.From; letter <= Latin.To; letter++)
        {
            var (place, small) = ((letter - Latin.From) % 26, (letter - Latin.From) / 26 % 2 == 1);
            meanings[letter] = ((char)((small ? 'a' : 'A') + place)).ToString();
        }

        for (var letter = Greek.From; letter <= Greek.To; letter++)
        {
            meanings[letter] = GreekAlphabet[(letter - Greek.From) % GreekAlphabet.Length].ToString();
        }

        foreach (var single in Singles)
        {
            var rune = Rune.GetRuneAt(single, 0);
            meanings[rune.Value] = single[rune.Utf16SequenceLength..];
        }

        return meanings;
    }
}
