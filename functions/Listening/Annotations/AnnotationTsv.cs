using Listening.Scoring.Normalization;

namespace Listening.Annotations;

/// <summary>
/// Annotations as the tab-separated lines that retraining reads: a header, then a line per mention, without quoting. The mention's id is
/// there so that a line can be found again when its author asks for erasure. Cells are guarded by <see cref="SpreadsheetCell"/>.
/// </summary>
public static class AnnotationTsv
{
    public const string Header = "sentiment\tlanguage\tsource\ttext\tintent\tmention";

    /// <summary>The annotation that counts where several people annotated one mention: the last.</summary>
    public static IReadOnlyList<Annotation> Latest(IEnumerable<Annotation> annotations) =>
    [
        .. annotations
            .GroupBy(annotation => (annotation.Brand, annotation.Mention))
            .Select(group => group.OrderBy(annotation => annotation.At).ThenBy(annotation => annotation.By, StringComparer.Ordinal).Last())
            .OrderBy(annotation => annotation.Brand, StringComparer.Ordinal)
            .ThenBy(annotation => annotation.Mention.Value, StringComparer.Ordinal),
    ];

    /// <summary>The line of an annotation; null if its mention is gone, was deleted or has no text.</summary>
    /// <param name="judged">The mention's row as it stands; null if it is gone.</param>
    public static string? Line(Annotation annotation, JudgedMention? judged)
    {
        if (judged is null or { Mention.Deleted: true } || OneLine(judged.Mention.OwnText) is not { Length: > 0 } text)
        {
            return null;
        }

        string[] cells =
        [
            annotation.Polarity.ToWord(), OneLine(judged.Verdict.Language), OneLine($"{judged.Brand}/{judged.Mention.Source}"),
            text, annotation.Intent is { } intent ? intent.ToWord() : "", annotation.Mention.Value,
        ];
        return string.Join('\t', cells.Select(SpreadsheetCell.Guard));
    }

    /// <summary>
    /// Tabs, line ends of every kind and other control characters become spaces: a post must not break the format. Controls of the writing
    /// direction are dropped.
    /// </summary>
    private static string OneLine(string text) => string.Concat(text.Where(c => !WritingDirection.IsControl(c)).Select(ToSpace)).Trim();

    private static char ToSpace(char c) => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c;
}
