namespace Listening.Connectors.Files;

/// <summary>What a file turns out to be, by its first bytes rather than its name.</summary>
internal abstract record FileFormat
{
    private const int NamesShown = 12;
    private const int MaxNameLengthShown = 30;

    public sealed record Records(ItemReader Items) : FileFormat;

    /// <summary>Nothing in it yet.</summary>
    public sealed record Blank : FileFormat;

    /// <param name="Problem">Its sentence goes on from "The file …" and says what to do.</param>
    public sealed record Refused(Problem Problem) : FileFormat;

    /// <param name="start">The first bytes of the content.</param>
    /// <param name="whole">True if they are all of it.</param>
    /// <param name="name">The file's name; its ending decides where the bytes do not.</param>
    public static FileFormat Detect(byte[] start, bool whole, string name)
    {
        if (start is [(byte)'P', (byte)'K', 3, 4, ..])
        {
            return Refuse("file.zip", $"is a zip archive, as Excel's .xlsx is; save it as CSV");
        }

        if (start is [0xFF, 0xFE, 0, 0, ..] or [0, 0, 0xFE, 0xFF, ..])
        {
            return Refuse("file.utf-32", $"holds text in UTF-32; save it as UTF-8");
        }

        var encoding = CsvEncoding.Detect(start);
        var offset = encoding.MarkLength;
        while (offset < start.Length && start[offset] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0)
        {
            offset++;
        }

        if (start.AsSpan(encoding.MarkLength) is { IsEmpty: false } content && !content.ContainsAnyExcept((byte)0))
        {
            return Refuse("file.not-text", $"is not text: it holds zero bytes, as a copy that broke off does; copy it again");
        }

        if (offset >= start.Length)
        {
            return whole ? new Blank()
                : Refuse("file.white-space", $"begins with more white space than any CSV or JSONL file; check what wrote it");
        }

        var lines = new Records(new JsonLineReader(encoding.MarkLength));
        return (first: start[offset], ending: Ending(name)) switch
        {
            ((byte)'{', not (".csv" or ".tsv")) when encoding.Unit == 2 => Refuse("file.utf-16", $"holds JSON in UTF-16; save it as UTF-8"),
            ((byte)'{', var ending) when ending is not (".csv" or ".tsv") || FirstLineIsObject(start.AsSpan(offset)) => lines,
            ((byte)'[', not (".csv" or ".tsv")) =>
                Refuse("file.json-array", $"holds one JSON array; write one object per line instead (JSONL)"),
            (_, ".jsonl" or ".ndjson") when encoding.Unit == 1
                && CsvLayout.TryRead(start, whole, known: null) is not { HasText: true } => lines,
            _ => OfCsv(CsvLayout.TryRead(start, whole, known: null), whole),
        };
    }

    private static Refused Refuse(string code, ProblemText text) => new(Problem.Create(code, text));

    private static FileFormat OfCsv(CsvLayout? layout, bool whole) => layout switch
    {
        null => whole ? new Blank()
            : Refuse("file.long-header", $"has a first line of more than 64 KiB; a CSV file begins with its columns' names"),
        { HasText: false } => Refuse(
            "file.no-text-column",
            $"has no column for the text: it needs one named 'text' (or comment, content, message, Kommentar, Inhalt), "
            + $"and has {Shown(layout)}"),
        { BodyOffset: 0 } => new Blank(),
        _ => new Records(new CsvRowReader(layout)),
    };

    /// <summary>
    /// The columns' names, short and few. They are counted rather than named unless one of them is known and none is
    /// long: where the header was forgotten, the first row is a person's post.
    /// </summary>
    private static string Shown(CsvLayout layout)
    {
        var header = layout.Header;
        if (layout.Columns.All(column => column is null) || header.Any(cell => cell.Length > MaxNameLengthShown))
        {
            return $"{header.Count} {(header.Count == 1 ? "column" : "columns")} in its first line, which does not look like a header";
        }

        var names = header.Take(NamesShown).Select(cell => $"'{new string([.. cell.Where(c => !char.IsControl(c))])}'");
        return string.Join(", ", names) + (header.Count > NamesShown ? $" and {header.Count - NamesShown} more" : "");
    }

    private static bool FirstLineIsObject(ReadOnlySpan<byte> start)
    {
        var end = start.IndexOfAny((byte)'\r', (byte)'\n');
        var reader = new Utf8JsonReader(end < 0 ? start : start[..end]);
        try
        {
            reader.Read();
            reader.Skip();
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Ending(string name)
    {
        var plain = name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name;
        return Path.GetExtension(plain).ToLowerInvariant();
    }
}
