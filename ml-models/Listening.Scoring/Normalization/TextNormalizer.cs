using Listening.Scoring.Normalization;

namespace Listening.Scoring;

/// <summary>
/// Prepares a text for the models, the same way in training and at run time. Differences without meaning are removed (letter case,
/// <c>ä</c> or <c>ae</c>, which URL, how long an <c>sooo</c>); emoji, emoticons and punctuation become tokens of their own. Tokens are
/// separated by single spaces. One pass, no allocation, thread-safe.
/// </summary>
public static class TextNormalizer
{
    /// <summary>Version of the normalisation. Every model manifest contains it; it changes with any change of the output.</summary>
    public const string Version = "1";

    /// <summary>
    /// The most characters of output per character of source. The text takes at most four (<c>…</c> gives <c>" ..."</c>), plus one
    /// for decoding entities; the negation tokens take at most five (<c>äö</c> gives <c>" not_aeoe"</c>).
    /// </summary>
    private const int Growth = 5;

    /// <summary>The length, in characters, that each of the two outputs needs for a source of this length.</summary>
    /// <exception cref="OverflowException">The source is longer than a fifth of 2^31 characters.</exception>
    public static int MaximumLength(int textLength) => checked(Growth * textLength);

    /// <summary>
    /// Writes the tokens of a source to <paramref name="text"/>, and to <paramref name="negationTokens"/> the words in the scope of a
    /// negation with the prefix <c>not_</c>. Beyond the returned lengths the outputs are undefined.
    /// </summary>
    /// <exception cref="ArgumentException">An output is shorter than <see cref="MaximumLength"/>.</exception>
    public static NormalizedLengths Normalize(ReadOnlySpan<char> source, Span<char> text, Span<char> negationTokens)
    {
        var room = MaximumLength(source.Length);
        if (text.Length < room || negationTokens.Length < room)
        {
            throw new ArgumentException(
                $"A text of {source.Length} characters needs outputs of {room} characters each, but they have {text.Length} "
                + $"and {negationTokens.Length}.");
        }

        if (source.Contains('&'))
        {
            // The end of the output serves for decoding: tokens are written from its start and cannot reach that far.
            var decoded = text.Slice(room - source.Length, source.Length);
            source = decoded[..Entities.Decode(source, decoded)];
        }

        return new NormalizingPass(source, text, negationTokens).Run();
    }

    /// <summary>The same as strings, for training.</summary>
    public static NormalizedText Normalize(string source)
    {
        var room = MaximumLength(source.Length);
        var text = new char[room];
        var negationTokens = new char[room];
        var lengths = Normalize(source, text, negationTokens);
        return new(new(text, 0, lengths.Text), new(negationTokens, 0, lengths.NegationTokens));
    }
}

/// <summary>How many characters <see cref="TextNormalizer"/> wrote to each of its outputs.</summary>
public readonly record struct NormalizedLengths(int Text, int NegationTokens);

/// <summary>A normalised text: its tokens and its negation tokens, both separated by single spaces.</summary>
public sealed record NormalizedText(string Text, string NegationTokens);
