namespace Listening.Connectors.Files;

/// <summary>What the start of a CSV file says about the rest: its dialect, and the meaning of each column.</summary>
/// <param name="Columns">What each column holds; null for columns that are not used.</param>
/// <param name="Header">The columns' names as written.</param>
/// <param name="BodyOffset">The byte where the first record after the header begins.</param>
/// <param name="BodyLine">Its line.</param>
internal sealed record CsvLayout(
    CsvDialect Dialect, IReadOnlyList<IngestName?> Columns, IReadOnlyList<string> Header, long BodyOffset, long BodyLine)
{
    /// <summary>Records behind the header that are looked at.</summary>
    private const int SniffedRecords = 20;

    /// <summary>Records before the header: exports of monitoring tools begin with a block about the report.</summary>
    private const int MaxPreamble = 30;

    /// <summary>Characters of a cell in a header that is not the first record: people's posts are longer than names of columns.</summary>
    private const int MaxNameLength = 40;

    // The first one wins if nothing else distinguishes them.
    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    // Divides nothing: it is in no text.
    private const char NoDelimiter = '\u001F';

    /// <summary>Any sign that is one byte in every encoding and cannot be mistaken for text.</summary>
    public static bool MayDivide(char mark) => mark == '\t'
        || (char.IsAscii(mark) && mark != '"' && (char.IsPunctuation(mark) || char.IsSymbol(mark)));

    public bool HasText => Columns.Any(column => column?.Field == IngestField.Text);

    /// <summary>True if this can be a header behind other rows: it names the text and another field, and holds nothing but names.</summary>
    private bool IsHeaderForSure =>
        HasText && Columns.Count(column => column is not null) > 1 && Header.All(cell => cell.Length <= MaxNameLength);

    /// <summary>Reads the beginning of a file; null if it holds no header.</summary>
    /// <param name="whole">True if <paramref name="head"/> is all there is.</param>
    /// <param name="known">The delimiter found at an earlier read: more rows must not change how the first were read.</param>
    public static CsvLayout? TryRead(byte[] head, bool whole, char? known)
    {
        var encoding = CsvEncoding.Detect(head);
        var only = known ?? Sample.Take(head, whole, encoding, NoDelimiter)?.Declared;
        return (only is { } delimiter ? [delimiter] : Delimiters)
            .Select(candidate => Sample.Take(head, whole, encoding, candidate))
            .OfType<Sample>()
            .MaxBy(sample => sample.Fitness)?.Layout;
    }

    /// <summary>The first records as one delimiter divides them.</summary>
    private sealed record Sample(CsvLayout Layout, char? Declared, int Agreeing)
    {
        /// <summary>
        /// A header with a text column counts most; then the header with the most known names; then rows
        /// that are as wide as the header, so that commas in a file of one column do not divide it.
        /// </summary>
        public (bool, int, int, int) Fitness =>
            (Layout.HasText, Layout.Columns.Count(column => column is not null), Agreeing, Layout.Header.Count);

        public static Sample? Take(byte[] head, bool whole, CsvEncoding encoding, char delimiter)
        {
            var dialect = new CsvDialect(encoding, delimiter);
            using var bytes = new MemoryStream(head, encoding.MarkLength, head.Length - encoding.MarkLength);
            var reader = new RecordReader(bytes, dialect, 0, 1);
            CsvLayout? layout = null;
            char? declared = null;
            var agreeing = 0;
            var left = MaxPreamble;
            while (left-- > 0 && reader.TryRead(out var record))
            {
                if (record.Bytes.IsEmpty || record.State == RecordState.TooLong || (record.State == RecordState.Unfinished && !whole))
                {
                    continue;
                }

                if (layout is null && declared is null
                    && DeclaredBy(System.Text.Encoding.UTF8.GetString(encoding.ToUtf8(record.Bytes).Span)) is { } sign)
                {
                    declared = sign;
                    continue;
                }

                var row = dialect.Cells(record.Bytes);
                if (layout is { HasText: true })
                {
                    agreeing += row.Length == layout.Header.Count ? 1 : 0;
                    continue;
                }

                var header = new CsvLayout(
                    dialect, [.. row.Select(IngestNames.Find)], row, encoding.MarkLength + reader.Offset, reader.Line);
                if (layout is not null && !header.IsHeaderForSure)
                {
                    continue;
                }

                layout = header;
                left = header.HasText ? SniffedRecords : left;
                if (record.State == RecordState.Unfinished)
                {
                    // A header alone, perhaps half written: the body begins where the header does, so that it is read again.
                    return new Sample(layout with { BodyOffset = 0, BodyLine = 1 }, declared, 0);
                }
            }

            return layout is null ? null : new Sample(layout, declared, agreeing);
        }

        /// <summary>Excel's own way of saying it: a first line <c>sep=;</c>.</summary>
        private static char? DeclaredBy(string line) =>
            line.Trim('"') is { Length: 5 } sep && sep.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && MayDivide(sep[4])
                ? sep[4]
                : null;
    }
}
