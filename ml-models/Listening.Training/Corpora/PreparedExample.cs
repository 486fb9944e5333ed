using System.Text;
using Listening.Scoring;

namespace Listening.Training.Corpora;

/// <summary>An example as the model will see it.</summary>
/// <param name="Mask">What is left once everything that differs between copies of one post is gone.</param>
internal sealed record PreparedExample(Example Example, NormalizedText Normalized, string Mask)
{
    public static PreparedExample Of(Example example)
    {
        var normalized = TextNormalizer.Normalize(example.Text);
        return new(example, normalized, MaskOf(normalized.Text));
    }

    /// <summary>
    /// The words, without @user, @url, @mail, numbers and punctuation; emoji stay. A text of nothing but those is its own mask, so that
    /// <c>:(</c> and <c>!!</c> are not the same.
    /// </summary>
    /// <param name="normalized">Output of <see cref="TextNormalizer"/>: tokens between single spaces.</param>
    internal static string MaskOf(string normalized)
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

    // The normaliser leaves single marks, numbers, and runs of !, ? and dots; what else is made of marks alone is an emoticon, which says something.
    private static bool IsMark(ReadOnlySpan<char> token) =>
        token.IndexOfAnyExcept(Marks) < 0 && (token.Length == 1 || token.IndexOfAnyExcept("!?.0") < 0);

    private static readonly System.Buffers.SearchValues<char> Marks = System.Buffers.SearchValues.Create("0123456789!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~");
}
