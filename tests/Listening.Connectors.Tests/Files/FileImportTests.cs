using Listening.Domain;
using Listening.Sources;
using Listening.Testing;

namespace Listening.Connectors.Tests.Files;

public sealed class FileImportTests : IDisposable
{
    private readonly FileFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_jsonl_file_gives_its_posts_its_edits_and_its_deletions_and_names_the_broken_line()
    {
        var import = await FileFolder.ImportAsync(RecordedPages.At("ingest/import.jsonl"));

        Assert.Equal(["erste Zeile", "erste Zeile (edit)", ""], import.Texts);
        Assert.Equal(["Line 3 is not valid JSON from byte 50 on"], import.Rejected);
        Assert.Equal(import.Mentions[0].Id, import.Mentions[1].Id);
        Assert.NotEqual(import.Mentions[0].Revision, import.Mentions[1].Revision);
        Assert.Equal(
            (MentionId.For("forum", "1"), "forum", "1", "archive"),
            (import.Mentions[0].Id, import.Mentions[0].Platform, import.Mentions[0].NativeId, import.Mentions[0].Source));
        Assert.Equal(DateTimeOffset.Parse("2026-11-20T09:15:00Z", null), import.Mentions[0].PostedAt);
        Assert.True(import.Mentions[2] is { Deleted: true, NativeId: "3", Author: null, Url: null });
    }

