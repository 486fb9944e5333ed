using System.Collections.Concurrent;

namespace Listening.Connectors.Files;

/// <summary>
/// Imports a CSV, TSV or JSONL file, gzipped or not, of any size. Goes on where it stopped; a file that grew is read
/// from its old end on, one that was replaced or changed from the start.
/// </summary>
/// <remarks>
/// A last line without a line end may still be being written. JSON that does not parse, and a CSV row that is
/// short or has an open quote, is held back until the file has stayed the same between two reads or for ten minutes, and
/// only then imported or rejected as it is. A last CSV row of full width is imported at once and once more when the file grows,
/// because the end of its last cell may be missing.
/// </remarks>
public sealed class FileConnector : IConnector, IDisposable
{
    /// <summary>How long one call into the file system may take. A disk that has to spin up needs a few seconds.</summary>
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(30);

    /// <summary>A file that was not written to for this long is not in the middle of being written.</summary>
    private static readonly TimeSpan SettledAfter = TimeSpan.FromMinutes(10);

    private readonly Func<string, FileStream> _open;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _time;

    /// <summary>Attempts that still wait for the file system, by path: each holds a thread, so there is one per path.</summary>
    private readonly ConcurrentDictionary<string, Task> _stuck = new();

    // Gzip can only be read from the start, so that every page of a packed file would unpack all pages before it. The file is
    // kept open from page to page instead. This is only for speed: another process goes on from the cursor all the same.
    private Parked? _parked;

    public FileConnector(TimeProvider time)
        : this(RegularFile.Open, DefaultPatience, time)
    {
    }

    /// <param name="open">Opens the file at a path.</param>
    internal FileConnector(Func<string, FileStream> open, TimeSpan patience, TimeProvider time) =>
        (_open, _patience, _time) = (open, patience, time);

    public ConnectorDescription Description => FileSourceOptions.Connector;

    // On a pool thread: reading a local file blocks in any case, and there it blocks nothing else.
    public async Task<FetchOutcome> FetchAsync(FetchRequest request, CancellationToken stopping)
    {
        stopping.ThrowIfCancellationRequested();
        var path = request.Options<FileSourceOptions>().Path;
        if (_stuck.TryGetValue(path, out var before) && !before.IsCompleted)
        {
            return NotAnswering(path);
        }

        _stuck.TryRemove(path, out _);
        using var wanted = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var watch = new ReadWatch(_time, wanted.Token);
        var reading = Task.Run(() => Fetch(request, watch, wanted.Token), CancellationToken.None);
        while (await Task.WhenAny(reading, Task.Delay(_patience / 10, _time, stopping)) != reading)
        {
            stopping.ThrowIfCancellationRequested();
            if (watch.Waiting > _patience)
            {
                // The attempt ends by itself as soon as the file system answers; what it then finds nobody wants to know.
                await wanted.CancelAsync();
                _stuck[path] = reading;
                return NotAnswering(path);
            }
        }

        return await reading;
    }

    public void Dispose() => Interlocked.Exchange(ref _parked, null)?.Reading.File.Dispose();

    private FetchOutcome Fetch(FetchRequest request, ReadWatch watch, CancellationToken stopping)
    {
        var options = request.Options<FileSourceOptions>();
        var path = options.Path;
        try
        {
            if (watch.Call(() => Directory.Exists(path)))
            {
                return Unreadable(path, Problem.Create("file.is-folder", $"is a folder; name a file in it"));
            }

            var zone = options.TimeZone is { } id ? TimeZoneInfo.FindSystemTimeZoneById(id) : TimeZoneInfo.Utc;
            var platform = options.Platform ?? "file:" + Path.GetFileName(path);
            var context = new IngestContext(request.Source, platform, zone, request.Now, options.DateOrder);
            return Read(path, context, request.Cursor, watch, stopping);
        }
        catch (Exception e) when (Trouble(e) is { } problem)
        {
            return Unreadable(path, problem);
        }
    }

