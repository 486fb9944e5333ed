using System.Numerics;

namespace Listening.Scoring.Features;

/// <summary>Counts how often each feature of a block occurs, which gives the length of the block's vector.</summary>
internal sealed class FeatureCounter
{
    private Slot[] _slots = [];

    /// <summary>The sum, over the distinct features, of their squared counts.</summary>
    /// <param name="features">The occurrences, each within [first, first + 2^bits).</param>
    /// <param name="first">The block's first feature.</param>
    /// <param name="bits">How many bits a feature of the block has.</param>
    public long SumOfSquares(ReadOnlySpan<int> features, int first, int bits)
    {
        // Open addressing with at least twice as many slots as occurrences keeps the counts of a short text in the L1 cache. A table
        // as large as the block never has collisions, so it need not be larger.
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
            var key = feature - first + 1;
            var index = key & (size - 1);
            while (slots[index].Key != key && slots[index].Key != 0)
            {
                index = (index + 1) & (size - 1);
            }

            ref var slot = ref slots[index];
            slot.Key = key;
            sum += (2L * slot.Count) + 1;
            slot.Count++;
        }

        return sum;
    }

    /// <summary>A feature's number within the block plus one, where zero marks a free slot, and its count so far.</summary>
    private struct Slot
    {
        public int Key;
        public int Count;
    }
}
