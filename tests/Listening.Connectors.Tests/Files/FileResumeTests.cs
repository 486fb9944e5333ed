using Listening.Connectors.Files;
using Listening.Sources;

namespace Listening.Connectors.Tests.Files;

public sealed class FileResumeTests : IDisposable
{
    private readonly FileFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Lines(int from, int count) =>
        string.Concat(Enumerable.Range(from, count).Select(post => $"{{\"id\":\"{post}\",\"text\":\"Beitrag {post}\"}}\n"));

    private static string Rows(int from, int count) =>
        string.Concat(Enumerable.Range(from, count).Select(post => $"{post};\"Beitrag; {post}\nzweite Zeile\"\n"));

    private static IEnumerable<string> Ids(int from, int count) => Enumerable.Range(from, count).Select(post => $"{post}");

    [Theory]
    [InlineData("posts.jsonl")]
    [InlineData("posts.csv")]
    [InlineData("posts.jsonl.gz")]
    [InlineData("posts.csv.gz")]
    public async Task An_import_killed_after_any_page_goes_on_where_it_stopped(string name)
    {
        var content = name.Contains("csv", StringComparison.Ordinal) ? "id;text\n" + Rows(0, 3_500) : Lines(0, 3_500);
        _ = name.EndsWith(".gz", StringComparison.Ordinal) ? _folder.PutPacked(name, content) : _folder.Put(name, content);

        // Each page is read by a connector that knows nothing but the cursor.
        var import = await FileFolder.ImportAsync(_folder.At(name));

        Assert.Equal(Ids(0, 3_500), import.Mentions.Select(mention => mention.NativeId));
        Assert.Equal(4, import.Pages);
        Assert.IsType<FetchOutcome.Unchanged>(await FileFolder.ReadAsync(_folder.At(name), import.Cursor));
    }

    [Theory]
    [InlineData("same")]
    [InlineData("touched")]
    [InlineData("replaced")]
    [InlineData("gone back")]
    public async Task A_packed_file_that_is_kept_open_between_pages_gives_what_one_opened_anew_gives(string change)
    {
        var source = FileFolder.Source(_folder.PutPacked("posts.jsonl.gz", Lines(0, 3_500)));
        using var connector = new FileConnector(TimeProvider.System);
        string? cursor = null;
        for (var page = 0; page < 3; page++)
        {
            var request = new FetchRequest(source, [], cursor, FileFolder.Now);
            if (page == 2)
            {
                switch (change)
                {
                    case "touched":
                        _folder.Touch("posts.jsonl.gz");
                        break;
                    case "replaced":
                        File.Delete(_folder.At("posts.jsonl.gz"));
                        _folder.PutPacked("posts.jsonl.gz", Lines(5_000, 3_500));
                        break;
                    case "gone back":
                        request = request with { Cursor = null };
                        break;
                }
            }

            var anew = Assert.IsType<FetchOutcome.Page>(await FileFolder.ReadAsync(source, request.Cursor));
            var kept = Assert.IsType<FetchOutcome.Page>(await connector.FetchAsync(request, default));

            Assert.Equal(anew.Mentions, kept.Mentions);
            Assert.Equal((anew.Cursor, anew.More), (kept.Cursor, kept.More));
            cursor = kept.Cursor;
        }
    }

    [Fact]
    public async Task A_page_read_twice_from_one_cursor_is_the_same_page()
    {
        _folder.Put("posts.jsonl", Lines(0, 2_500));
        var first = Assert.IsType<FetchOutcome.Page>(await FileFolder.ReadAsync(_folder.At("posts.jsonl")));

        var once = Assert.IsType<FetchOutcome.Page>(await FileFolder.ReadAsync(_folder.At("posts.jsonl"), first.Cursor));
        var again = Assert.IsType<FetchOutcome.Page>(await FileFolder.ReadAsync(_folder.At("posts.jsonl"), first.Cursor));

        Assert.Equal(once.Mentions, again.Mentions);
        Assert.Equal(once.Cursor, again.Cursor);
    }

