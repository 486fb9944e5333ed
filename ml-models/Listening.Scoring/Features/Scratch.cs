namespace Listening.Scoring.Features;

/// <summary>
/// The buffers for scoring one text, kept per thread so that scoring allocates nothing. They grow to the longest text that the
/// thread has scored.
/// </summary>
internal sealed class Scratch
{
    /// <summary>Longer texts, which are no posts, get buffers of their own, so that no thread keeps megabytes for them.</summary>
    private const int LongestKept = 1 << 16;

    [ThreadStatic]
    private static Scratch? _ofCurrentThread;

    private char[] _text = [];
    private char[] _negationTokens = [];
    private uint[] _keys = [];
    private uint[] _hashes = [];
    private int[] _features = [];
    private uint[] _rows = [];
    private float[] _embedding = [];
    private FeatureCounter? _counter;

    public FeatureCounter Counter => _counter ??= new();

    public static Scratch For(int textLength) => textLength > LongestKept ? new() : _ofCurrentThread ??= new();

    public Span<char> Text(int length) => Grow(ref _text, length);

    public Span<char> NegationTokens(int length) => Grow(ref _negationTokens, length);

    public Span<uint> Keys(int length) => Grow(ref _keys, length);

    public Span<uint> Hashes(int length) => Grow(ref _hashes, length);

    public Span<int> Features(int length) => Grow(ref _features, length);

    public Span<float> Embedding(int length) => Grow(ref _embedding, length);

    public Span<uint> Rows(int length) => Grow(ref _rows, length);

    private static Span<T> Grow<T>(ref T[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = new T[Math.Max(length, Math.Min(Array.MaxLength, (long)buffer.Length * 2))];
        }

        return buffer.AsSpan(0, length);
    }
}
