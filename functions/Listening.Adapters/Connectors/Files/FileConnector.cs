using Listening.Collect;
using Listening.Configuration;

namespace Listening.Adapters.Connectors.Files;

/// <summary>
/// Imports a CSV, TSV or JSONL file, gzipped or not, of any size. Goes on where it stopped; a file that grew is read
/// from its old end on, one that was replaced or changed from the start.
/// </summary>
/// <remarks>
/// A last line without a line end may still be in its writer's hands. JSON that does not parse, and a CSV row that is
/// short or has an open quote, is kept back until the file has stayed the same between two reads, and only then
/// imported or rejected as it is. A last CSV row of full width is imported at once and once more when the file grows,
/// because the end of its last cell may be missing.
/// </remarks>
public sealed class FileConnector : IConnector
{
    public string Type => "file";

    // On a thread of the pool: reading a local file blocks whatever it is called, and this way it blocks nobody else.
    public Task<FetchOutcome> FetchAsync(FetchRequest request, CancellationToken stopping) =>
        Task.Run(() => Fetch(request, stopping), stopping);

    private static FetchOutcome Fetch(FetchRequest request, CancellationToken stopping)
    {
        if (request.Source.Path is not { } path)
        {
            return new FetchOutcome.Failed("No file is named; give the source a 'path'.", Lasting: true);
        }

        var zone = TimeZoneInfo.Utc;
        if (request.Source.TimeZone is { } name && !TimeZoneInfo.TryFindSystemTimeZoneById(name, out zone))
        {
            return new FetchOutcome.Failed($"The time zone '{name}' is not known here; use an IANA name such as Europe/Berlin.", Lasting: true);
        }

        if (Directory.Exists(path))
        {
            return Unreadable(path, "is a folder; name a file in it");
        }

        try
        {
            using var file = ContentFile.Open(path);
            var context = new IngestContext(request.Source, request.Source.Platform ?? "file:" + Path.GetFileName(path), zone, request.Now);
            return Read(file, path, context, request.Cursor, stopping);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return Unreadable(path, "does not exist; put it there or correct the source's path");
        }
        catch (UnauthorizedAccessException)
        {
            return Unreadable(path, "may not be read; give the service permission to read it");
        }
        catch (IOException trouble)
        {
            return Unreadable(path, $"cannot be read now ({trouble.Message.TrimEnd('.')}); it is tried again");
        }
    }

    private static FetchOutcome Read(ContentFile file, string path, IngestContext context, string? written, CancellationToken stopping)
    {
        var cursor = FileCursor.TryRead(written);
        var plan = cursor?.For(file.Stamp) ?? FilePlan.StartOver;
        if (plan == FilePlan.Leave)
        {
            return new FetchOutcome.Unchanged(written);
        }

        if (plan != FilePlan.StartOver && Resume(file, cursor!, stopping) is var (records, items, delimiter))
        {
            // A pass that goes on keeps the time it began with, so that what was changed behind its back makes another one.
            var since = cursor!.Rest == FileRest.More && file.Stamp.Length == cursor.Length ? cursor.WrittenAt : file.Stamp.WrittenAt;
            return Page(file, records, items, delimiter, since, plan == FilePlan.Finish, context, stopping);
        }

        switch (FileFormat.Of(file.Start, file.StartIsAll, Path.GetFileName(path)))
        {
            case FileFormat.Refused refused:
                return Unreadable(path, refused.Why);
            case FileFormat.Blank when file.End is ContentEnd.CutShort or ContentEnd.Damaged:
                return Unreadable(path, "holds gzip data that ends or breaks before its first line does; copy it again");
            case FileFormat.Csv { Layout: var layout }:
                var rows = new CsvRowReader(layout);
                return Page(file, Open(file, rows, layout.BodyOffset, layout.BodyLine, stopping), rows, layout.Delimiter, file.Stamp.WrittenAt, false, context, stopping);
            case FileFormat.JsonLines { Offset: var offset }:
                var lines = new JsonLineReader();
                return Page(file, Open(file, lines, offset, 1, stopping), lines, null, file.Stamp.WrittenAt, false, context, stopping);
            default:
                return new FetchOutcome.Unchanged(null);
        }
    }

    /// <summary>The place a cursor points at; null if what lies before it is no longer what was read.</summary>
    private static (RecordReader Records, ItemReader Items, char? Delimiter)? Resume(ContentFile file, FileCursor cursor, CancellationToken stopping)
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

        var records = Open(file, items, cursor.Offset, cursor.Line, stopping);
        return records.PastIsThere && FileCursor.Hash(records.Past) == cursor.PastHash ? (records, items, cursor.Delimiter) : null;
    }

    private static RecordReader Open(ContentFile file, ItemReader items, long offset, long line, CancellationToken stopping) =>
        new(file.From(Math.Max(0, offset - RecordReader.PastLength), stopping), items.Rule, offset, line);

    private static FetchOutcome Page(
        ContentFile file, RecordReader records, ItemReader items, char? delimiter, DateTime since, bool finish, IngestContext context, CancellationToken stopping)
    {
        var page = new FilePage(records, items, context);
        var rest = page.Read(finish, () => file.End, stopping);
        var cursor = new FileCursor
        {
            HeadHash = FileCursor.Hash(file.Stamp.Head.Span),
            HeadBytes = file.Stamp.Head.Length,
            Offset = records.Offset,
            Line = records.Line,
            PastHash = FileCursor.Hash(records.Past),
            Length = file.Stamp.Length,
            WrittenAt = since,
            Rest = rest,
            Delimiter = delimiter,
        }.Write();
        return page.Mentions.Count + page.Rejected.Count == 0 && rest != FileRest.More
            ? new FetchOutcome.Unchanged(cursor)
            : new FetchOutcome.Page(page.Mentions, cursor, rest == FileRest.More) { Rejected = page.Rejected };
    }

    private static FetchOutcome.Failed Unreadable(string path, string why) => new($"The file '{path}' {why}.", Lasting: false);
}
