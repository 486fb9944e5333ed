namespace Listening.Domain;

/// <summary>A place in a text that a person wrote and has to correct.</summary>
/// <param name="Text">The whole text as it was written.</param>
/// <param name="Start">In UTF-16 units, from zero.</param>
/// <param name="Length">In UTF-16 units; zero at the end of the text.</param>
public sealed record ProblemPlace(string Text, int Start, int Length)
{
    /// <summary>What is shown before and behind the place: both lines fit a terminal.</summary>
    private const int Context = 50;

    /// <summary>Of a longer place the beginning is shown.</summary>
    private const int MaxPlace = 40;

    /// <summary>
    /// Two lines: the text, or the part of it around the place, and below it a ^ for each character of the place. What a terminal would
    /// not print, or would print in another direction, is shown as U+FFFD.
    /// </summary>
    public string Caret
    {
        get
        {
            var from = Math.Max(0, Start - Context);
            var end = Math.Min(Text.Length, Start + Math.Min(Length, MaxPlace));
            var to = Length > MaxPlace ? end : Math.Min(Text.Length, end + Context);
            var before = (from > 0 ? "…" : "") + Text[from..Start];
            var place = Text[Start..end];
            var behind = Text[end..to] + (to < Text.Length ? "…" : "");
            var indent = new string(' ', Shown(before).Columns);
            return $"{Shown(before).Text}{Shown(place).Text}{Shown(behind).Text}\n{indent}{Carets(place)}";
        }
    }

    private static string Carets(string place) => new('^', Math.Max(1, Shown(place).Columns));

    private static (string Text, int Columns) Shown(string text)
    {
        var shown = new StringBuilder();
        var columns = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            shown.Append(Rune.IsWhiteSpace(rune) ? " " : Excerpt.IsPrintable(rune) ? rune.ToString() : "\uFFFD");
            columns += Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark ? 0
                : IsWide(rune.Value) ? 2 : 1;
        }

        return (shown.ToString(), columns);
    }

    /// <summary>East Asian signs and emoji fill two columns of a terminal.</summary>
    private static bool IsWide(int rune) => rune is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3)
        or (>= 0xF900 and <= 0xFAFF) or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60) or (>= 0x1F300 and <= 0x1FAFF)
        or (>= 0x20000 and <= 0x3FFFD);
}
