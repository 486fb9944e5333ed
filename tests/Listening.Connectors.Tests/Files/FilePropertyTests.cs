using FsCheck;
using FsCheck.Fluent;
using Listening.Connectors.Files;
using Listening.Sources;
using Listening.Testing;

namespace Listening.Connectors.Tests.Files;

public sealed class FilePropertyTests : IDisposable
{
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    private readonly FileFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>A way to write a table.</summary>
    private sealed record Dialect(
        char Delimiter, string LineEnd, Encoding Encoding, bool Mark, bool QuoteAll, bool Declared, bool EndLast, bool Packed)
    {
        public byte[] Write(IEnumerable<string[]> rows)
        {
            var text = string.Join(LineEnd, rows.Select(row => string.Join(Delimiter, row.Select(Cell)))) + (EndLast ? LineEnd : "");
            var whole = (Declared ? $"sep={Delimiter}{LineEnd}" : "") + text;
            byte[] bytes = [.. Mark ? Encoding.GetPreamble() : [], .. Encoding.GetBytes(whole)];
            return Packed ? FileFolder.Gzip(bytes) : bytes;
        }

        private string Cell(string cell) =>
            QuoteAll || cell.IndexOfAny([Delimiter, '"', '\r', '\n']) >= 0 ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
                : cell;
    }

    private static readonly Gen<string> Cells = Gen.Frequency(
        (3, Gen.ListOf(Gen.Elements("a", "ä", "\"", ",", ";", "\t", "|", "\n", "\r", "\r\n", " ", "€", "=", "'", "sep=", "ß", "0")).Select(
            string.Concat)),
        (1, ArbMap.Default.GeneratorFor<NonNull<string>>().Select(any => any.Get)));

