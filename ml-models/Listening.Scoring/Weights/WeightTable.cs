using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Listening.Scoring.Features;

namespace Listening.Scoring.Weights;

/// <summary>
/// The weights of all heads, laid out for what scoring does: to add up those of some hundred features, which hashing has scattered.
/// </summary>
/// <remarks>
/// A head's labels but the first are columns, holding the difference to the first, which is all that softmax sees. Sixteen columns
/// make a panel: one cache line of weights per feature. A feature's lines stand one after the other, without those that would hold
/// only zeros, and its entry in the index tells where they start and which panels have one. So a feature costs one access to the
/// index, and memory is asked for no more lines than there are panels with something to say about it.
/// </remarks>
internal sealed unsafe class WeightTable
{
    /// <summary>Panels have four bits of an index entry.</summary>
    public const int MostColumns = MostPanels * Wide;

    private const int MostPanels = 4;
    private const int CacheLine = 64;

    /// <summary>Columns of a panel; a small set, such as one head of three labels, would waste most of a cache line and takes narrow ones.</summary>
    private const int Wide = CacheLine / sizeof(float);
    private const int Narrow = 4;

    /// <summary>A sum of sums: one long chain of additions would round a text of one repeated letter visibly away from ML.NET's count times weight.</summary>
    private const int Part = 128;

    private readonly uint[] _index;
    private readonly float[] _memory;
    private readonly float* _lines;
    private readonly int _width;
    private readonly int _panels;

    /// <param name="heads">Weights over the same features, at most <see cref="MostColumns"/> labels together without the first of each.</param>
    public WeightTable(IReadOnlyList<LinearWeights> heads)
    {
        var columns = heads.Sum(head => head.Labels - 1);
        _width = columns <= Narrow ? Narrow : Wide;
        _panels = (columns + _width - 1) / _width;
        _index = new uint[heads[0].FeatureCount];
        ForEachColumns(heads, Mark);
        var lines = PlaceLines();

        // Pinned, because lines must stay on cache lines; a little longer, to find the first of them.
        _memory = GC.AllocateArray<float>(checked((lines * _width) + Wide), pinned: true);
        var start = (nint)Unsafe.AsPointer(ref _memory[0]);
        _lines = (float*)((start + CacheLine - 1) & ~(CacheLine - 1));
        ForEachColumns(heads, Write);
    }

    /// <summary>The index entries of those features that have weights. The processor is asked to fetch the weights meanwhile.</summary>
    public ReadOnlySpan<uint> Find(ReadOnlySpan<int> features, Scratch scratch)
    {
        // All by hand and in locals: a loop over the panels, or asking for no more lines than the row has, costs more than it saves
        // (half a microsecond a text with twelve heads).
        var lines = (byte*)_lines;
        var (index, bytes, panels) = (_index, (nint)_width * sizeof(float), _panels);
        var rows = scratch.Rows(features.Length);
        var count = 0;
        foreach (var feature in features)
        {
            // Written first and kept only if it counts: whether a feature has weights is nothing that a processor could predict.
            var row = index[feature];
            rows[count] = row;
            count += row != 0 ? 1 : 0;
            if (Sse.IsSupported)
            {
                var line = lines + ((nint)(row >> MostPanels) * bytes);
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

    /// <summary>Adds the weights of rows, times a scale, to the sum of each column.</summary>
    public void Add(ReadOnlySpan<uint> rows, float scale, Span<float> sums)
    {
        if (_width == Narrow)
        {
            AddNarrow(rows, scale, sums);
        }
        else
        {
            for (var panel = 0; panel < _panels; panel++)
            {
                AddWide(rows, panel, scale, sums.Slice(panel * Wide, Wide));
            }
        }

        GC.KeepAlive(this);
    }

    private void AddNarrow(ReadOnlySpan<uint> rows, float scale, Span<float> sums)
    {
        var sum = Vector128<float>.Zero;
        while (!rows.IsEmpty)
        {
            var part = Vector128<float>.Zero;
            var now = rows[..Math.Min(Part, rows.Length)];
            foreach (var row in now)
            {
                part += Vector128.Load(_lines + ((nint)(row >> MostPanels) * Narrow));
            }

            sum += part;
            rows = rows[now.Length..];
        }

        (Vector128.Create<float>(sums) + (sum * scale)).CopyTo(sums);
    }

    private void AddWide(ReadOnlySpan<uint> rows, int panel, float scale, Span<float> sums)
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
                // Without a jump, which would often be guessed wrong: a feature with no line in this panel adds the zeros of line 0.
                var used = 0 - ((row >> panel) & 1);
                var line = ((row >> MostPanels) + (uint)BitOperations.PopCount(row & before)) & used;
                var weights = lines + ((nint)line * Wide);
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

    private delegate void Columns(LinearWeights head, int label, int first, int count, float sign);

    // A weight of the first label is taken off each of the head's columns, any other is added to its label's.
    private static void ForEachColumns(IReadOnlyList<LinearWeights> heads, Columns action)
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
            panels |= 1u << (column / _width);
        }

        foreach (var feature in head.FeaturesOf(label))
        {
            _index[feature] |= panels;
        }
    }

    // Line 0 stays empty, for those who have none.
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
            var (panel, at) = Math.DivRem(column, _width);
            var before = (1u << panel) - 1;
            for (var i = 0; i < features.Length; i++)
            {
                var row = _index[features[i]];
                var line = (row >> MostPanels) + (uint)BitOperations.PopCount(row & before);
                _lines[((nint)line * _width) + at] += sign * values[i];
            }
        }
    }
}
