namespace Listening.Training.Corpora;

/// <summary>An example with its normalised text.</summary>
/// <param name="Mask">The text without everything in which copies of one post differ.</param>
internal sealed record PreparedExample(Example Example, NormalizedText Normalized, string Mask)
{
    /// <summary>Texts with the same value are in one fold: those of a writer, and near-duplicates.</summary>
    public string Fold => Example.Writer is { } writer ? $"writer {writer}" : Mask;

    public static PreparedExample Prepare(Example example)
    {
        var normalized = TextNormalizer.Normalize(example.Text);
        return new(example, normalized, ComputeMask(normalized.Text));
    }

    /// <summary>
    /// The words and emoji, without @user, @url, @mail, numbers and punctuation. A text that contains nothing else is its own mask, so
    /// that <c>:(</c> and <c>!!</c> are not equal.
    /// </summary>
    /// <param name="normalized">Output of <see cref="TextNormalizer"/>: tokens between single spaces.</param>
    internal static string ComputeMask(string normalized)
    {
        var mask = new StringBuilder(normalized.Length);
        foreach (var range in normalized.AsSpan().Split(' '))
        {
            var token = normalized.AsSpan(range);
            if (!token.IsEmpty && token[0] != '@' && !IsMark(token))
            {
                mask.Append(mask.Length > 0 ? " " : "").Append(token);
            }
        }

        return mask.Length > 0 ? mask.ToString() : normalized;
    }

    // Tokens of punctuation alone: single characters, numbers, and runs of !, ? and dots. All others are emoticons, which have a meaning.
    private static bool IsMark(ReadOnlySpan<char> token) =>
        token.IndexOfAnyExcept(Marks) < 0 && (token.Length == 1 || token.IndexOfAnyExcept("!?.0") < 0);

    private static readonly System.Buffers.SearchValues<char> Marks =
        System.Buffers.SearchValues.Create("0123456789!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~");
}
