using System.Text.RegularExpressions;

namespace Listening.Ingest;

/// <summary>Reads the language that a source claims.</summary>
public static partial class LanguageTag
{
    /// <summary>The tag as BCP 47 writes it, with dashes; null if it is none, such as <c>Deutsch</c>.</summary>
    public static string? Parse(string? written) => written?.Trim().Replace('_', '-') is { } tag && Bcp47().IsMatch(tag) ? tag : null;

    [GeneratedRegex("^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}$", RegexOptions.CultureInvariant)]
    private static partial Regex Bcp47();
}