    [Fact]
    public async Task A_thousand_records_are_a_page_and_the_last_one_knows_it()
    {
        _folder.Put("posts.jsonl", Lines(0, 2_000));

        var first = Assert.IsType<FetchOutcome.Page>(await FileFolder.ReadAsync(_folder.At("posts.jsonl")));
        var second = Assert.IsType<FetchOutcome.Page>(await FileFolder.ReadAsync(_folder.At("posts.jsonl"), first.Cursor));

        Assert.Equal((1_000, true, 1_000, false), (first.Mentions.Count, first.More, second.Mentions.Count, second.More));
    }

    [Theory]
    [InlineData("posts.jsonl")]
    [InlineData("posts.csv")]
    public async Task A_file_that_grew_is_read_from_its_old_end_on(string name)
    {
        var csv = name.EndsWith("csv", StringComparison.Ordinal);
        _folder.Put(name, csv ? "id;text\n" + Rows(0, 3) : Lines(0, 3));
        var before = await FileFolder.ImportAsync(_folder.At(name));

        _folder.Append(name, csv ? Rows(3, 2) : Lines(3, 2));
        var after = await FileFolder.ImportAsync(_folder.At(name), before.Cursor);

        Assert.Equal(Ids(0, 3), before.Mentions.Select(mention => mention.NativeId));
        Assert.Equal(Ids(3, 2), after.Mentions.Select(mention => mention.NativeId));
    }

    [Fact]
    public async Task A_file_that_grew_far_beyond_its_first_bytes_is_still_the_same_file()
    {
        _folder.Put("posts.jsonl", Lines(0, 1));
        var cursor = (await FileFolder.ImportAsync(_folder.At("posts.jsonl"))).Cursor;

        for (var post = 1; post < 100; post++)
        {
            _folder.Append("posts.jsonl", Lines(post, 1));
            var more = await FileFolder.ImportAsync(_folder.At("posts.jsonl"), cursor);
            Assert.Equal([$"{post}"], more.Mentions.Select(mention => mention.NativeId));
            cursor = more.Cursor;
        }
    }

    [Fact]
    public async Task A_file_that_was_replaced_shrunk_or_changed_in_place_is_read_from_the_start()
    {
        _folder.Put("posts.jsonl", Lines(0, 200));
        var cursor = (await FileFolder.ImportAsync(_folder.At("posts.jsonl"))).Cursor;

        _folder.Put("posts.jsonl", Lines(0, 150));
        Assert.Equal(150, (await FileFolder.ImportAsync(_folder.At("posts.jsonl"), cursor)).Mentions.Count);

        _folder.Put("posts.jsonl", Lines(1_000, 300));
        Assert.Equal(300, (await FileFolder.ImportAsync(_folder.At("posts.jsonl"), cursor)).Mentions.Count);

        // Longer and with the same beginning, but not what was read: a daily export with other rows in the middle.
        _folder.Put("posts.jsonl", Lines(0, 100) + Lines(5_000, 200));
        Assert.Equal(300, (await FileFolder.ImportAsync(_folder.At("posts.jsonl"), cursor)).Mentions.Count);

        _folder.Put("posts.jsonl", Lines(0, 100) + Lines(5_00, 100));
        _folder.Touch("posts.jsonl");
        Assert.Equal(200, (await FileFolder.ImportAsync(_folder.At("posts.jsonl"), cursor)).Mentions.Count);
    }

    [Fact]
    public async Task A_change_in_the_middle_of_an_import_is_seen_by_the_next_one()
    {
        _folder.Put("posts.jsonl", Lines(0, 1_500));
        var first = Assert.IsType<FetchOutcome.Page>(await FileFolder.ReadAsync(_folder.At("posts.jsonl")));

        _folder.Put("posts.jsonl", Lines(0, 1_500).Replace("Beitrag 70\"", "Antwort 70\"", StringComparison.Ordinal));
        _folder.Touch("posts.jsonl");
        var rest = await FileFolder.ImportAsync(_folder.At("posts.jsonl"), first.Cursor);
        var next = await FileFolder.ImportAsync(_folder.At("posts.jsonl"), rest.Cursor);
        var last = await FileFolder.ReadAsync(_folder.At("posts.jsonl"), next.Cursor);

        Assert.Equal(500, rest.Mentions.Count);
        Assert.Contains("Antwort 70", next.Texts);
        Assert.IsType<FetchOutcome.Unchanged>(last);
    }

