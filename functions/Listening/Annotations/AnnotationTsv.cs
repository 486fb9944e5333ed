using Listening.Scoring.Normalization;

namespace Listening.Annotations;

/// <summary>
/// Annotations as training posts: a header, then a line per mention, tab-separated, without quoting, in the columns of
/// <c>Listening.Training/data/posts</c>; what nobody said is empty. The writer is a hash of the author: nobody is named, and nobody's posts
/// are both trained on and measured. The mention's id is there so that a line can be found again when its author asks for erasure. Cells are
/// guarded by <see cref="SpreadsheetCell"/>.
/// </summary>
public static class AnnotationTsv
{
    public const string Header =
        "writer\tlang\tindustry\tplatform\tbrand\tsentiment\tvoice\tintent\tdepartment\tneeds_action\tseverity\ttext\tsource\tmention";

    /// <summary>The line of an annotation; null if its mention is gone, was deleted or has no text.</summary>
    /// <param name="judged">The mention's row as it stands; null if it is gone.</param>
    public static string? Line(Annotation annotation, JudgedMention? judged)
    {
        if (judged is null or { Mention.Deleted: true } || OneLine(judged.Mention.OwnText) is not { Length: > 0 } text)
        {
            return null;
        }

        string?[] cells =
        [
            AuthorKey.For(judged.Mention)?.Value ?? annotation.Mention.Value, OneLine(judged.Verdict.Language), "",
            OneLine(judged.Mention.Platform), OneLine(judged.Brand), annotation.Sentiment?.ToWord(), annotation.Voice?.ToWord(), annotation.Intent?.ToWord(),
            annotation.Department?.ToWord(), annotation.NeedsAction is { } act ? act ? "1" : "0" : "", annotation.Severity?.ToWord(),
            text, OneLine(judged.Mention.Source), annotation.Mention.Value,
        ];
        return string.Join('\t', cells.Select(cell => SpreadsheetCell.Guard(cell ?? "")));
    }

    /// <summary>
    /// Line ends of every kind become <c>\n</c>, tabs and other control characters spaces: a post must not break the format. Controls of
    /// the writing direction are dropped.
    /// </summary>
    private static string OneLine(string text) => string.Concat(text.ReplaceLineEndings("\n")
        .Where(c => !WritingDirection.IsControl(c))
        .Select(c => char.IsControl(c) && c != '\n' ? ' ' : c))
        .Trim()
        .Replace("\n", "\\n", StringComparison.Ordinal);
}
