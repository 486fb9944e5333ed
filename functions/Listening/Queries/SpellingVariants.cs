namespace Listening.Queries;

/// <summary>
/// Writes words as people may have written them: a platform that takes ü for u does not take it for ue, as queries do. Other accents are
/// left to the platform. Pure.
/// </summary>
internal static class SpellingVariants
{
    /// <summary>Most spellings of one term; each is an alternative in the search.</summary>
    public const int Max = 8;

    private static readonly (string Folded, string Written)[] Pairs = [("ae", "ä"), ("oe", "ö"), ("ue", "ü"), ("ss", "ß")];

    /// <summary>All spellings of words in a row, the folded one first; null if there are too many.</summary>
    public static IReadOnlyList<string>? Of(IReadOnlyList<string> words)
    {
        IReadOnlyList<string> spellings = [""];
        foreach (var word in words)
        {
            var next = spellings.SelectMany(before => Of(word, 0).Take(Max + 1).Select(
                spelling => before.Length == 0 ? spelling : $"{before} {spelling}")).Take(Max + 1).ToList();
            if (next.Count > Max)
            {
                return null;
            }

            spellings = next;
        }

        return spellings;
    }

    /// <summary>All spellings of what begins at a place in a word.</summary>
    private static IEnumerable<string> Of(string word, int from)
    {
        for (var at = from; at + 1 < word.Length; at++)
        {
            if (Written(word, at) is { } letter)
            {
                var (before, folded, behind) = (word[from..at], word[at..(at + 2)], at + 2);
                return Of(word, behind).Select(rest => before + folded + rest)
                    .Concat(Of(word, behind).Select(rest => before + letter + rest));
            }
        }

        return [word[from..]];
    }

    /// <summary>
    /// The letter that two stand for. Behind a vowel or q they are two letters, as in "neue" and "quelle", and ß needs a vowel before it;
    /// searching for what nobody writes would only bring what it looks like.
    /// </summary>
    private static string? Written(string word, int at)
    {
        var pair = Pairs.FirstOrDefault(pair => string.CompareOrdinal(word, at, pair.Folded, 0, 2) == 0);
        var isBehindVowel = at > 0 && word[at - 1] is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';
        var fits = pair.Folded == "ss" ? isBehindVowel : !isBehindVowel && (at == 0 || word[at - 1] != 'q');
        return fits ? pair.Written : null;
    }
}
