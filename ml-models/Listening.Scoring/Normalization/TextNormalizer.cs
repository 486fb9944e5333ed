using Listening.Scoring.Normalization;

namespace Listening.Scoring;

/// <summary>
/// Prepares a text for the models, in training and at run time alike: what differs without a difference in meaning (letter case,
/// <c>ä</c> or <c>ae</c>, which URL, how long an <c>sooo</c>) becomes the same, and what carries a mood (emoji, emoticons, marks)
/// becomes a token of its own. Tokens are separated by single spaces. One pass, no allocation, thread-safe.
/// </summary>
public static class TextNormalizer
{
    /// <summary>Names this way of normalising. Every model manifest holds it; it changes with any change of the output.</summary>
    public const string Version = "1";

    /// <summary>
    /// The most characters of output per character of source. The text takes at most four (<c>…</c> gives <c>" ..."</c>), besides
    /// one into which entities are decoded; the signs take at most five (<c>äö</c> gives <c>" not_aeoe"</c>).
    /// </summary>
    private const int Growth = 5;

    /// <summary>The room, in characters, that each of the two outputs needs for a source of this length.</summary>
    /// <exception cref="OverflowException">The source is longer than a fifth of 2^31 characters.</exception>
    public static int MaximumLength(int textLength) => checked(Growth * textLength);

    /// <summary>
    /// Writes the tokens of a source to <paramref name="text"/>, and to <paramref name="signs"/> the extra tokens that only words
    /// are counted of: <c>not_</c> before words in the scope of a negation.
    /// What stands behind the written lengths is undefined.
    /// </summary>
    /// <exception cref="ArgumentException">An output has less room than <see cref="MaximumLength"/>.</exception>
    public static NormalizedLengths Normalize(ReadOnlySpan<char> source, Span<char> text, Span<char> signs)
    {
        var room = MaximumLength(source.Length);
        if (text.Length < room || signs.Length < room)
        {
            throw new ArgumentException(
                $"A text of {source.Length} characters needs room for {room} in each output, but there is room for {text.Length} and {signs.Length}.");
        }

        if (source.Contains('&'))
        {
            // The end of the room serves for decoding: tokens are written from its start and cannot reach that far.
            var decoded = text.Slice(room - source.Length, source.Length);
            source = decoded[..Entities.Decode(source, decoded)];
        }

        return new NormalizingPass(source, text, signs).Run();
    }

    /// <summary>The same for training and for people: allocates what it returns.</summary>
    public static NormalizedText Normalize(string source)
    {
        var room = MaximumLength(source.Length);
        var text = new char[room];
        var signs = new char[room];
        var lengths = Normalize(source, text, signs);
        return new(new(text, 0, lengths.Text), new(signs, 0, lengths.Signs));
    }
}

/// <summary>How many characters <see cref="TextNormalizer"/> wrote to each of its outputs.</summary>
public readonly record struct NormalizedLengths(int Text, int Signs);

/// <summary>A normalised text: its tokens, and its extra tokens, each separated by single spaces.</summary>
public sealed record NormalizedText(string Text, string Signs);
