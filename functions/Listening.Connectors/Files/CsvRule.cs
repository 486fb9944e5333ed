namespace Listening.Connectors.Files;

/// <summary>
/// One CSV record: a line end outside quotes ends it, be it LF, CR or CRLF. A quote opens only at the start of a cell,
/// as in CsvHelper, which then splits the record. It does not find the ends as well, because it counts characters where
/// resuming needs bytes, and lets an unclosed quote swallow a whole file.
/// </summary>
/// <param name="unit">Bytes of a code unit: 2 for UTF-16.</param>
/// <param name="bigEndian">The order of two bytes.</param>
internal sealed class CsvRule(char delimiter, int unit, bool bigEndian) : IRecordRule
{
    private enum Place
    {
        CellStart,
        Plain,
        Quoted,
        PerhapsClosed,
    }

    public RecordEnd? Find(ReadOnlySpan<byte> data, bool complete)
    {
        var place = Place.CellStart;
        var lines = 0;
        for (var at = 0; at + unit <= data.Length; at += unit)
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
                    return new RecordEnd(at, at + length, lines);
                }

                at += length - unit;
                continue;
            }

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
        for (var at = 0; at + unit <= data.Length; at += unit)
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
        Span<byte> ended = record.Length <= 1024 ? stackalloc byte[record.Length + unit] : new byte[record.Length + unit];
        record.CopyTo(ended);
        ended[record.Length + (bigEndian ? unit - 1 : 0)] = (byte)'\n';
        return Find(ended, complete: true) is null;
    }

    /// <summary>The bytes of the line end at a place; null if the next byte, not there yet, decides.</summary>
    private int? LineEnd(ReadOnlySpan<byte> data, int at, bool complete)
    {
        if (Unit(data, at) == '\n')
        {
            return unit;
        }

        if (at + (2 * unit) > data.Length)
        {
            return complete ? unit : null;
        }

        return Unit(data, at + unit) == '\n' ? 2 * unit : unit;
    }

    private int Unit(ReadOnlySpan<byte> data, int at) =>
        unit == 1 ? data[at] : bigEndian ? (data[at] << 8) | data[at + 1] : data[at] | (data[at + 1] << 8);
}
