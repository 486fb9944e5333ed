using System.Text.RegularExpressions;

namespace Listening.Domain;

/// <summary>
/// Recognises titles that are not their author's own words, because forums, blogs and mail make them of what a post answers. A title
/// taken for one by mistake costs little, as the text is read all the same. Pure.
/// </summary>
/// <remarks>
/// Seen in feeds of November 2026: phpBB (<c>Forum • Re: …</c>), WordPress (<c>Comment on … by …</c>, <c>Kommentar zu … von …</c>,
/// <c>By: …</c>, <c>Von: …</c>), bbPress (<c>Reply To: …</c>, <c>Antwort auf: …</c>), Reddit (<c>/u/name on …</c>), Stack Exchange
/// (<c>Answer by … for …</c>), Lemmy (<c>Reply from …</c>), and trackers (<c>name commented on …</c>).
/// </remarks>
public static partial class AnswerTitle
{
    public static bool IsOne(string title, Author? author) =>
        Answer().IsMatch(title) || Names(author).Any(name => BeginsWithAuthor(title.TrimStart(), name));

    private static IEnumerable<string> Names(Author? author) =>
        new[] { author?.Name, author?.Handle, author?.Id }.OfType<string>().Where(name => name.Length > 0);

    /// <summary>"Mira on …", where Mira is the author: nobody begins a title of their own with their own name and such a word.</summary>
    private static bool BeginsWithAuthor(string title, string name) =>
        title.StartsWith(name, StringComparison.OrdinalIgnoreCase) && Acts().IsMatch(title[name.Length..]);

    [GeneratedRegex(
        // Re:, RE[2]:, AW: AW:, also behind the name of a forum or list; Antwort auf: and Reply To: need their colon.
        @"^\s*(?:\[[^\]]{1,80}\]\s*)?(?:[^\n]{0,150}[•·»›>|–—-]\s+)?"
        + @"(?:re|aw|antw|antwort|sv|odp|antwort\s+(?:auf|an|zu)|reply(?:\s+to)?)\s?(?:\[[0-9]{1,3}\]|\([0-9]{1,3}\))?\s?:"
        + @"|^\s*comment\s+on\s.+\sby\s|^\s*kommentar\s+(?:zu|auf)\s.+\svon\s"
        + @"|^\s*(?:answer|comment|reply)\s+(?:by|from)\s.+\s(?:for|on|to)\s|^\s*(?:antwort|kommentar)\s+von\s.+\s(?:zu|auf)\s"
        + @"|^\s*(?:reply|comment|mention)\s+from\s+\S+\s*$|^\s*(?:by|von)\s?:\s|^\s*/?u/\S{1,60}\s+on\s",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Answer();

    [GeneratedRegex(
        @"^:?\s+(?:on|zu|commented|replied|answered|kommentierte?|antwortete?|hat\s.+\s(?:kommentiert|geantwortet|beantwortet))(?:\s|$)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Acts();
}
