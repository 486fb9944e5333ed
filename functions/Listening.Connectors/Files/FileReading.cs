namespace Listening.Connectors.Files;

/// <summary>A place in an open file, from where records can be read.</summary>
/// <param name="Delimiter">What divides the columns; null if the file is JSONL.</param>
internal sealed record FileReading(ContentFile File, RecordReader Records, ItemReader Items, char? Delimiter)
{
    /// <summary>The first record of a file.</summary>
    public static FileReading Begin(ContentFile file, FileFormat format, CancellationToken stopping) => format switch
    {
        FileFormat.Csv { Layout: var layout } =>
            At(file, new CsvRowReader(layout), layout.Delimiter, layout.BodyOffset, layout.BodyLine, stopping),
        FileFormat.JsonLines { Offset: var offset } => At(file, new JsonLineReader(), null, offset, 1, stopping),
        _ => throw new ArgumentException($"{format.GetType().Name} holds no records.", nameof(format)),
    };

    /// <summary>The place a cursor points at; null if what lies before it is no longer what was read.</summary>
    public static FileReading? TryResume(ContentFile file, FileCursor cursor, CancellationToken stopping)
    {
        ItemReader items;
        if (cursor.Delimiter is null)
        {
            items = new JsonLineReader();
        }
        else if (CsvLayout.TryRead(file.Start, file.StartIsAll, cursor.Delimiter) is { HasText: true } layout)
        {
            items = new CsvRowReader(layout);
        }
        else
        {
            return null;
        }

        var reading = At(file, items, cursor.Delimiter, cursor.Offset, cursor.Line, stopping);
        return reading.Records.PastIsThere && FileCursor.Hash(reading.Records.Past) == cursor.PastHash ? reading : null;
    }

    public FileCursor CursorAt(DateTime since, FileRest rest) => new()
    {
        HeadHash = FileCursor.Hash(File.Stamp.Head.Span),
        HeadBytes = File.Stamp.Head.Length,
        Offset = Records.Offset,
        Line = Records.Line,
        PastHash = FileCursor.Hash(Records.Past),
        Length = File.Stamp.Length,
        WrittenAt = since,
        Rest = rest,
        Delimiter = Delimiter,
    };

    private static FileReading At(
        ContentFile file, ItemReader items, char? delimiter, long offset, long line, CancellationToken stopping)
    {
        var content = file.From(Math.Max(0, offset - RecordReader.PastLength), stopping);
        return new(file, new RecordReader(content, items.Rule, offset, line), items, delimiter);
    }
}
