using System.IO.Compression;
using Listening.Configuration;
using Listening.Connectors.Files;
using Listening.Domain;
using Listening.Sources;

namespace Listening.Connectors.Tests.Files;

/// <summary>A folder of files to import, gone after the test, and a reader that goes through them page by page.</summary>
public sealed class FileFolder : IDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly string _path = Directory.CreateTempSubdirectory("listening-files-").FullName;

    public string At(string name) => Path.Combine(_path, name);

    public string Put(string name, string text, Encoding? encoding = null) =>
        Put(name, [.. (encoding ?? Encoding.Default).GetPreamble(), .. (encoding ?? new UTF8Encoding(false)).GetBytes(text)]);

    public string Put(string name, byte[] bytes)
    {
        File.WriteAllBytes(At(name), bytes);
        return At(name);
    }

    public string PutPacked(string name, string text) => Put(name, Gzip(text));

    public void Append(string name, string text) => File.AppendAllText(At(name), text);

    /// <summary>Makes a change of a file visible even to a clock that ticks slowly.</summary>
    public void Touch(string name) => File.SetLastWriteTimeUtc(At(name), File.GetLastWriteTimeUtc(At(name)).AddSeconds(3));

    public static byte[] Gzip(string text) => Gzip(Encoding.UTF8.GetBytes(text));

    public static byte[] Gzip(byte[] content)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal))
        {
            gzip.Write(content);
        }

        return bytes.ToArray();
    }

    public static SourceConfig Source(string path, string? platform = null, string? timeZone = null) => new()
    {
        Name = "archive",
        Type = "file",
        Options = new FileSourceOptions { Path = path, Platform = platform, TimeZone = timeZone },
    };

    public static Task<FetchOutcome> ReadAsync(string path, string? cursor = null) => ReadAsync(Source(path), cursor);

    /// <summary>Reads with a connector that knows nothing but the cursor, as after a crash.</summary>
    public static async Task<FetchOutcome> ReadAsync(SourceConfig source, string? cursor = null)
    {
        using var connector = new FileConnector(TimeProvider.System);
        return await connector.FetchAsync(new FetchRequest(source, [], cursor, Now), default);
    }

    /// <summary>Reads page after page until the file holds no more.</summary>
    public static async Task<Import> ImportAsync(string path, string? cursor = null)
    {
        var import = new Import([], [], cursor, 0);
        while (true)
        {
            switch (await ReadAsync(path, import.Cursor))
            {
                case FetchOutcome.Page page:
                    import = new Import(
                        [.. import.Mentions, .. page.Mentions], [.. import.Rejected, .. page.Rejected.Select(problem => problem.Sentence)],
                        page.Cursor, import.Pages + 1);
                    if (!page.More)
                    {
                        return import;
                    }

                    break;
                case FetchOutcome.Unchanged unchanged:
                    return import with { Cursor = unchanged.Cursor };
                case var other:
                    throw new InvalidOperationException(other.ToString());
            }
        }
    }

    // For properties, which cannot wait any other way. On the pool, because waiting would hold the thread that the test's
    // own context wants to go on with.
    public static Import Import(string path, string? cursor = null) => Task.Run(() => ImportAsync(path, cursor)).GetAwaiter().GetResult();

    /// <inheritdoc cref="Import"/>
    public static FetchOutcome Read(string path, string? cursor = null) => Task.Run(() => ReadAsync(path, cursor)).GetAwaiter().GetResult();

    public void Dispose() => Directory.Delete(_path, recursive: true);
}

/// <summary>What came out of reading a file until nothing was left.</summary>
public sealed record Import(IReadOnlyList<Mention> Mentions, IReadOnlyList<string> Rejected, string? Cursor, int Pages)
{
    public IEnumerable<string> Texts => Mentions.Select(mention => mention.Text);
}
