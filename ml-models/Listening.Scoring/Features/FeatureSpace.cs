namespace Listening.Scoring.Features;

/// <summary>All features that a model reads: n-gram blocks one after the other, then perhaps a text embedding.</summary>
internal sealed class FeatureSpace(IReadOnlyList<FeatureBlock> blocks, int embeddingLength)
{
    public IReadOnlyList<FeatureBlock> Blocks { get; } = blocks;

    /// <summary>How many values of <see cref="WordEmbeddings"/> follow the blocks; 0 if none.</summary>
    public int EmbeddingLength { get; } = embeddingLength;

    /// <summary>The index of the first of them.</summary>
    public int EmbeddingStart => (int)(Count - EmbeddingLength);

    /// <summary>Whether texts are lower-cased before they are tokenized. The pipeline reader ensures that all blocks agree.</summary>
    public bool LowerCase => Blocks[0].LowerCase;

    public long Count => Blocks.Sum(block => 1L << block.Settings.Bits) + EmbeddingLength;

    public IEnumerable<NgramBlock> Layout()
    {
        var first = 0;
        foreach (var block in Blocks)
        {
            yield return new(block, first);
            first += 1 << block.Settings.Bits;
        }
    }

    /// <summary>The first difference to the features of another model; null if both are the same.</summary>
    public string? DifferenceTo(FeatureSpace other)
    {
        for (var i = 0; i < Math.Min(Blocks.Count, other.Blocks.Count); i++)
        {
            if (Blocks[i] != other.Blocks[i])
            {
                return $"block {i + 1} is {other.Blocks[i]}, not {Blocks[i]}";
            }
        }

        return Blocks.Count != other.Blocks.Count ? $"it has {other.Blocks.Count} blocks, not {Blocks.Count}"
            : EmbeddingLength != other.EmbeddingLength ? $"it has an embedding of {other.EmbeddingLength} values, not {EmbeddingLength}"
            : null;
    }
}