    [Fact]
    public async Task A_german_excel_export_is_read_and_a_rounded_id_refused()
    {
        var source = FileFolder.Source(RecordedPages.At("ingest/import.utf8-bom.semicolon.csv"), timeZone: "Europe/Berlin");

        var page = Assert.IsType<FetchOutcome.Page>(await FileFolder.ReadAsync(source));

        var first = page.Mentions[0];
        Assert.Equal("Der \"Northwind\" Kessel;\r\nzweite Zeile", first.Text);
        Assert.Equal("179532000000000001", first.NativeId);
        Assert.Equal("file:import.utf8-bom.semicolon.csv", first.Platform);
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 9, 15, 0, TimeSpan.Zero), first.PostedAt);
        Assert.Equal(new Author("Mira", null, "Mira"), first.Author);
        Assert.Equal("https://example.com/a", first.Url);
        Assert.Equal(
            ["Line 5 has an id that a spreadsheet rounded; export that column as text"], page.Rejected.Select(problem => problem.Sentence));

        // Too few cells: the missing ones are nothing, the others stay where they are.
        Assert.Equal(("x3", "zu wenige Spalten", null), (page.Mentions[1].NativeId, page.Mentions[1].Text, page.Mentions[1].Url));
        Assert.False(page.More);
    }

    [Fact]
    public async Task A_file_in_windows_1252_keeps_its_umlauts_and_its_euro()
    {
        var import = await FileFolder.ImportAsync(RecordedPages.At("ingest/import.windows-1252.csv"));

        var mention = Assert.Single(import.Mentions);
        Assert.Equal(("Größtes Lob – 20 €", "Jürgen"), (mention.Text, mention.Author?.Name));
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 10, 15, 0, TimeSpan.Zero), mention.PostedAt);
    }

    [Fact]
    public async Task A_monthly_play_store_table_in_utf_16_is_read()
    {
        var import = await FileFolder.ImportAsync(RecordedPages.At("ingest/import.utf16le.tsv"));

        var mention = Assert.Single(import.Mentions);
        Assert.Equal(("Stürzt ab", 2d), (mention.Text, mention.Rating));
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 9, 15, 0, TimeSpan.Zero), mention.PostedAt);
        Assert.Empty(import.Rejected);
    }

    [Fact]
    public async Task A_table_without_a_text_column_is_refused_with_what_it_has_and_what_it_needs()
    {
        var path = _folder.Put("export.csv", "ID;Datum;Autor\n1;20.11.2026;Mira\n");

        var failed = Assert.IsType<FetchOutcome.Failed>(await FileFolder.ReadAsync(path));

        Assert.Equal(
            $"The file '{path}' has no column for the text: it needs one named 'text' (or comment, content, message, Kommentar, Inhalt), and has 'ID', 'Datum', 'Autor'", failed.Problem.Sentence);
        Assert.False(failed.NeedsOperator);
    }

    [Theory]
    [InlineData("1,2026-11-20,Mira,Der Kessel von Northwind ist nach zwei Wochen undicht", "4 columns")]
    [InlineData("Erika Mustermann;Kessel undicht;20.11.2026", "3 columns")]
    [InlineData("Erika Mustermann", "1 column")]
    [InlineData("Link,Erika,Der Kessel von Northwind ist nach zwei Wochen undicht", "3 columns")]
    public async Task A_table_without_a_header_does_not_put_somebodys_post_into_the_reason(string post, string columns)
    {
        var path = _folder.Put("export.csv", post + "\n");

        var failed = Assert.IsType<FetchOutcome.Failed>(await FileFolder.ReadAsync(path));

        Assert.Equal(
            $"The file '{path}' has no column for the text: it needs one named 'text' (or comment, content, message, Kommentar, Inhalt), and has {columns} in its first line, which does not look like a header",
            failed.Problem.Sentence);
    }

    [Fact]
    public async Task What_is_not_there_or_no_file_is_named_with_its_path_and_the_remedy()
    {
        var missing = Assert.IsType<FetchOutcome.Failed>(await FileFolder.ReadAsync(_folder.At("nowhere/posts.csv")));
        var folder = Assert.IsType<FetchOutcome.Failed>(await FileFolder.ReadAsync(_folder.At("")));

        Assert.Equal(
            $"The file '{_folder.At("nowhere/posts.csv")}' does not exist; put it there or correct the source's path",
            missing.Problem.Sentence);
        Assert.Equal($"The file '{_folder.At("")}' is a folder; name a file in it", folder.Problem.Sentence);
        Assert.Equal([false, false], new[] { missing, folder }.Select(failed => failed.NeedsOperator));
    }

    [Theory]
    [InlineData("posts.json", "[{\"id\":1,\"text\":\"a\"}]", "holds one JSON array; write one object per line instead (JSONL)")]
    [InlineData("posts.xlsx", "PK\u0003\u0004rest", "is a zip archive, as Excel's .xlsx is; save it as CSV")]
    public async Task What_is_neither_csv_nor_jsonl_is_refused_with_what_to_do(string name, string content, string why)
    {
        var path = _folder.Put(name, content);

        var failed = Assert.IsType<FetchOutcome.Failed>(await FileFolder.ReadAsync(path));

        Assert.Equal($"The file '{path}' {why}", failed.Problem.Sentence);
    }

    [Fact]
    public async Task Json_in_utf_16_is_refused_with_what_to_do()
    {
        var path = _folder.Put("posts.jsonl", "{\"id\":\"1\",\"text\":\"a\"}\n", Encoding.Unicode);

        var failed = Assert.IsType<FetchOutcome.Failed>(await FileFolder.ReadAsync(path));

        Assert.Equal($"The file '{path}' holds JSON in UTF-16; save it as UTF-8", failed.Problem.Sentence);
    }

    [Theory]
    [InlineData("posts.csv", "")]
    [InlineData("posts.jsonl", "")]
    [InlineData("posts.jsonl", "\n\n  \n")]
    [InlineData("posts.jsonl", "\uFEFF")]
    [InlineData("posts.csv", "id;text")]
    [InlineData("posts.csv", "id;text\n")]
    [InlineData("posts.csv", "id;text\r\n\r\n")]
    public async Task A_file_with_nothing_in_it_is_noted_once_and_read_when_it_is_written(string name, string nothing)
    {
        var path = _folder.Put(name, nothing);

        var first = Assert.IsType<FetchOutcome.Page>(await FileFolder.ReadAsync(path));
        Assert.Equal(
            $"The file '{path}' is empty or holds only a header; its posts are read once they are there",
            Assert.Single(first.Notes).Sentence);
        Assert.Empty(first.Mentions);
        var second = Assert.IsType<FetchOutcome.Unchanged>(await FileFolder.ReadAsync(path, first.Cursor));

        _folder.Put(name, name == "posts.csv" ? "id;text\n1;eins\n" : "{\"id\":\"1\",\"text\":\"eins\"}\n");
        Assert.Equal(["eins"], (await FileFolder.ImportAsync(path, second.Cursor)).Texts);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(4_096, false)]
    [InlineData(200_000, false)]
    [InlineData(4_096, true)]
    public async Task A_file_of_zero_bytes_is_no_text(int length, bool packed)
    {
        var bytes = new byte[length];
        var path = _folder.Put("posts.jsonl", packed ? FileFolder.Gzip(bytes) : bytes);

        var failed = Assert.IsType<FetchOutcome.Failed>(await FileFolder.ReadAsync(path));

        Assert.Equal(
            ("file.not-text", $"The file '{path}' is not text: it holds zero bytes, as a copy that broke off does; copy it again"),
            (failed.Problem.Code, failed.Problem.Sentence));
    }

    [Theory]
    [InlineData("posts.jsonl")]
    [InlineData("posts.ndjson")]
    [InlineData("posts.txt")]
    [InlineData("posts")]
    public async Task Jsonl_is_known_by_its_content_and_read_behind_a_byte_order_mark(string name)
    {
        _folder.Put(name, "\uFEFF{\"id\":\"1\",\"text\":\"eins\"}\r\n\r\n{\"id\":\"2\",\"text\":\"zwei\"}");

        var import = await FileFolder.ImportAsync(_folder.At(name));

        Assert.Equal(["eins", "zwei"], import.Texts);
        Assert.Empty(import.Rejected);
    }

    [Theory]
    [InlineData("\r")]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public async Task Lines_end_as_any_system_ends_them(string end)
    {
        string[] lines = ["{\"text\":\"eins\"}", "{\"text\":\"zw\\rei\"}", "{broken", "{\"text\":\"vier\"}", ""];
        var path = _folder.Put("posts", string.Join(end, lines));

        var import = await FileFolder.ImportAsync(path);

        Assert.Equal(["eins", "zw\rei", "vier"], import.Texts);
        Assert.StartsWith("Line 3 is not valid JSON", Assert.Single(import.Rejected), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1;eins\n2;zwei\n", "Line 4 ")]
    [InlineData("1;eins\n2;zwei\n3;dr", "Line 4 ")]
    public async Task Text_in_utf_16_that_breaks_off_in_a_character_says_so(string rows, string line)
    {
        byte[] bytes = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("id;text\n" + rows), (byte)'e'];
        var path = _folder.Put("posts.csv", bytes);

        var growing = await FileFolder.ImportAsync(path);
        var ended = await FileFolder.ImportAsync(path, growing.Cursor);

        Assert.Equal(["eins", "zwei"], growing.Texts);
        Assert.Empty(growing.Rejected);
        Assert.Equal([$"{line}ends in the middle of a character, as a copy that broke off does; copy the file again"], ended.Rejected);
        Assert.Empty(ended.Mentions);
    }

    [Fact]
    public async Task Broken_lines_are_named_one_by_one_without_what_people_wrote()
    {
        byte[] notUtf8 = [.. "{\"text\":\"gr"u8, 0xFC, .. "n\"}\n"u8];
        _folder.Put("posts.jsonl", [
            .. "{\"id\":\"1\",\"text\":\"gut\"}\n"u8, .. notUtf8, .. "[1]\n"u8, .. "{\"id\":\"4\"}\n"u8,
            .. "{\"id\":1.5e17,\"text\":\"geheim\"}\n"u8,
            .. "{\"id\":\"6\",\"text\":\"geheim\\ud800\"}\n"u8, .. "{\"deleted\":true}\n"u8,
            .. "{\"id\":\"8\",\"deleted\":\"perhaps\",\"text\":\"geheim\"}\n"u8,
            .. Encoding.UTF8.GetBytes($"{{\"id\":\"9\",\"text\":\"{new string('x', 1 << 20)}\"}}\n"),
            .. "{\"id\":\"10\",\"text\":\"auch gut\"}\n"u8]);

        var import = await FileFolder.ImportAsync(_folder.At("posts.jsonl"));

        Assert.Equal(["gut", "auch gut"], import.Texts);
        Assert.Equal(
            [
                "Line 2 holds bytes that are not UTF-8",
                "Line 3 holds a JSON array where an object is needed",
                "Line 4 has no text",
                "Line 5 has an id that a spreadsheet rounded; export that column as text",
                "Line 6 holds a \\u escape that is half a character",
                "Line 7 is marked as deleted but has no id to delete",
                "Line 8 says neither true nor false under 'deleted'",
                "Line 9 is longer than 1 MiB",
            ],
            import.Rejected);
    }

    [Fact]
    public async Task A_line_of_many_megabytes_costs_itself_and_nothing_else()
    {
        _folder.Put("posts.jsonl", $"{{\"id\":\"1\",\"text\":\"eins\"}}\n{new string('x', 5 << 20)}\n{{\"id\":\"2\",\"text\":\"zwei\"}}\n");

        var import = await FileFolder.ImportAsync(_folder.At("posts.jsonl"));

        Assert.Equal(["eins", "zwei"], import.Texts);
        Assert.Equal(["Line 2 is longer than 1 MiB"], import.Rejected);
    }

    [Fact]
    public async Task Csv_as_people_export_it_is_read()
    {
        _folder.Put("posts.csv",
            "id,,text,text,likes\r1,x,,second column,3\r\n2,x,5\" Rohr,,\n\n,,,,,,\n3,x,\"a \"\"b\"\"\rc\",,,,\n4,x,zu,viele,0,Zellen\n5\0,x,n\0ull,,\n");

        var import = await FileFolder.ImportAsync(_folder.At("posts.csv"));

        Assert.Equal(
            [("1", "second column"), ("2", "5\" Rohr"), ("3", "a \"b\"\rc"), ("5", "null")],
            import.Mentions.Select(mention => (mention.NativeId, mention.Text)));
        Assert.Equal(["Line 8 has 6 cells where the header has 5"], import.Rejected);
    }

    [Theory]
    [InlineData("text\nHallo, Welt; wie geht es\nGut, danke\n", "Hallo, Welt; wie geht es|Gut, danke")]
    [InlineData("sep=|\nid|text\n1|a;b,c\n", "a;b,c")]
    [InlineData("\"sep=^\"\nid^text\n1^a;b,c\n", "a;b,c")]
    [InlineData("ID;Text;Bewertung\n1;eins, zwei, drei;4,5\n2;vier, fünf, sechs;1,5\n", "eins, zwei, drei|vier, fünf, sechs")]
    [InlineData("id\tcontent\n1\t\"a\tb\"\n", "a\tb")]
    public async Task The_delimiter_is_found_however_many_commas_people_write(string content, string texts)
    {
        _folder.Put("posts.csv", content);

        var import = await FileFolder.ImportAsync(_folder.At("posts.csv"));

        Assert.Equal(texts.Split('|'), import.Texts);
        Assert.Empty(import.Rejected);
    }

    [Fact]
    public async Task A_quote_that_is_never_closed_costs_its_line_and_not_the_file()
    {
        var rows = string.Concat(
            Enumerable.Range(0, 30_000).Select(
            row => $"{row},{(row == 7 ? "\"" : "")}Beitrag Nummer {row} über den Kessel von Northwind\n"));
        _folder.Put("posts.csv", "id,text\n" + rows);

        var import = await FileFolder.ImportAsync(_folder.At("posts.csv"));

        Assert.Equal(29_999, import.Mentions.Count);
        Assert.Equal(["Line 9 begins a row of more than 1 MiB; close its quote if it is open"], import.Rejected);
    }

    [Fact]
    public async Task A_packed_file_is_read_like_a_plain_one()
    {
        _folder.PutPacked("posts.jsonl.gz", "{\"id\":\"1\",\"text\":\"eins\"}\n{\"id\":\"2\",\"text\":\"zwei\"}");
        _folder.PutPacked("posts.csv.gz", "id;text\n1;eins\n2;zwei");

        Assert.Equal(["eins", "zwei"], (await FileFolder.ImportAsync(_folder.At("posts.jsonl.gz"))).Texts);
        Assert.Equal(["eins", "zwei"], (await FileFolder.ImportAsync(_folder.At("posts.csv.gz"))).Texts);
    }

    [Fact]
    public async Task Of_a_packed_file_that_was_cut_short_the_complete_lines_are_imported_and_the_rest_named()
    {
        var whole = FileFolder.Gzip(
            string.Concat(Enumerable.Range(1, 3_000).Select(post => $"{{\"id\":\"{post}\",\"text\":\"{Guid.NewGuid()}\"}}\n")));
        var path = _folder.Put("posts.jsonl.gz", whole[..(whole.Length / 2)]);

        var cut = await FileFolder.ImportAsync(path);
        _folder.Put("posts.jsonl.gz", whole);
        var rest = await FileFolder.ImportAsync(path, cut.Cursor);

        Assert.InRange(cut.Mentions.Count, 1_000, 2_000);
        Assert.Equal([$"The gzip data ends early after line {cut.Mentions.Count}; what follows is missing"], cut.Rejected);
        Assert.Equal(
            Enumerable.Range(1, 3_000).Select(post => $"{post}"), cut.Mentions.Concat(rest.Mentions).Select(mention => mention.NativeId));
        Assert.Empty(rest.Rejected);
    }

    [Fact]
    public async Task A_packed_file_with_damage_gives_what_comes_before_it()
    {
        var packed =
            FileFolder.Gzip(
            string.Concat(Enumerable.Range(1, 3_000).Select(post => $"{{\"id\":\"{post}\",\"text\":\"{Guid.NewGuid()}\"}}\n")));
        packed[^6] ^= 0xFF;

        var import = await FileFolder.ImportAsync(_folder.Put("posts.jsonl.gz", packed));

        Assert.Contains("gzip data is damaged", Assert.Single(import.Rejected), StringComparison.Ordinal);
        Assert.True(import.Mentions.Count > 2_000);
    }

    [Fact]
    public async Task A_packed_file_with_nothing_readable_is_refused()
    {
        var path = _folder.Put("posts.jsonl.gz", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xFF, 0xFF]);

        var failed = Assert.IsType<FetchOutcome.Failed>(await FileFolder.ReadAsync(path));

        Assert.Equal(
            $"The file '{path}' holds gzip data that ends or breaks before its first line does; copy it again", failed.Problem.Sentence);
    }

    [Fact]
    public async Task A_text_beyond_the_limit_is_cut_and_marked()
    {
        _folder.Put("posts.jsonl", $"{{\"id\":\"1\",\"text\":\"{new string('x', Mention.MaxTextLength - 1)}😀\"}}\n");

        var mention = Assert.Single((await FileFolder.ImportAsync(_folder.At("posts.jsonl"))).Mentions).WithinLimits();

        Assert.Equal((Mention.MaxTextLength - 1, true), (mention.Text.Length, mention.TextTruncated));
    }

    [Fact]
    public async Task The_platform_is_the_items_then_the_sources_and_never_the_sources_name()
    {
        var path = _folder.Put("posts.csv", "id,text,source\n1,a,Trustpilot\n2,b,\n");

        var page = Assert.IsType<FetchOutcome.Page>(await FileFolder.ReadAsync(FileFolder.Source(path, platform: "forum")));

        Assert.Equal(["Trustpilot", "forum"], page.Mentions.Select(mention => mention.Platform));
        Assert.Equal(MentionId.For("forum", "2"), page.Mentions[1].Id);
    }

    [Fact]
    public async Task A_header_below_rows_about_the_report_is_found()
    {
        var path = _folder.Put(
            "mentions.csv",
            "Report:,Nordwind\nBrand:,Nordwind\nFrom:,2026-11-01\nTo:,2026-11-27\n\nDate,Title,Snippet,Full Text,Url,Author\n"
            + "2026-11-26 10:00:00.0,Test,\"Sie ist...\",\"Sie ist kaputt, leider.\",https://x.example/1,anna\nkaputt\n");

        var page = Assert.IsType<FetchOutcome.Page>(await FileFolder.ReadAsync(path));

        var mention = Assert.Single(page.Mentions);
        Assert.Equal(("Sie ist kaputt, leider.", "Test", "anna"), (mention.Text, mention.Title, mention.Author?.Name));
        Assert.Equal(["Line 8 has no text"], page.Rejected.Select(problem => problem.Sentence));
    }

    [Theory]
    [InlineData("{\"\"text\"\":\"\"Sie ist \"\"},{\"\"text\"\":\"\"kaputt\"\"}", "Sie ist kaputt")]
    [InlineData("{\"\"text\"\": so beginnt mein Programm", "{\"text\": so beginnt mein Programm")]
    [InlineData("{\"\"text\"\":\"\"kaputt\"\"},null", "kaputt")]
    [InlineData("<p>Von M&uuml;ller.<br />Kaputt &lt;3</p><p>Schade</p>", "Von Müller.\nKaputt <3\nSchade")]
    [InlineData("Siehe <a href=\"\"https://a.example\"\">hier", "Siehe hier")]
    [InlineData("M&uuml;ller &amp; Söhne", "Müller & Söhne")]
    [InlineData("&lt;p&gt;Kaputt&lt;/p&gt;", "Kaputt")]
    // Plain text stays to the letter.
    [InlineData("a<b und c>d, <3, List<int>, <b>", "a<b und c>d, <3, List<int>, <b>")]
    [InlineData("zwei  Leerzeichen\r\nund AT&T; ?a=1&copy=2", "zwei  Leerzeichen\r\nund AT&T; ?a=1&copy=2")]
    public async Task The_text_of_an_export_is_plain(string cell, string text)
    {
        _folder.Put("posts.csv", $"id,text\n1,\"{cell}\"\n");

        Assert.Equal([text], (await FileFolder.ImportAsync(_folder.At("posts.csv"))).Texts);
    }

    [Fact]
    public async Task A_cell_that_is_nothing_but_markup_is_no_text()
    {
        _folder.Put("posts.csv", "id,text\n1,<p></p>\n2,\"<p><img class=\"\"emoji\"\" alt=\"\"😡\"\"></p>\"\n");

        var import = await FileFolder.ImportAsync(_folder.At("posts.csv"));

        Assert.Equal(["😡"], import.Texts);
        Assert.Equal(["Line 2 has no text"], import.Rejected);
    }

    [Fact]
    public async Task Times_that_cannot_be_read_are_named_and_missing_ones_are_counted()
    {
        var path = _folder.Put(
            "posts.csv", "id,text,Datum\n1,eins,26.10.2026\n2,zwei,neulich\n3,drei,\n4,vier,8/9/2026\n5,fünf,1.1.1970\n");

        var page = Assert.IsType<FetchOutcome.Page>(await FileFolder.ReadAsync(path));

        Assert.Equal(["1", "3", "5"], page.Mentions.Select(mention => mention.NativeId));
        Assert.Equal(
            [
                "Line 3 has a time of the form 'aaaaaaa' that cannot be read; write it as in 2026-11-26T10:15:00Z",
                "Line 5 has a time of the form '9/9/9999' that can mean two days; set the source's 'dateOrder', then save the file anew",
            ],
            page.Rejected.Select(problem => problem.Sentence));
        Assert.Equal(
            [
                "1 of 3 posts have no time and count as written now; name the column of their time 'createdAt'",
                "1 of 3 posts have a time before 1991 or in the future and count as written now; check the source's 'timeZone'",
            ],
            page.Notes.Select(note => note.Sentence));
    }

    [Theory]
    // Closed by the next row's quote, by that of a row behind it, or by nothing; all rows quoted or this one alone.
    [InlineData("1,\"eins\n2,\"zwei\"\n3,drei\n", "zwei|drei", "2")]
    [InlineData("1,\"eins\n2,zwei\n3,\"drei\"\n4,vier\n", "zwei|drei|vier", "2")]
    [InlineData("\"1\",\"eins\n\"2\",\"zwei\"\n\"3\",\"drei\"\n", "zwei|drei", "2")]
    [InlineData("0,null\n1,\"eins\r\n2,\"zwei\"\r\n3,\"drei\nvier\"\n", "null|zwei|drei\nvier", "3")]
    [InlineData("1,\"eins\n2,\"zwei\n3,\"drei\"\n4,vier\n", "drei|vier", "2 3")]
    public async Task A_quote_that_another_row_seems_to_close_costs_its_line_and_not_the_rows_between(
        string rows, string texts, string lines)
    {
        _folder.Put("posts.csv", "id,text\n" + rows);

        var import = await FileFolder.ImportAsync(_folder.At("posts.csv"));

        Assert.Equal(texts.Split('|'), import.Texts);
        Assert.Equal(lines.Split(' ').Select(line => $"Line {line} opens a quote that is never closed"), import.Rejected);
    }

    [Fact]
    public async Task Behind_an_open_quote_only_whole_rows_are_posts()
    {
        _folder.Put("posts.csv", "text,id,author\n\"Der\nalte \"Kessel\"\nleckt\",1,Anna\nzwei,2,Bea\n");

        var import = await FileFolder.ImportAsync(_folder.At("posts.csv"));

        Assert.DoesNotContain("alte \"Kessel\"", import.Texts);
        Assert.Contains("zwei", import.Texts);
        Assert.Equal("Line 2 opens a quote that is never closed", import.Rejected[0]);
    }

    [Fact]
    public async Task Utf_16_without_a_mark_is_read_and_utf_32_refused()
    {
        var unmarked = new UnicodeEncoding(bigEndian: false, byteOrderMark: false);
        _folder.Put("posts.csv", unmarked.GetBytes("id;text\n1;Größe – 20 €\n"));
        _folder.Put("other.csv", "id;text\n1;a\n", Encoding.UTF32);
        _folder.Put("posts.jsonl", unmarked.GetBytes("{\"id\":\"1\",\"text\":\"a\"}\n"));

        Assert.Equal(["Größe – 20 €"], (await FileFolder.ImportAsync(_folder.At("posts.csv"))).Texts);
        Assert.Equal("file.utf-32", Assert.IsType<FetchOutcome.Failed>(await FileFolder.ReadAsync(_folder.At("other.csv"))).Problem.Code);
        Assert.Equal("file.utf-16", Assert.IsType<FetchOutcome.Failed>(await FileFolder.ReadAsync(_folder.At("posts.jsonl"))).Problem.Code);
    }

    [Fact]
    public async Task A_column_that_is_there_twice_is_named_once()
    {
        var path = _folder.Put("posts.csv", "id,Text,text,likes,likes\n1,eins,zwei,3,4\n");

        var page = Assert.IsType<FetchOutcome.Page>(await FileFolder.ReadAsync(path));
        _folder.Append("posts.csv", "2,drei,,,\n");
        var next = Assert.IsType<FetchOutcome.Page>(await FileFolder.ReadAsync(path, page.Cursor));

        Assert.Equal("eins", Assert.Single(page.Mentions).Text);
        Assert.Equal(["file.duplicate-column", "file.undated"], page.Notes.Select(note => note.Code));
        Assert.Equal(
            "2 columns are named 'Text'; the first of them that is filled counts, so rename the others", page.Notes[0].Sentence);
        Assert.Equal(["file.undated"], next.Notes.Select(note => note.Code));
    }

    [Fact]
    public async Task A_row_of_half_a_million_cells_costs_itself_and_a_header_of_as_many_is_refused()
    {
        var wide = new string(',', 500_000);
        _folder.Put("posts.csv", $"id,text\n1,eins\n2,zwei{wide}x\n3,drei\n");
        _folder.Put("wide.csv", $"id,text{wide}\n1,eins\n");

        var import = await FileFolder.ImportAsync(_folder.At("posts.csv"));

        Assert.Equal(["eins", "drei"], import.Texts);
        Assert.Equal(["Line 3 has 500002 cells where the header has 2"], import.Rejected);
        var refused = Assert.IsType<FetchOutcome.Failed>(await FileFolder.ReadAsync(_folder.At("wide.csv")));
        Assert.Equal("file.long-header", refused.Problem.Code);
    }
}
