namespace Listening.Understand;

/// <summary>Divides a long text into windows: an encoder reads only the beginning of a text, and loses a sentence among many.</summary>
public static class TextWindows
{
    /// <summary>UTF-16 units up to which a text is read whole: about what the encoder reads of a German text.</summary>
    public const int MaxWhole = 500;

    /// <summary>
    /// UTF-16 units of a window, about. On 128 long posts by writers that nothing was trained on, windows of 350 told more than of 200 or
    /// 280, and as much as of 450.
    /// </summary>
    public const int Length = 350;

    /// <summary>Of a text with more windows, as many from its beginning and from its end are read: the occasion and the conclusion.</summary>
    public const int MaxWindows = 12;

    /// <summary>How far from an even division a window may end for the sake of a whole sentence, as a share of its length.</summary>
    private const double Slack = 0.4;

    /// <summary>The windows in their order, without white space around them; the text itself if it is short.</summary>
    public static IReadOnlyList<string> Of(string text)
    {
        if (text.Length <= MaxWhole)
        {
            return [text];
        }

        const int MaxLength = MaxWindows * Length;
        return text.Length <= MaxLength
            ? Divide(text)
            : [.. Divide(text[..Boundary(text, 0, MaxLength / 2)]), .. Divide(text[Boundary(text, 0, text.Length - (MaxLength / 2))..])];
    }

    /// <summary>The sentences of a window, or its lines, without white space around them.</summary>
    public static IEnumerable<string> Sentences(string window)
    {
        var start = 0;
        for (var at = 1; at <= window.Length; at++)
        {
            if ((at == window.Length || EndsSentence(window, at)) && window[start..at].Trim() is { Length: > 0 } sentence)
            {
                yield return sentence;
                start = at;
            }
        }
    }

    private static List<string> Divide(string text)
    {
        var windows = new List<string>();
        for (var (start, left) = (0, (text.Length + Length - 1) / Length); left > 0; left--)
        {
            var end = left == 1 ? text.Length : Boundary(text, start, start + ((text.Length - start) / left));
            if (text[start..end].Trim() is { Length: > 0 } window)
            {
                windows.Add(window);
            }

            start = end;
        }

        return windows;
    }

    /// <summary>Whether a sentence or line ends before a position. After a number, a full stop makes an ordinal: "am 15. Mai".</summary>
    private static bool EndsSentence(string text, int at) => text[at - 1] == '\n' || (char.IsWhiteSpace(text[at - 1]) && at > 2
        && (text[at - 2] is '!' or '?' or '…' || (text[at - 2] == '.' && !char.IsDigit(text[at - 3]))));

    /// <summary>The end of a sentence or line near a position, else of a word, else the position itself; always after the start.</summary>
    private static int Boundary(string text, int start, int position)
    {
        var most = Math.Min(Length * Slack, (position - start) / 2);
        return Near(at => EndsSentence(text, at)) ?? Near(at => char.IsWhiteSpace(text[at - 1])) ?? BetweenSurrogates();

        int? Near(Func<int, bool> ends)
        {
            for (var distance = 0; distance <= most; distance++)
            {
                foreach (var at in (ReadOnlySpan<int>)[position - distance, position + distance])
                {
                    if (at > start && at < text.Length && ends(at))
                    {
                        return at;
                    }
                }
            }

            return null;
        }

        int BetweenSurrogates() => char.IsLowSurrogate(text[position]) ? position - 1 : position;
    }
}
