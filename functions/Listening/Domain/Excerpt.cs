namespace Listening.Domain;

/// <summary>What a problem repeats of what somebody wrote: not too much, and on one line.</summary>
public static class Excerpt
{
    /// <param name="maxLength">In UTF-16 units; what is longer ends in an ellipsis.</param>
    public static string Create(string text, int maxLength = 60)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length >= maxLength)
            {
                return shown.Append('…').ToString();
            }

            shown.Append(IsPrintable(rune) ? rune.ToString() : "\uFFFD");
        }

        return shown.ToString();
    }

    public static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