    private static readonly Gen<Dialect> Dialects =
        from delimiter in Gen.Elements(',', ';', '\t', '|')
        from lineEnd in Gen.Elements("\n", "\r\n", "\r")
        from encoding in Gen.Elements(new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode, Windows1252)
        from mark in Gen.Elements(true, false)
        from quoteAll in Gen.Elements(true, false)
        from declared in Gen.Elements(true, false)
        from endLast in Gen.Elements(true, false)
        from packed in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)))
        select new Dialect(delimiter, lineEnd, encoding, mark || encoding.GetByteCount("a") == 2, quoteAll, declared, endLast, packed);

    /// <summary>
    /// What a file can carry: no half surrogates, no NUL, nothing its encoding lacks, no blanks taken for an absent text.
    /// </summary>
    private static string Fit(string cell, Encoding encoding)
    {
        var text = encoding.GetString(encoding.GetBytes(cell)).Replace("\0", "", StringComparison.Ordinal);
        return text.Trim('\uFEFF') is { Length: > 0 } fit && !string.IsNullOrWhiteSpace(fit) ? fit : "leer";
    }

    [Fact]
    public void Any_table_written_in_any_dialect_reads_back_equal()
    {
        var tables =
            from dialect in Dialects
            from texts in Gen.ListOf(Cells)
            from others in Gen.ListOf(Cells, texts.Count)
            select (dialect,
                rows: texts.Zip(
                others, (text, other) => (Text: Fit(text, dialect.Encoding), Other: Fit(other, dialect.Encoding))).ToList());

        var run = 0;
        Prop.ForAll(tables.ToArbitrary(), table =>
        {
            var (dialect, rows) = table;
            // Windows-1252 that happens to be valid UTF-8 is read as UTF-8: the known price of telling them apart by content.
            if (dialect.Encoding == Windows1252 && rows.Any(row => LooksLikeUtf8(row.Text + row.Other)))
            {
                return;
            }

            var written =
                dialect.Write(
                [["id", "text", "other, column", "title"], .. rows.Select((row, at) => new[] { $"{at}", row.Text, row.Other, "t" })]);
            var import = FileFolder.Import(_folder.Put($"{run++}.csv", written));

            Assert.Equal(rows.Select(row => row.Text), import.Texts);
            Assert.Empty(import.Rejected);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    private static bool LooksLikeUtf8(string text)
    {
        var bytes = Windows1252.GetBytes(text);
        return bytes.Any(one => one >= 0x80) && System.Text.Unicode.Utf8.IsValid(bytes);
    }

    [Fact]
    public void Any_cells_come_apart_as_they_were_put_together()
    {
        var rows =
            from dialect in Dialects
            from cells in Gen.NonEmptyListOf(Cells)
            select (dialect, cells: cells.Select(cell => Fit(cell, dialect.Encoding)).ToArray());

        Prop.ForAll(rows.ToArbitrary(), row =>
        {
            var dialect =
                row.dialect with { Encoding = new UTF8Encoding(false), Mark = false, Declared = false, EndLast = true, Packed = false };
            var bytes = dialect.Write([row.cells]);
            using var content = new MemoryStream(bytes);
            var rule = new CsvDialect(CsvEncoding.Detect("a"u8), dialect.Delimiter);
            var reader = new RecordReader(content, rule, 0, 1);

            Assert.True(reader.TryRead(out var record));
            Assert.Equal(row.cells, rule.Cells(record.Bytes));
            Assert.False(reader.TryRead(out _));
            Assert.Equal(bytes.Length, reader.Offset);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void Any_bytes_under_any_name_are_an_outcome_and_come_to_an_end()
    {
        byte[][] beginnings =
        [
            [], "id,text\n"u8.ToArray(), "{\"text\":\""u8.ToArray(), [0xFF, 0xFE], [0xFE, 0xFF], [0xEF, 0xBB, 0xBF],
            [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3],
            [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("text;id\n")], "sep=;\ntext;id\n\""u8.ToArray(), "[{"u8.ToArray(), "PK"u8.ToArray(),
        ];
        byte[] telling =
            [(byte)'"', (byte)',', (byte)'\n', (byte)'\r', (byte)'{', (byte)'}', (byte)':', 0, 0xFF, 0xC3, (byte)'1', (byte)'a'];
        var files =
            from name in Gen.Elements("a.csv", "a.tsv", "a.jsonl", "a.ndjson", "a.jsonl.gz", "a.gz", "a", "a.txt")
            from beginning in Gen.Elements(beginnings)
            from rest in Gen.ListOf(Gen.OneOf(Gen.Elements(telling), ArbMap.Default.GeneratorFor<byte>()))
            select (name, bytes: (byte[])[.. beginning, .. rest]);

        Prop.ForAll(files.ToArbitrary(), file =>
        {
            var path = _folder.Put(file.name, file.bytes);
            string? cursor = null;

            // Two reads more than the bytes could give: by then a file that does not change has nothing left to say.
            for (var read = 0; read < file.bytes.Length + 3; read++)
            {
                switch (FileFolder.Read(path, cursor))
                {
                    case FetchOutcome.Page page:
                        Assert.NotEqual(cursor, page.Cursor);
                        cursor = page.Cursor;
                        break;
                    case FetchOutcome.Unchanged unchanged when unchanged.Cursor != cursor:
                        cursor = unchanged.Cursor;
                        break;
                    case FetchOutcome.Unchanged or FetchOutcome.Failed:
                        return;
                }
            }

            Assert.Fail("The file never came to an end.");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
    }

    [Fact]
    public void Any_string_is_a_cursor_and_at_worst_one_that_starts_over()
    {
        var path = _folder.Put("a.jsonl", "{\"id\":\"1\",\"text\":\"eins\"}\n");

        Prop.ForAll<string?>(cursor =>
        {
            Assert.Single(Assert.IsType<FetchOutcome.Page>(FileFolder.Read(path, cursor)).Mentions);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_file_that_is_read_while_it_is_written_gives_what_one_undisturbed_read_gives()
    {
        var texts = Gen.NonEmptyListOf(Cells.Select(cell => Fit(cell, Encoding.UTF8)));
        var cases =
            from posts in texts
            from cuts in Gen.ListOf(Gen.Choose(1, 60))
            from csv in Gen.Elements(true, false)
            select (posts, cuts, csv);

        var run = 0;
        Prop.ForAll(cases.ToArbitrary(), one =>
        {
            var lines = one.posts.Select((text, at) => one.csv
                ? $"{at},\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\",x\n"
                : $"{{\"id\":\"{at}\",\"text\":{JsonSerializer.Serialize(text)}}}\n");
            var whole = Encoding.UTF8.GetBytes((one.csv ? "id,text,other\n" : "") + string.Concat(lines));

            // The writer stops at arbitrary bytes, in the middle of characters too, and each time the file is read.
            var path = _folder.Put($"w{run++}", []);
            var met = new Dictionary<string, string>();
            string? cursor = null;
            var at = 0;
            foreach (var cut in one.cuts.Append(int.MaxValue))
            {
                using (var file = new FileStream(path, FileMode.Append))
                {
                    var to = (int)Math.Min(whole.Length, (long)at + cut);
                    file.Write(whole, at, to - at);
                    at = to;
                }

                if (FileFolder.Read(path, cursor) is not FetchOutcome.Failed)
                {
                    var import = FileFolder.Import(path, cursor);
                    cursor = import.Cursor;
                    import.Mentions.ToList().ForEach(mention => met[mention.NativeId] = mention.Text);
                    Assert.Empty(import.Rejected);
                }
            }

            Assert.Equal(one.posts, Enumerable.Range(0, one.posts.Count).Select(post => met[$"{post}"]));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));
    }
}
