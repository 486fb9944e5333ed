namespace Listening.Connectors.Files;

/// <summary>
/// Imports a CSV, TSV or JSONL file, gzipped or not, of any size. Goes on where it stopped; a file that grew is read
/// from its old end on, one that was replaced or changed from the start.
/// </summary>
/// <remarks>
/// A last line without a line end may still be being written. JSON that does not parse, and a CSV row that is
/// short or has an open quote, is held back until the file has stayed the same between two reads, and only then
/// imported or rejected as it is. A last CSV row of full width is imported at once and once more when the file grows,
/// because the end of its last cell may be missing.
/// </remarks>
public sealed class FileConnector : IConnector, IDisposable
{
    // Gzip can only be read from the start, so that every page of a packed file would unpack all pages before it. The file is
    // kept open from page to page instead. This is only for speed: another process goes on from the cursor all the same.
    private Parked? _parked;

    public ConnectorDescription Description => FileSourceOptions.Connector;

    // On a pool thread: reading a local file blocks in any case, and there it blocks nothing else.
    public Task<FetchOutcome> FetchAsync(FetchRequest request, CancellationToken stopping) =>
        Task.Run(() => Fetch(request, stopping), stopping);

    public void Dispose() => Interlocked.Exchange(ref _parked, null)?.Reading.File.Dispose();

    private FetchOutcome Fetch(FetchRequest request, CancellationToken stopping)
    {
        var options = request.Options<FileSourceOptions>();
        var path = options.Path;
        if (Directory.Exists(path))
        {
            return Unreadable(path, Problem.Create("file.is-folder", $"is a folder; name a file in it"));
        }

        try
        {
            var zone = options.TimeZone is { } id ? TimeZoneInfo.FindSystemTimeZoneById(id) : TimeZoneInfo.Utc;
            var context = new IngestContext(request.Source, options.Platform ?? "file:" + Path.GetFileName(path), zone, request.Now);
            return Read(path, context, request.Cursor, stopping);
        }
        catch (Exception e) when (Trouble(e) is { } problem)
        {
            return Unreadable(path, problem);
        }
    }

    private static Problem? Trouble(Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException =>
            Problem.Create("file.missing", $"does not exist; put it there or correct the source's path"),
        UnauthorizedAccessException => Problem.Create("file.no-permission", $"may not be read; give the service permission to read it"),
        IOException when e.Message.TrimEnd('.') is var cause =>
            Problem.Create("file.io", $"cannot be read now ({cause}); it is tried again"),
        _ => null,
    };

    private FetchOutcome Read(string path, IngestContext context, string? written, CancellationToken stopping)
    {
        var file = new ContentFile(path);
        try
        {
            var cursor = FileCursor.TryRead(written);
            var plan = cursor?.For(file.Stamp) ?? FilePlan.StartOver;
            if (plan == FilePlan.Leave)
            {
                return new FetchOutcome.Unchanged(written);
            }

            var since = file.Stamp.WrittenAt;
            FileReading? reading = null;
            if (plan != FilePlan.StartOver)
            {
                reading = Unpark(path, file, written!) ?? FileReading.TryResume(file, cursor!, stopping);
            }

            if (reading is null)
            {
                var format = FileFormat.Detect(file.Start, file.StartIsAll, Path.GetFileName(path));
                if (format is not FileFormat.Records { Items: var items })
                {
                    return Unreadable(path, format, file.End);
                }

                reading = FileReading.Begin(file, items, stopping);
            }
            else
            {
                // A pass that goes on keeps the time it started with: a change in the meantime starts another pass.
                since = cursor!.Rest == FileRest.More && file.Stamp.Length == cursor.Length ? cursor.WrittenAt : since;
                if (reading.File != file)
                {
                    file.Dispose();
                    file = reading.File;
                }
            }

            var page = new FilePage(reading, context);
            var rest = page.Read(plan == FilePlan.Finish, stopping);
            var next = reading.CursorAt(since, rest).Write();
            if (rest == FileRest.More && file.Packed)
            {
                Park(new Parked(path, next, reading));
                file = null;
            }

            return page.Mentions.Count + page.Rejected.Count == 0 && rest != FileRest.More
                ? new FetchOutcome.Unchanged(next)
                : new FetchOutcome.Page(page.Mentions, next, rest == FileRest.More) { Rejected = page.Rejected };
        }
        finally
        {
            file?.Dispose();
        }
    }

    private void Park(Parked parked) => Interlocked.Exchange(ref _parked, parked)?.Reading.File.Dispose();

    /// <summary>The open file at the place of this cursor, if it is still the file at this path.</summary>
    private FileReading? Unpark(string path, ContentFile now, string cursor)
    {
        var parked = Interlocked.Exchange(ref _parked, null);
        if (parked is null || (parked.Path == path && parked.Cursor == cursor && parked.Reading.File.Stamp.Same(now.Stamp)))
        {
            return parked?.Reading;
        }

        parked.Reading.File.Dispose();
        return null;
    }

    private static FetchOutcome Unreadable(string path, FileFormat format, ContentEnd end) => format switch
    {
        FileFormat.Refused refused => Unreadable(path, refused.Problem),
        FileFormat.Blank when end is ContentEnd.CutShort or ContentEnd.Damaged =>
            Unreadable(
                path, Problem.Create("file.gzip-broken", $"holds gzip data that ends or breaks before its first line does; copy it again")),
        _ => new FetchOutcome.Unchanged(null),
    };

    private static FetchOutcome.Failed Unreadable(string path, Problem problem) =>
        new(problem.About($"The file '{path}'"), NeedsOperator: false);

    private sealed record Parked(string Path, string Cursor, FileReading Reading);
}