    private FetchOutcome.Failed NotAnswering(string path)
    {
        var seconds = _patience.TotalSeconds;
        return Unreadable(
            path,
            Problem.Create(
                "file.not-answering",
                $"has not answered for {seconds} seconds; check its disk or network share, and that it is no pipe; it is tried again"));
    }

    private static Problem? Trouble(Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException =>
            Problem.Create("file.missing", $"does not exist; put it there or correct the source's path"),
        UnauthorizedAccessException => Problem.Create("file.no-permission", $"may not be read; give the service permission to read it"),
        IrregularFileException { Kind: var kind } =>
            Problem.Create("file.not-regular", $"is {kind}; write what it gives into a regular file, and name that"),
        IOException when e.Message.TrimEnd('.') is var cause =>
            Problem.Create("file.io", $"cannot be read now ({cause}); it is tried again"),
        _ => null,
    };

    private FetchOutcome Read(
        string path, IngestContext context, string? written, ReadWatch watch, CancellationToken stopping)
    {
        var file = new ContentFile(path, _open, watch);
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
                reading = Unpark(path, file, written!) ?? FileReading.TryResume(file, cursor!);
            }

            if (reading is null)
            {
                var format = FileFormat.Detect(file.Start, file.StartIsAll, Path.GetFileName(path));
                if (format is not FileFormat.Records { Items: var items })
                {
                    return Nothing(path, format, file);
                }

                reading = FileReading.Begin(file, items);
            }
            else
            {
                // A pass that goes on keeps the time it started with: a change in the meantime starts another pass.
                since = cursor!.Rest == FileRest.More && file.Stamp.Length == cursor.Length ? cursor.WrittenAt : since;
                if (reading.File != file)
                {
                    file.Dispose();
                    file = reading.File;
                    file.Watch = watch;
                }
            }

            var begins = reading.Records.Offset == reading.Items.Offset;
            var page = new FilePage(reading, context);
            var settled = context.Now - file.Stamp.WrittenAt > SettledAfter;
            var rest = page.Read(plan == FilePlan.Finish, settled, stopping);
            var next = reading.CursorAt(since, rest).Write();
            if (rest == FileRest.More && file.Packed)
            {
                Park(new Parked(path, next, reading));
                file = null;
            }

            IReadOnlyList<Problem> notes = begins && rest == FileRest.Nothing && page.Mentions.Count + page.Rejected.Count == 0
                ? [.. page.Notes, Empty(path)]
                : page.Notes;
            return page.Mentions.Count + page.Rejected.Count + notes.Count == 0 && rest != FileRest.More
                ? new FetchOutcome.Unchanged(next)
                : new FetchOutcome.Page(page.Mentions, next, rest == FileRest.More) { Rejected = page.Rejected, Notes = notes };
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

    /// <summary>The outcome of a file without records. One that is blank is well, and noted once.</summary>
    private static FetchOutcome Nothing(string path, FileFormat format, ContentFile file) => format switch
    {
        FileFormat.Refused refused => Unreadable(path, refused.Problem),
        FileFormat.Blank when file.End is ContentEnd.CutShort or ContentEnd.Damaged =>
            Unreadable(
                path, Problem.Create("file.gzip-broken", $"holds gzip data that ends or breaks before its first line does; copy it again")),
        _ => new FetchOutcome.Page([], FileCursor.OfBlank(file.Stamp).Write(), More: false)
        {
            Notes = [Empty(path)],
        },
    };

    private static Problem Empty(string path) =>
        About(path, Problem.Create("file.empty", $"is empty or holds only a header; its posts are read once they are there"));

    private static FetchOutcome.Failed Unreadable(string path, Problem problem) => new(About(path, problem), NeedsOperator: false);

    private static Problem About(string path, Problem problem) => problem.About($"The file '{path}'");

    private sealed record Parked(string Path, string Cursor, FileReading Reading);
}