    [Fact]
    public async Task A_line_still_being_written_is_kept_back_until_it_is_whole()
    {
        _folder.Put("posts.jsonl", Lines(1, 1) + "{\"id\":\"2\",\"text\":\"Wo bleibt");

        var first = await FileFolder.ImportAsync(_folder.At("posts.jsonl"));
        _folder.Append("posts.jsonl", " mein Paket");
        var second = await FileFolder.ReadAsync(_folder.At("posts.jsonl"), first.Cursor);
        _folder.Append("posts.jsonl", "?\"}\n");
        var third = await FileFolder.ImportAsync(_folder.At("posts.jsonl"), Assert.IsType<FetchOutcome.Unchanged>(second).Cursor);

        Assert.Equal(["Beitrag 1"], first.Texts);
        Assert.Empty(first.Rejected);
        Assert.Equal(["Wo bleibt mein Paket?"], third.Texts);
    }

    [Fact]
    public async Task A_broken_last_line_is_rejected_once_the_file_has_come_to_rest()
    {
        _folder.Put("posts.jsonl", Lines(1, 1) + "{\"id\":\"2\",\"text\":\"Wo bleibt");

        var first = await FileFolder.ImportAsync(_folder.At("posts.jsonl"));
        var second = await FileFolder.ImportAsync(_folder.At("posts.jsonl"), first.Cursor);
        var third = await FileFolder.ReadAsync(_folder.At("posts.jsonl"), second.Cursor);

        Assert.Empty(first.Rejected);
        Assert.Equal(["Line 2 is not valid JSON from byte 28 on"], second.Rejected);
        Assert.IsType<FetchOutcome.Unchanged>(third);
    }

    [Fact]
    public async Task A_last_line_without_a_line_end_is_imported_at_once()
    {
        _folder.Put("posts.jsonl", Lines(1, 1).TrimEnd());

        var first = await FileFolder.ImportAsync(_folder.At("posts.jsonl"));
        _folder.Append("posts.jsonl", "\n" + Lines(2, 1) + "broken\n");
        var second = await FileFolder.ImportAsync(_folder.At("posts.jsonl"), first.Cursor);

        Assert.Equal(["Beitrag 1"], first.Texts);
        Assert.Equal(["Beitrag 2"], second.Texts);
        Assert.Equal(["Line 3 is not valid JSON from byte 1 on"], second.Rejected);
    }

    [Fact]
    public async Task A_last_row_without_a_line_end_is_imported_at_once_and_again_when_it_grew()
    {
        _folder.Put("posts.csv", "id,text\n1,eins\n2,Wo bleibt mein");

        var first = await FileFolder.ImportAsync(_folder.At("posts.csv"));
        var unchanged = await FileFolder.ReadAsync(_folder.At("posts.csv"), first.Cursor);
        _folder.Append("posts.csv", " Paket?\n3,drei\n");
        var second = await FileFolder.ImportAsync(_folder.At("posts.csv"), first.Cursor);

        Assert.Equal(["eins", "Wo bleibt mein"], first.Texts);
        Assert.Equal(new FetchOutcome.Unchanged(first.Cursor), unchanged);
        Assert.Equal(["Wo bleibt mein Paket?", "drei"], second.Texts);
    }

    [Theory]
    [InlineData("2", "has no text")]
    [InlineData("2,\"Wo bleibt", "opens a quote that is never closed")]
    public async Task A_last_row_that_is_short_or_open_is_kept_back_until_the_file_has_come_to_rest(string row, string fault)
    {
        _folder.Put("posts.csv", "id,text\n1,eins\n" + row);

        var first = await FileFolder.ImportAsync(_folder.At("posts.csv"));
        var second = await FileFolder.ImportAsync(_folder.At("posts.csv"), first.Cursor);
        var third = await FileFolder.ReadAsync(_folder.At("posts.csv"), second.Cursor);

        Assert.Equal(["eins"], first.Texts);
        Assert.Empty(first.Rejected);
        Assert.Equal([$"Line 3 {fault}"], second.Rejected);
        Assert.IsType<FetchOutcome.Unchanged>(third);
    }

