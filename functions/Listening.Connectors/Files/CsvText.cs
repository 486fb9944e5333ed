using System.Text.Unicode;
using CsvHelper;

namespace Listening.Connectors.Files;

/// <summary>How a CSV file's bytes become characters; by the byte order mark.</summary>
internal sealed record CsvEncoding(int Unit, bool BigEndian, int MarkLength)
{
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    public static CsvEncoding Detect(ReadOnlySpan<byte> head) => head switch
    {
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

/// <summary>Splits CSV records into cells.</summary>
internal sealed class CsvCells(CsvEncoding encoding, char delimiter)
{
    private readonly CsvReaderOptions _options = new()
    {
        Separator = delimiter,
        HasHeader = false,
        // A quote in the middle of a cell is how people write inches; it stays.
        MalformedData = CsvMalformedDataHandling.Recover,
    };

    /// <summary>The cells of one record, which holds no line end outside quotes; none for a blank one.</summary>
    public string[] Of(ReadOnlyMemory<byte> record)
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
}
