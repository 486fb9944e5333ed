namespace Listening.Scoring.Features;

/// <summary>All features that a model sees, block beside block.</summary>
internal sealed class FeatureSpace(IReadOnlyList<FeatureBlock> blocks)
{
    public IReadOnlyList<FeatureBlock> Blocks { get; } = blocks;

    /// <summary>Whether texts are lower-cased before they are taken apart. What reads pipelines makes sure that all blocks agree.</summary>
    public bool LowerCase => Blocks[0].LowerCase;

    public long Count => Blocks.Sum(block => 1L << block.Settings.Bits);

    public IEnumerable<NgramBlock> Layout()
    {
        var first = 0;
        foreach (var block in Blocks)
        {
            yield return new(block, first);
            first += 1 << block.Settings.Bits;
        }
    }

    /// <summary>The first thing in which another model sees texts differently; null if it sees the same.</summary>
    public string? DifferenceTo(FeatureSpace other)
    {
        for (var i = 0; i < Math.Min(Blocks.Count, other.Blocks.Count); i++)
        {
            if (Blocks[i] != other.Blocks[i])
            {
                return $"block {i + 1} is {other.Blocks[i]}, not {Blocks[i]}";
            }
        }

        return Blocks.Count == other.Blocks.Count ? null : $"it has {other.Blocks.Count} blocks, not {Blocks.Count}";
    }
}
