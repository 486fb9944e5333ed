namespace Listening.Scoring.Features;

/// <summary>Turns a post into the columns that the models were trained on.</summary>
/// <param name="normalize">Whether <see cref="TextNormalizer"/> prepared the training texts.</param>
/// <param name="lowerCase">Whether the pipelines start with lower-casing.</param>
internal sealed class Preparation(bool normalize, bool lowerCase)
{
    public TextColumns Prepare(ReadOnlySpan<char> source, Scratch scratch)
    {
        if (!normalize)
        {
            return new(lowerCase ? Lower(source, scratch.Text(source.Length)) : source, []);
        }

        var room = TextNormalizer.MaximumLength(source.Length);
        var text = scratch.Text(room);
        var negationTokens = scratch.NegationTokens(room);
        var lengths = TextNormalizer.Normalize(source, text, negationTokens);
        text = text[..lengths.Text];
        negationTokens = negationTokens[..lengths.NegationTokens];
        return lowerCase ? new(Lower(text, text), Lower(negationTokens, negationTokens)) : new(text, negationTokens);
    }

    private static ReadOnlySpan<char> Lower(ReadOnlySpan<char> text, Span<char> lower)
    {
        for (var i = 0; i < text.Length; i++)
        {
            // Unit by unit, as ML.NET does: MemoryExtensions.ToLowerInvariant would lower-case surrogate pairs as well.
            lower[i] = char.ToLowerInvariant(text[i]);
        }

        return lower;
    }
}

/// <summary>One text as the models' input columns.</summary>
internal readonly ref struct TextColumns(ReadOnlySpan<char> text, ReadOnlySpan<char> negationTokens)
{
    private readonly ReadOnlySpan<char> _text = text;
    private readonly ReadOnlySpan<char> _negationTokens = negationTokens;

    public ReadOnlySpan<char> this[TextColumn column] => column == TextColumn.Text ? _text : _negationTokens;
}
