using System.Buffers;

namespace Listening.Local.Views;

/// <summary>
/// What others wrote, without what a terminal would act on: control characters, which can hide, overwrite or imitate output, and the
/// controls of writing direction, which can show a line in another order than it has.
/// </summary>
internal static class TerminalText
{
    private static readonly SearchValues<char> Unsafe = SearchValues.Create(
    [
        .. Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code)
            .Where(c => IsControl(c) || WritingDirection.IsControl(c) || IsSeparator(c)),
    ]);

    /// <summary>The text for a person. Line feeds and tabs stay.</summary>
    public static string Clean(string text)
    {
        if (!text.AsSpan().ContainsAny(Unsafe))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (WritingDirection.IsControl(c) || (c == '\r' && i + 1 < text.Length && text[i + 1] == '\n'))
            {
                continue;
            }

            clean.Append(IsControl(c) ? '\uFFFD' : IsSeparator(c) ? ' ' : c);
        }

        return clean.ToString();
    }

    /// <summary>The same JSON with these characters as escapes. Between its strings it has none of them.</summary>
    public static string Escape(string json) => !json.AsSpan().ContainsAny(Unsafe)
        ? json
        : string.Concat(json.Select(c => Unsafe.Contains(c) ? $"\\u{(int)c:x4}" : c.ToString()));

    private static bool IsControl(char c) => char.IsControl(c) && c is not ('\n' or '\t');

    private static bool IsSeparator(char c) => c is '\u2028' or '\u2029';
}
