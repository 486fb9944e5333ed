namespace Listening.Scoring.Features;

/// <summary>Turns a text into features. What it leaves in the scratch may serve several heads trained on the same features.</summary>
internal sealed class Featurizer(IReadOnlyList<NgramBlock> blocks)
{
    private readonly NgramBlock[] _blocks = [.. blocks];

    public void Featurize(ReadOnlySpan<char> text, Scratch scratch)
    {
        var lower = scratch.Text(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            // Unit by unit, as ML.NET does: MemoryExtensions.ToLowerInvariant would lower surrogate pairs as well.
            lower[i] = char.ToLowerInvariant(text[i]);
        }

        scratch.Clear();
        foreach (var block in _blocks)
        {
            block.Featurize(lower, scratch);
        }
    }
}
