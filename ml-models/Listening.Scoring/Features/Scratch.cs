namespace Listening.Scoring.Features;

/// <summary>
/// What scoring one text needs besides the model, kept per thread so that a text leaves no garbage. It grows to the longest text
/// the thread has met.
/// </summary>
internal sealed class Scratch
{
    /// <summary>Longer texts, which posts are not, get a scratch of their own: no thread should hold on to their megabytes.</summary>
    private const int LongestKept = 1 << 16;

    [ThreadStatic]
    private static Scratch? _ofThisThread;

    private char[] _text = [];
    private uint[] _keys = [];
    private uint[] _hashes = [];
    private int[] _features = [];
    private int[] _blockEnds = [];
    private float[] _blockScales = [];
    private FeatureCounter? _counter;

    /// <summary>The features that occur, one entry per occurrence, block after block.</summary>
    public ReadOnlySpan<int> Features => _features.AsSpan(0, Occurrences);

    public int Occurrences { get; private set; }

    public int Blocks { get; private set; }

    public FeatureCounter Counter => _counter ??= new();

    public static Scratch For(int textLength) => textLength > LongestKept ? new() : _ofThisThread ??= new();

    public void Clear() => Occurrences = Blocks = 0;

    public Span<char> Text(int length) => Grown(ref _text, length, 0);

    public Span<uint> Keys(int length) => Grown(ref _keys, length, 0);

    public Span<uint> Hashes(int length) => Grown(ref _hashes, length, 0);

    /// <summary>Room for more occurrences; they count once <see cref="EndBlock"/> is told of them.</summary>
    public Span<int> RoomForFeatures(int length)
    {
        Grown(ref _features, checked(Occurrences + length), Occurrences);
        return _features.AsSpan(Occurrences, length);
    }

    /// <summary>Ends a block: its occurrences' weights, added up, are to be multiplied by <paramref name="scale"/>.</summary>
    public void EndBlock(int occurrences, float scale)
    {
        Occurrences += occurrences;
        Grown(ref _blockEnds, Blocks + 1, Blocks)[Blocks] = Occurrences;
        Grown(ref _blockScales, Blocks + 1, Blocks)[Blocks] = scale;
        Blocks++;
    }

    public ReadOnlySpan<int> BlockFeatures(int block)
    {
        var start = block == 0 ? 0 : _blockEnds[block - 1];
        return _features.AsSpan(start, _blockEnds[block] - start);
    }

    public float BlockScale(int block) => _blockScales[block];

    private static Span<T> Grown<T>(ref T[] buffer, int length, int keep)
    {
        if (buffer.Length < length)
        {
            var larger = new T[Math.Max(length, Math.Min(Array.MaxLength, (long)buffer.Length * 2))];
            buffer.AsSpan(0, keep).CopyTo(larger);
            buffer = larger;
        }

        return buffer.AsSpan(0, length);
    }
}
