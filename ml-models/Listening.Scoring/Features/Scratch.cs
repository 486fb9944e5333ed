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
    private char[] _signs = [];
    private uint[] _keys = [];
    private uint[] _hashes = [];
    private int[] _features = [];
    private uint[] _rows = [];
    private FeatureCounter? _counter;

    public FeatureCounter Counter => _counter ??= new();

    public static Scratch For(int textLength) => textLength > LongestKept ? new() : _ofThisThread ??= new();

    public Span<char> Text(int length) => Grown(ref _text, length);

    public Span<char> Signs(int length) => Grown(ref _signs, length);

    public Span<uint> Keys(int length) => Grown(ref _keys, length);

    public Span<uint> Hashes(int length) => Grown(ref _hashes, length);

    public Span<int> Features(int length) => Grown(ref _features, length);

    public Span<uint> Rows(int length) => Grown(ref _rows, length);

    private static Span<T> Grown<T>(ref T[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = new T[Math.Max(length, Math.Min(Array.MaxLength, (long)buffer.Length * 2))];
        }

        return buffer.AsSpan(0, length);
    }
}
