namespace Listening.Queries;

/// <summary>
/// A folded word to look for. It may be open at its ends; a <c>?</c> in it is one letter of the word as people write it, so that ä, which
/// folds to ae, is one too.
/// </summary>
/// <param name="Text">Folded letters and digits, and <c>?</c>.</param>
/// <param name="OpenStart">True if any letters may stand before it.</param>
/// <param name="OpenEnd">True if any letters may follow.</param>
internal sealed record WordPattern(string Text, bool OpenStart, bool OpenEnd)
{
    /// <summary>Most letters of a word with a <c>?</c>: as many bits as a number has, less one.</summary>
    public const int MaxMasked = 63;

    private const char AnyLetter = '?';

    private Dictionary<char, ulong>? _masks;

    public bool IsOpen => OpenStart || OpenEnd;

    public bool HasMask { get; } = Text.Contains(AnyLetter, StringComparison.Ordinal);

    /// <summary>The longest run of letters, which every word that matches holds.</summary>
    public string Needle => Text.Split(AnyLetter).MaxBy(part => part.Length)!;

    /// <summary>
    /// What stands in every word that it matches, where a sign that no word has stands for what may differ: another pattern that matches
    /// this matches all of these words.
    /// </summary>
    public string Least => (OpenStart ? "*" : "") + Text + (OpenEnd ? "*" : "");

    /// <summary>The words of a term in their order; none if it holds no letter or digit.</summary>
    public static IReadOnlyList<WordPattern> Read(string term)
    {
        var patterns = new List<WordPattern>();
        foreach (var part in term.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var first = patterns.Count;
            patterns.AddRange(Words(part).Select(word => new WordPattern(word, OpenStart: false, OpenEnd: false)));
            if (part[0] == '*' && patterns.Count > first)
            {
                patterns[first] = patterns[first] with { OpenStart = true };
            }

            // A * that stands alone at the end opens the word before it.
            if (part[^1] == '*' && patterns.Count > 0)
            {
                patterns[^1] = patterns[^1] with { OpenEnd = true };
            }
        }

        return patterns;
    }

    /// <summary>A hashtag as one word, in which underscores stay.</summary>
    public static WordPattern Hashtag(string tag)
    {
        var parts = tag.TrimStart('#').Split('_').Select(Read).ToList();
        var text = string.Join('_', parts.Select(words => string.Concat(words.Select(word => word.Text))));
        return new(text, tag.TrimStart('#').StartsWith('*'), tag.EndsWith('*'));
    }

    /// <summary>True for a <c>?</c> that stands for a letter: elsewhere it ends a question.</summary>
    public static bool IsAnyLetter(string text, int at) =>
        text[at] is AnyLetter or '？' && at > 0 && at + 1 < text.Length && char.IsLetter(text[at - 1]) && char.IsLetter(text[at + 1]);

    /// <summary>Whether a folded word is one of those looked for. Takes as long as the word is, whatever the pattern.</summary>
    public bool Matches(string word)
    {
        if (HasMask)
        {
            return MatchesMask(word);
        }

        return (OpenStart, OpenEnd) switch
        {
            (false, false) => word == Text,
            (false, true) => word.StartsWith(Text, StringComparison.Ordinal),
            (true, false) => word.EndsWith(Text, StringComparison.Ordinal),
            (true, true) => word.Contains(Text, StringComparison.Ordinal),
        };
    }

    public bool Equals(WordPattern? other) =>
        other is not null && Text == other.Text && OpenStart == other.OpenStart && OpenEnd == other.OpenEnd;

    public override int GetHashCode() => HashCode.Combine(Text, OpenStart, OpenEnd);

    /// <summary>Folds the pieces between the question marks, so that what stands beside one keeps touching it.</summary>
    private static List<string> Words(string part)
    {
        var words = new List<string>();
        var (from, joins) = (0, false);
        for (var at = 0; at <= part.Length; at++)
        {
            if (at < part.Length && !IsAnyLetter(part, at))
            {
                continue;
            }

            var piece = FoldedWords.Split(part[from..at]);
            if (joins && words.Count > 0 && piece.Count > 0)
            {
                words[^1] += AnyLetter + piece[0];
                piece = [.. piece.Skip(1)];
            }

            words.AddRange(piece);
            (from, joins) = (at + 1, true);
        }

        return words;
    }

    /// <summary>
    /// Bit n says that the first n signs of the pattern fit what ends here, and all bits move at once (Shift-And). A letter that folds
    /// to two, or is two UTF-16 units, moves those before a <c>?</c> by two units.
    /// </summary>
    private bool MatchesMask(string word)
    {
        var masks = _masks ??= CreateMasks();
        var anyLetter = masks[AnyLetter];
        var end = 1UL << Text.Length;
        var (state, before) = (1UL, 0UL);
        for (var at = 0; at < word.Length; at++)
        {
            var next = (state & (masks.GetValueOrDefault(word[at]) | anyLetter)) << 1;
            if (at > 0 && IsOneLetter(word[at - 1], word[at]))
            {
                next |= (before & anyLetter) << 1;
            }

            if (OpenEnd && (next & end) != 0)
            {
                return true;
            }

            (before, state) = (state, next | (OpenStart ? 1UL : 0));
        }

        return (state & end) != 0;
    }

    private Dictionary<char, ulong> CreateMasks()
    {
        var masks = new Dictionary<char, ulong>();
        for (var at = 0; at < Text.Length; at++)
        {
            masks[Text[at]] = masks.GetValueOrDefault(Text[at]) | (1UL << at);
        }

        return masks;
    }

    private static bool IsOneLetter(char first, char second) =>
        (second == 'e' && first is 'a' or 'o' or 'u') || (first == 's' && second == 's') || char.IsSurrogatePair(first, second);
}
