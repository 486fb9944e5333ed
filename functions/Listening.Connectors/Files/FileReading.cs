namespace Listening.Connectors.Files;

/// <summary>A place in an open file, from where records can be read.</summary>
internal sealed record FileReading(ContentFile File, RecordReader Records, ItemReader Items)
{
    /// <summary>The first record of a file.</summary>
    public static FileReading Begin(ContentFile file, ItemReader items) => At(file, items, items.Offset, items.Line);

    /// <summary>The place a cursor points at; null if what lies before it is no longer what was read.</summary>
    public static FileReading? TryResume(ContentFile file, FileCursor cursor)
    {
        ItemReader? items = cursor.Delimiter is not { } delimiter ? new JsonLineReader(offset: 0)
            : CsvLayout.TryRead(file.Start, file.StartIsAll, delimiter) is { HasText: true } layout ? new CsvRowReader(layout)
            : null;
        var reading = items is null ? null : At(file, items, cursor.Offset, cursor.Line);
        return reading is { Records.PastIsThere: true } && FileCursor.Hash(reading.Records.Past) == cursor.PastHash ? reading : null;
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
        Delimiter = Items.Delimiter,
    };

    private static FileReading At(ContentFile file, ItemReader items, long offset, long line)
    {
        var content = file.From(Math.Max(0, offset - RecordReader.PastLength));
        return new(file, new RecordReader(content, items.Rule, offset, line), items);
    }
}