    [Fact]
    public async Task The_lines_behind_an_unclosed_quote_are_read_after_all()
    {
        _folder.Put("posts.csv", "id,text\n1,\"eins\n2,zwei\n3,drei\n");

        var first = await FileFolder.ImportAsync(_folder.At("posts.csv"));
        var second = await FileFolder.ImportAsync(_folder.At("posts.csv"), first.Cursor);

        Assert.Empty(first.Mentions);
        Assert.Equal(["zwei", "drei"], second.Texts);
        Assert.Equal(["Line 2 opens a quote that is never closed"], second.Rejected);
    }

    [Fact]
    public async Task An_open_quote_that_holds_back_the_rest_of_the_file_is_named_at_once()
    {
        var path = _folder.Put("posts.csv", "id,text\n1,eins\n2,\"zwei\n3,drei\n");

        var page = Assert.IsType<FetchOutcome.Page>(await FileFolder.ReadAsync(path));

        Assert.Equal(["1"], page.Mentions.Select(mention => mention.NativeId));
        Assert.Contains(
            "Line 3 opens a quote that is not closed; what follows is read once the file has stayed the same between two reads",
            page.Notes.Select(note => note.Sentence));
    }

    [Theory]
    [InlineData("2,\"zwei\n3,drei\n", "opens a quote that is never closed", "1 3")]
    [InlineData("2", "has no text", "1")]
    [InlineData("2,Wo bleibt", null, "1 2")]
    public async Task Of_a_file_that_nobody_has_written_to_for_a_while_nothing_is_held_back(string rest, string? fault, string ids)
    {
        var path = _folder.Put("posts.csv", "id,text\n1,eins\n" + rest);
        File.SetLastWriteTimeUtc(path, FileFolder.Now.UtcDateTime.AddMinutes(-11));

        var import = await FileFolder.ImportAsync(path);

        Assert.Equal(ids.Split(' '), import.Mentions.Select(mention => mention.NativeId));
        Assert.Equal(fault is null ? [] : [$"Line 3 {fault}"], import.Rejected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("17")]
    [InlineData("from an older release")]
    [InlineData("""{"head":"00","of":2000,"at":-5,"line":0,"past":"","size":1,"written":"2026-11-20T00:00:00Z","rest":"More"}""")]
    public async Task A_cursor_that_is_not_ours_makes_the_file_be_read_again(string cursor)
    {
        _folder.Put("posts.jsonl", Lines(0, 3));

        Assert.Equal(3, (await FileFolder.ImportAsync(_folder.At("posts.jsonl"), cursor)).Mentions.Count);
    }

    [Fact]
    public async Task A_cursor_beyond_the_end_of_the_content_makes_the_file_be_read_again()
    {
        _folder.Put("posts.jsonl", Lines(0, 3));
        var cursor = FileCursor.TryRead((await FileFolder.ImportAsync(_folder.At("posts.jsonl"))).Cursor);

        var import = await FileFolder.ImportAsync(_folder.At("posts.jsonl"), (cursor! with { Offset = long.MaxValue, Length = 1 }).Write());

        Assert.Equal(3, import.Mentions.Count);
    }

    [Fact]
    public async Task An_operator_who_stops_the_service_does_not_wait_for_the_page()
    {
        _folder.Put("posts.jsonl", Lines(0, 3));
        using var stopped = new CancellationTokenSource();
        using var connector = new FileConnector(TimeProvider.System);
        await stopped.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            connector.FetchAsync(new FetchRequest(FileFolder.Source(_folder.At("posts.jsonl")), [], null, FileFolder.Now), stopped.Token));
    }
}
