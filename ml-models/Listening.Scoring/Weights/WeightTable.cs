using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Listening.Scoring.Features;

namespace Listening.Scoring.Weights;

/// <summary>
/// The weights of all heads, laid out for scoring, which adds those of a few hundred features that hashing has scattered.
/// </summary>
/// <remarks>
/// Each label of a head except the first is a column, which holds the difference to the first label: softmax needs no more. Sixteen
/// columns are a panel: one cache line of weights per feature. The lines of a feature are adjacent, without those that hold only zeros,
/// and its index entry contains their position and which panels have one. So a feature costs one access to the index, and only lines
/// with weights are loaded from memory.
/// </remarks>
internal sealed unsafe class WeightTable
{
    /// <summary>An index entry has four bits for panels.</summary>
    public const int MostColumns = MostPanels * Width;

    private const int MostPanels = 4;
    private const int CacheLine = 64;

    /// <summary>Columns of a panel.</summary>
    private const int Width = CacheLine / sizeof(float);

    /// <summary>
    /// Features are summed in parts: with one long chain of additions, a text of one repeated letter would differ visibly from ML.NET's
    /// count times weight.
    /// </summary>
    private const int Part = 128;

    private readonly uint[] _index;
    private readonly float[] _memory;
    private readonly float* _lines;
    private readonly int _panels;

    /// <param name="heads">Weights of the same features, with at most <see cref="MostColumns"/> labels in total, without the first of
    /// each.</param>
    public WeightTable(IReadOnlyList<LinearWeights> heads)
    {
        var columns = heads.Sum(head => head.Labels - 1);
        _panels = (columns + Width - 1) / Width;
        _index = new uint[heads[0].FeatureCount];
        ForEachColumns(heads, Mark);
        var lines = PlaceLines();

        // Pinned, because lines must stay aligned to cache lines, and longer by one line, to align the first.
        _memory = GC.AllocateArray<float>(checked((lines * Width) + Width), pinned: true);
        var start = (nint)Unsafe.AsPointer(ref _memory[0]);
        _lines = (float*)((start + CacheLine - 1) & ~(CacheLine - 1));
        ForEachColumns(heads, Write);
    }

    /// <summary>The index entries of those features that have weights. The weights are prefetched.</summary>
    public ReadOnlySpan<uint> Find(ReadOnlySpan<int> features, Scratch scratch)
    {
        // Unrolled and in locals: a loop over the panels, or prefetching only the lines that the row has, costs more than it saves
        // (half a microsecond per text with twelve heads).
        var lines = (byte*)_lines;
        var (index, panels) = (_index, _panels);
        var rows = scratch.Rows(features.Length);
        var count = 0;
        foreach (var feature in features)
        {
            // Written first and kept only if it has weights: a branch would often be mispredicted.
            var row = index[feature];
            rows[count] = row;
            count += row != 0 ? 1 : 0;
            if (Sse.IsSupported)
            {
                var line = lines + ((nint)(row >> MostPanels) * CacheLine);
                Sse.Prefetch0(line);
                if (panels > 1)
                {
                    Sse.Prefetch0(line + CacheLine);
                    if (panels > 2)
                    {
                        Sse.Prefetch0(line + (2 * CacheLine));
                    }
                }
            }
        }

        return rows[..count];
    }

    /// <summary>Adds the weights of rows, multiplied by a scale, to the sum of each column.</summary>
    public void Add(ReadOnlySpan<uint> rows, float scale, Span<float> sums)
    {
        for (var panel = 0; panel < _panels; panel++)
        {
            Add(rows, panel, scale, sums.Slice(panel * Width, Width));
        }

        GC.KeepAlive(this);
    }

    /// <summary>Adds the weights of consecutive features, each multiplied by its own value, to the sum of each column.</summary>
    public void Add(int first, ReadOnlySpan<float> values, Span<float> sums)
    {
        var rows = _index.AsSpan(first, values.Length);
        for (var feature = 0; feature < values.Length; feature++)
        {
            Add(rows.Slice(feature, 1), values[feature], sums);
        }
    }

    private void Add(ReadOnlySpan<uint> rows, int panel, float scale, Span<float> sums)
    {
        var lines = _lines;
        var before = (1u << panel) - 1;
        var (low, high) = (Vector256<float>.Zero, Vector256<float>.Zero);
        while (!rows.IsEmpty)
        {
            var (lowPart, highPart) = (Vector256<float>.Zero, Vector256<float>.Zero);
            var now = rows[..Math.Min(Part, rows.Length)];
            foreach (var row in now)
            {
                // Without a branch, which would often be mispredicted: a feature without a line in this panel adds the zeros of line 0.
                var used = 0 - ((row >> panel) & 1);
                var line = ((row >> MostPanels) + (uint)BitOperations.PopCount(row & before)) & used;
                var weights = lines + ((nint)line * Width);
                lowPart += Vector256.Load(weights);
                highPart += Vector256.Load(weights + Vector256<float>.Count);
            }

            (low, high) = (low + lowPart, high + highPart);
            rows = rows[now.Length..];
        }

        (Vector256.Create<float>(sums) + (low * scale)).CopyTo(sums);
        sums = sums[Vector256<float>.Count..];
        (Vector256.Create<float>(sums) + (high * scale)).CopyTo(sums);
    }

    private delegate void ColumnAction(LinearWeights head, int label, int first, int count, float sign);

    // A weight of the first label is subtracted from all columns of the head, any other is added to the column of its label.
    private static void ForEachColumns(IReadOnlyList<LinearWeights> heads, ColumnAction action)
    {
        var first = 0;
        foreach (var head in heads)
        {
            action(head, 0, first, head.Labels - 1, -1);
            for (var label = 1; label < head.Labels; label++)
            {
                action(head, label, first + label - 1, 1, 1);
            }

            first += head.Labels - 1;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Mark(LinearWeights head, int label, int first, int count, float sign)
    {
        var panels = 0u;
        for (var column = first; column < first + count; column++)
        {
            panels |= 1u << (column / Width);
        }

        foreach (var feature in head.FeaturesOf(label))
        {
            _index[feature] |= panels;
        }
    }

    // Line 0 stays zero, for features without a line.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int PlaceLines()
    {
        var lines = 1;
        foreach (ref var row in _index.AsSpan())
        {
            var used = BitOperations.PopCount(row);
            row = used == 0 ? 0 : row | ((uint)lines << MostPanels);
            lines += used;
        }

        return lines;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Write(LinearWeights head, int label, int first, int count, float sign)
    {
        var features = head.FeaturesOf(label);
        var values = head.ValuesOf(label);
        for (var column = first; column < first + count; column++)
        {
            var (panel, at) = Math.DivRem(column, Width);
            var before = (1u << panel) - 1;
            for (var i = 0; i < features.Length; i++)
            {
                var row = _index[features[i]];
                var line = (row >> MostPanels) + (uint)BitOperations.PopCount(row & before);
                _lines[((nint)line * Width) + at] += sign * values[i];
            }
        }
    }
}
