using System.Text.RegularExpressions;

namespace Listening.Scoring.Normalization;

/// <summary>
/// Keeps what people wrote from being run as a formula when a tab- or comma-separated file is opened in a spreadsheet: a cell that would
/// be one gets an apostrophe in front (OWASP, CSV Injection, November 2026). The service guards what it exports for retraining, and the
/// trainer restores it.
/// </summary>
public static partial class SpreadsheetCell
{
    /// <summary>A cell that already has apostrophes before a formula gets one more, so that <see cref="Restore"/> is exact.</summary>
    public static string Guard(string cell) => Formula().IsMatch(cell) ? "'" + cell : cell;

    /// <summary>The cell that was guarded.</summary>
    public static string Restore(string cell) => cell.StartsWith('\'') && Formula().IsMatch(cell) ? cell[1..] : cell;

    /// <summary>Spreadsheets skip white space before a formula and take fullwidth signs for the others.</summary>
    [GeneratedRegex(@"^'*[\s\u200B\uFEFF]*[=+\-@＝＋－＠]")]
    private static partial Regex Formula();
}
