using System.Text.Unicode;
using CsvHelper;

namespace Listening.Connectors.Files;

/// <summary>How a CSV file's bytes become characters; by the byte order mark, or the zeros of UTF-16.</summary>
internal sealed record CsvEncoding(int Unit, bool BigEndian, int MarkLength)
{
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    public static CsvEncoding Detect(ReadOnlySpan<byte> head) => head switch
    {
        // No mark, but every other byte of the first letters is zero: some tools of databases leave the mark out.
        [not 0, 0, not 0, 0, not 0, 0, ..] => new(2, false, 0),
        [0, not 0, 0, not 0, 0, not 0, ..] => new(2, true, 0),
        [0xEF, 0xBB, 0xBF, ..] => new(1, false, 3),
        [0xFF, 0xFE, ..] => new(2, false, 2),
        [0xFE, 0xFF, ..] => new(2, true, 2),
        _ => new(1, false, 0),
    };

    /// <summary>
    /// A record in UTF-8. What is not valid UTF-8 is read as Windows-1252, record by record: that needs no look at the
    /// whole file, comes out the same wherever reading resumes, and hardly any Windows-1252 text is valid UTF-8 by accident.
    /// </summary>
    public ReadOnlyMemory<byte> ToUtf8(ReadOnlyMemory<byte> record)
    {
        var own = Unit == 2 ? (BigEndian ? Encoding.BigEndianUnicode : Encoding.Unicode)
            : Utf8.IsValid(record.Span) ? Encoding.UTF8
            : Windows1252;
        return own == Encoding.UTF8 ? record : Encoding.UTF8.GetBytes(own.GetString(record.Span));
    }
}

/// <summary>
/// How a file's records and their cells are divided: a line end outside quotes ends a record, be it LF, CR or CRLF. A quote opens only
/// at the start of a cell, as in CsvHelper, which then splits the record. It does not find the ends as well, because it counts characters
/// where resuming needs bytes, and lets an unclosed quote swallow a whole file. A quote that closes on a later line must end its cell, else
/// it was not meant to close anything.
/// </summary>
internal sealed class CsvDialect(CsvEncoding encoding, char delimiter) : IRecordRule
{
    private enum Place
    {
        CellStart,
        Plain,
        Quoted,
        PerhapsClosed,
    }

    private readonly int _unit = encoding.Unit;
    private readonly bool _bigEndian = encoding.BigEndian;
    private readonly CsvReaderOptions _options = new()
    {
        Separator = delimiter,
        HasHeader = false,
        // A quote in the middle of a cell is how people write inches; it stays.
        MalformedData = CsvMalformedDataHandling.Recover,
    };

    public char Delimiter => delimiter;

    public RecordEnd? Find(ReadOnlySpan<byte> data, bool complete)
    {
        var place = Place.CellStart;
        var lines = 0;
        var astray = false;
        for (var at = 0; at + _unit <= data.Length; at += _unit)
        {
            var c = Unit(data, at);
            if (c is '\r' or '\n')
            {
                if (LineEnd(data, at, complete) is not { } length)
                {
                    return null;
                }

                lines++;
                if (place != Place.Quoted)
                {
                    return new RecordEnd(at, at + length, lines, astray);
                }

                at += length - _unit;
                continue;
            }

            astray |= lines > 0 && place == Place.PerhapsClosed && c != '"' && c != delimiter;
            place = (place, c) switch
            {
                (Place.CellStart, '"') => Place.Quoted,
                (Place.Quoted, '"') => Place.PerhapsClosed,
                (Place.PerhapsClosed, '"') => Place.Quoted,
                (Place.Quoted, _) => Place.Quoted,
                _ => c == delimiter ? Place.CellStart : Place.Plain,
            };
        }

        return null;
    }

    public int? FirstLine(ReadOnlySpan<byte> data, bool complete)
    {
        for (var at = 0; at + _unit <= data.Length; at += _unit)
        {
            if (Unit(data, at) is '\r' or '\n')
            {
                return LineEnd(data, at, complete) is { } length ? at + length : null;
            }
        }

        return null;
    }

    /// <summary>Whether a cell opens a quote that this data never closes.</summary>
    public bool QuoteOpen(ReadOnlySpan<byte> record)
    {
        // Append a line end and see: inside quotes it ends nothing.
        record = record[..^(record.Length % _unit)];
        Span<byte> ended = record.Length <= 1024 ? stackalloc byte[record.Length + _unit] : new byte[record.Length + _unit];
        record.CopyTo(ended);
        ended[record.Length + (_bigEndian ? _unit - 1 : 0)] = (byte)'\n';
        return Find(ended, complete: true) is null;
    }

    /// <summary>Whether the data ends in the middle of a character of UTF-16.</summary>
    public bool EndsInHalf(ReadOnlySpan<byte> record) => record.Length % _unit != 0;

    /// <summary>The cells of one record, which holds no line end outside quotes; none for a blank one.</summary>
    public string[] Cells(ReadOnlyMemory<byte> record)
    {
        if (record.IsEmpty)
        {
            return [];
        }

        using var reader = CsvReader.Create(encoding.ToUtf8(record), _options);
        if (!reader.Read())
        {
            return [];
        }

        var cells = new string[reader.FieldCount];
        for (var cell = 0; cell < cells.Length; cell++)
        {
            cells[cell] = reader.GetString(cell);
        }

        return cells;
    }

    /// <summary>The bytes of the line end at a place; null if the next byte, not there yet, decides.</summary>
    private int? LineEnd(ReadOnlySpan<byte> data, int at, bool complete)
    {
        if (Unit(data, at) == '\n')
        {
            return _unit;
        }

        if (at + (2 * _unit) > data.Length)
        {
            return complete ? _unit : null;
        }

        return Unit(data, at + _unit) == '\n' ? 2 * _unit : _unit;
    }

    private int Unit(ReadOnlySpan<byte> data, int at) =>
        _unit == 1 ? data[at] : _bigEndian ? (data[at] << 8) | data[at + 1] : data[at] | (data[at + 1] << 8);
}
