namespace Listening.Connectors.Files;

/// <summary>Knows where a record ends.</summary>
internal interface IRecordRule
{
    /// <summary>The end of the record that begins <paramref name="data"/>; null if it lies beyond.</summary>
    /// <param name="complete">True if no more data will come.</param>
    RecordEnd? Find(ReadOnlySpan<byte> data, bool complete);

    /// <summary>The bytes up to and with the first line end, however it is quoted; null if there is none.</summary>
    int? FirstLine(ReadOnlySpan<byte> data, bool complete);
}

/// <summary>One line, one record; LF, CRLF or CR ends it, of which JSON holds none within a text.</summary>
internal sealed class LineRule : IRecordRule
{
    public RecordEnd? Find(ReadOnlySpan<byte> data, bool complete) => FirstLine(data, complete) is { } next
        ? new RecordEnd(data.IndexOfAny((byte)'\r', (byte)'\n'), next, 1)
        : null;

    public int? FirstLine(ReadOnlySpan<byte> data, bool complete) => data.IndexOfAny((byte)'\r', (byte)'\n') switch
    {
        < 0 => null,
        var end when data[end..] is [(byte)'\r', (byte)'\n', ..] => end + 2,

        // Whether an LF follows is not known yet.
        var end when data[end..] is [(byte)'\r'] && !complete => null,
        var end => end + 1,
    };
}

/// <summary>Where a record ends.</summary>
/// <param name="Length">Its bytes, without the line end.</param>
/// <param name="Next">Where the next one begins.</param>
/// <param name="Lines">The line ends up to there.</param>
/// <param name="QuoteAstray">
/// True if it goes over several lines because of a quote that opens on its first one and seems to close on another in the middle of a text:
/// in truth it was never closed, and the quotes of the following records count the wrong way round.
/// </param>
internal readonly record struct RecordEnd(int Length, int Next, int Lines, bool QuoteAstray = false);

internal enum RecordState
{
    /// <summary>A line end closes it.</summary>
    Complete,

    /// <summary>The data ends before a line end: the file's last record, or one that is still being written.</summary>
    Unfinished,

    /// <summary>More than <see cref="RecordReader.MaxRecordBytes"/>; its first line is passed over.</summary>
    TooLong,

    /// <summary>A quote that is never closed swallowed others; its first line is passed over, and they come next.</summary>
    QuoteOpen,
}

/// <summary>A record as it lies in the file.</summary>
/// <param name="Line">The line it begins on, from 1.</param>
/// <param name="Bytes">Without the line end; good until the next record is read.</param>
/// <param name="End">The byte of the file where it ends, or what it swallowed.</param>
internal readonly record struct RawRecord(RecordState State, long Line, ReadOnlyMemory<byte> Bytes, long End);

/// <summary>
/// Cuts a stream into records and always knows the byte and line where the next one begins, so that an import can go on
/// there days later. Holds one record at a time, however large the file.
/// </summary>
internal sealed class RecordReader
{
    /// <summary>Bytes of a record: what one unclosed quote can swallow, and what memory a line can cost.</summary>
    public const int MaxRecordBytes = 1 << 20;

    /// <summary>Bytes before <see cref="Offset"/> that tell an appended file from another one.</summary>
    public const int PastLength = 256;

    private readonly Stream _content;
    private readonly IRecordRule _rule;
    private byte[] _window = new byte[1 << 16];
    private int _from;
    private int _to;
    private bool _ended;
    private bool _unfinished;

    /// <param name="content">At <paramref name="offset"/>, less up to <see cref="PastLength"/> bytes before it.</param>
    public RecordReader(Stream content, IRecordRule rule, long offset, long line)
    {
        (_content, _rule, Offset, Line) = (content, rule, offset, line);
        var past = (int)Math.Min(offset, PastLength);
        _to = content.ReadAtLeast(_window.AsSpan(0, past), past, throwOnEndOfStream: false);
        PastIsThere = _to == past;
        _from = _to;
    }

    /// <summary>False if the content ends before the place to go on at.</summary>
    public bool PastIsThere { get; }

    /// <summary>The byte at which the next record begins.</summary>
    public long Offset { get; private set; }

    /// <summary>The line on which the next record begins, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>The last bytes before <see cref="Offset"/>.</summary>
    public ReadOnlySpan<byte> Past => _window.AsSpan(Math.Max(0, _from - PastLength), _from - Math.Max(0, _from - PastLength));

    /// <summary>True if nothing follows, not even something unfinished.</summary>
    public bool AtEnd => _from == _to && !Fill();

    /// <summary>
    /// Reads the next record; false at the end. One that is unfinished is given once and leaves <see cref="Offset"/> at
    /// its start: read it again when more of it is there, or pass it with <see cref="SkipLine"/> or <see cref="SkipAll"/>.
    /// </summary>
    public bool TryRead(out RawRecord record)
    {
        record = default;
        while (!_unfinished)
        {
            var data = _window.AsMemory(_from, _to - _from);
            if (data.Length > 0 && _rule.Find(data.Span, _ended) is { } end)
            {
                if (end.QuoteAstray)
                {
                    record = new RawRecord(RecordState.QuoteOpen, Line, default, Offset + end.Next);
                    SkipLine();
                    return true;
                }

                var state = end.Length > MaxRecordBytes ? RecordState.TooLong : RecordState.Complete;
                record = new RawRecord(state, Line, data[..end.Length], Offset + end.Next);
                Pass(end.Next, end.Lines);
                return true;
            }

            if (data.Length > MaxRecordBytes)
            {
                record = new RawRecord(RecordState.TooLong, Line, default, Offset + data.Length);
                SkipLine();
                return true;
            }

            if (_ended)
            {
                _unfinished = data.Length > 0;
                record = new RawRecord(RecordState.Unfinished, Line, data, Offset + data.Length);
                return _unfinished;
            }

            // Also when nothing comes: only now does the rule know that a CR at the end has no LF.
            Fill();
        }

        return false;
    }

    /// <summary>Goes on behind the first line end, or at the end of the data if there is none.</summary>
    public void SkipLine()
    {
        _unfinished = false;
        while (true)
        {
            var data = _window.AsSpan(_from, _to - _from);
            if (_rule.FirstLine(data, _ended) is { } next)
            {
                Pass(next, 1);
                return;
            }

            if (_ended)
            {
                Pass(data.Length, 0);
                return;
            }

            // Kept back: half of a two-byte unit, or a CR whose LF may follow.
            Pass(Math.Max(0, data.Length - 2) & ~1, 0);
            Fill();
        }
    }

    /// <summary>Goes to the end of an unfinished record.</summary>
    public void SkipAll()
    {
        _unfinished = false;
        Pass(_to - _from, 0);
    }

    private void Pass(int bytes, int lines)
    {
        _from += bytes;
        Offset += bytes;
        Line += lines;
    }

    /// <summary>Brings more data into the window; false if there is none.</summary>
    private bool Fill()
    {
        if (_ended)
        {
            return false;
        }

        var keep = Math.Max(0, _from - PastLength);
        if (keep > 0)
        {
            _window.AsSpan(keep, _to - keep).CopyTo(_window);
            (_from, _to) = (_from - keep, _to - keep);
        }

        if (_to == _window.Length)
        {
            Array.Resize(ref _window, _window.Length * 2);
        }

        var read = _content.Read(_window, _to, _window.Length - _to);
        _to += read;
        _ended = read == 0;
        return read > 0;
    }
}
