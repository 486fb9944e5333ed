namespace Listening.Domain;

/// <summary>Shortens texts without breaking a character at the end.</summary>
public static class TextCutter
{
    /// <summary>
    /// The longest beginning of <paramref name="text"/> with at most <paramref name="maxUtf16"/> UTF-16 units that ends
    /// between two characters as people see them: an emoji family or a letter with its accents stays whole or goes.
    /// </summary>
    /// <returns>The text, and whether something of it was lost.</returns>
    public static (string Text, bool Cut) Truncate(string text, int maxUtf16)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxUtf16);
        if (text.Length <= maxUtf16)
        {
            return (text, false);
        }

        // From the start, because where a character begins depends on all before it: flags pair up from the left.
        var end = 0;
        while (true)
        {
            var next = end + StringInfo.GetNextTextElementLength(text.AsSpan(end));
            if (next > maxUtf16)
            {
                return (text[..end], true);
            }

            end = next;
        }
    }

    /// <summary>What is made of the longest beginning of a text with which it has at most <paramref name="maxBytes"/> bytes.</summary>
    /// <param name="make">Gives more bytes for a longer text.</param>
    /// <returns>Null if not even the empty text fits. The whole text is not tried.</returns>
    public static byte[]? LongestFit(string text, int maxBytes, Func<string, byte[]> make)
    {
        byte[]? longest = null;
        for (var (fits, tooLong) = (-1, Math.Max(1, text.Length)); fits + 1 < tooLong;)
        {
            var length = (fits + tooLong) / 2;
            var made = make(Truncate(text, length).Text);
            (fits, tooLong, longest) = made.Length <= maxBytes ? (length, tooLong, made) : (fits, length, longest);
        }

        return longest;
    }
}
