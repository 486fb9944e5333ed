namespace Listening.Domain;

/// <summary>
/// The controls of writing direction (Unicode's bidirectional algorithm, UAX 9). They are part of no word, and can show a line in another
/// order than it has.
/// </summary>
public static class WritingDirection
{
    public static bool IsControl(char c) =>
        c is '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
