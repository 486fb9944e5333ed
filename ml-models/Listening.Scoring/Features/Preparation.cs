namespace Listening.Scoring.Features;

/// <summary>Turns what was posted into the columns that the models were trained on.</summary>
/// <param name="normalize">Whether <see cref="TextNormalizer"/> prepared the training texts.</param>
/// <param name="lowerCase">Whether the pipelines begin with lower-casing.</param>
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
        var signs = scratch.Signs(room);
        var lengths = TextNormalizer.Normalize(source, text, signs);
        text = text[..lengths.Text];
        signs = signs[..lengths.Signs];
        return lowerCase ? new(Lower(text, text), Lower(signs, signs)) : new(text, signs);
    }

    private static ReadOnlySpan<char> Lower(ReadOnlySpan<char> text, Span<char> lower)
    {
        for (var i = 0; i < text.Length; i++)
        {
            // Unit by unit, as ML.NET does: MemoryExtensions.ToLowerInvariant would lower surrogate pairs as well.
            lower[i] = char.ToLowerInvariant(text[i]);
        }

        return lower;
    }
}

/// <summary>One text as the models' input columns.</summary>
internal readonly ref struct TextColumns(ReadOnlySpan<char> text, ReadOnlySpan<char> signs)
{
    private readonly ReadOnlySpan<char> _text = text;
    private readonly ReadOnlySpan<char> _signs = signs;

    public ReadOnlySpan<char> this[TextColumn column] => column == TextColumn.Text ? _text : _signs;
}
