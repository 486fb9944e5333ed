using System.Numerics;

namespace Listening.Scoring.Features;

/// <summary>Counts how often each feature of a block occurs, to know the block's length as a vector.</summary>
internal sealed class FeatureCounter
{
    private Slot[] _slots = [];

    /// <summary>The sum, over the distinct features, of their squared counts.</summary>
    /// <param name="features">The occurrences, each within [first, first + 2^bits).</param>
    /// <param name="first">The block's first feature.</param>
    /// <param name="bits">How many bits a feature of the block has.</param>
    public long SumOfSquares(ReadOnlySpan<int> features, int first, int bits)
    {
        // Open addressing on a table at least twice the occurrences keeps a short text's counts in the L1 cache. As large as the
        // block itself it needs no search at all, so it never grows beyond that.
        var size = (int)Math.Min(1L << bits, (long)BitOperations.RoundUpToPowerOf2((ulong)features.Length * 2));
        if (_slots.Length < size)
        {
            _slots = new Slot[size];
        }

        var slots = _slots.AsSpan(0, size);
        slots.Clear();
        var sum = 0L;
        foreach (var feature in features)
        {
            var name = feature - first + 1;
            var at = name & (size - 1);
            while (slots[at].Name != name && slots[at].Name != 0)
            {
                at = (at + 1) & (size - 1);
            }

            ref var slot = ref slots[at];
            slot.Name = name;
            sum += (2L * slot.Count) + 1;
            slot.Count++;
        }

        return sum;
    }

    /// <summary>A feature by its number within the block plus one, zero being a free slot, and its count so far.</summary>
    private struct Slot
    {
        public int Name;
        public int Count;
    }
}
