using System.Security.Cryptography;

namespace Listening.Connectors.Files;

/// <summary>What was left at the place where reading stopped.</summary>
internal enum FileRest
{
    Unknown,

    /// <summary>More records.</summary>
    More,

    /// <summary>Nothing.</summary>
    Nothing,

    /// <summary>A last record that made no sense yet: its writer may be in the middle of it.</summary>
    Held,

    /// <summary>A last record without a line end that made sense and was given, and is read again if the file grows.</summary>
    Given,

    /// <summary>All of it: there was nothing yet by which to know its format.</summary>
    Blank,
}

/// <summary>A file as it is now, without its content.</summary>
internal sealed record FileStamp(long Length, DateTime WrittenAt, ReadOnlyMemory<byte> Head)
{
    public bool Same(FileStamp other) => Length == other.Length && WrittenAt == other.WrittenAt && Head.Span.SequenceEqual(other.Head.Span);
}

/// <summary>How to go on with a file.</summary>
internal enum FilePlan
{
    Unknown,

    /// <summary>Another file lies here now, or this one was rewritten: read it all. What was seen before is recognised later.</summary>
    StartOver,

    /// <summary>Read on from the cursor.</summary>
    GoOn,

    /// <summary>Read on, and the last record is as finished as it will ever be.</summary>
    Finish,

    /// <summary>Nothing happened since.</summary>
    Leave,
}

/// <summary>Where reading a file goes on, and how to tell that it is still the same file. Kept as compact JSON.</summary>
internal sealed record FileCursor
{
    /// <summary>The first bytes that <see cref="HeadHash"/> covers.</summary>
    public const int HeadLength = 1024;

    public required string HeadHash { get; init; }

    /// <summary>How many bytes <see cref="HeadHash"/> covers: fewer than <see cref="HeadLength"/> in a short file.</summary>
    public required int HeadBytes { get; init; }

    /// <summary>The byte of the content (unpacked, if the file is gzip) where the next record begins.</summary>
    public required long Offset { get; init; }

    /// <summary>The line of that byte, for sentences about it.</summary>
    public required long Line { get; init; }

    /// <summary>The hash of the bytes before <see cref="Offset"/>: an appended file still has them, a replaced one has not.</summary>
    public required string PastHash { get; init; }

    public required long Length { get; init; }

    /// <summary>When the file was last written, as of the start of this pass: writing during a pass makes the next one start.</summary>
    public required DateTime WrittenAt { get; init; }

    [JsonConverter(typeof(JsonStringEnumConverter<FileRest>))]
    public required FileRest Rest { get; init; }

    /// <summary>What divides the columns; null if the file is JSONL.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Reads a cursor; null for none, and for one that is not valid, after which a file is simply read again.</summary>
    public static FileCursor? TryRead(string? json)
    {
        if (json is null)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<FileCursor>(json) is { Offset: >= 0, Line: > 0, HeadBytes: >= 0 and <= HeadLength } cursor
                && cursor.Rest != FileRest.Unknown
                && (cursor.Delimiter is not { } mark || CsvLayout.MayDivide(mark))
                ? cursor
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The cursor of a file with nothing in it yet.</summary>
    public static FileCursor OfBlank(FileStamp now) => new()
    {
        HeadHash = Hash(now.Head.Span),
        HeadBytes = now.Head.Length,
        Offset = 0,
        Line = 1,
        PastHash = Hash([]),
        Length = now.Length,
        WrittenAt = now.WrittenAt,
        Rest = FileRest.Blank,
    };

    public string Write() => JsonSerializer.Serialize(this);

    /// <summary>Decides how to go on with a file as it is now.</summary>
    public FilePlan For(FileStamp now)
    {
        var beginsNow = Rest == FileRest.Blank && now.Length > Length;
        if (beginsNow || now.Length < Length || now.Head.Length < HeadBytes || Hash(now.Head.Span[..HeadBytes]) != HeadHash)
        {
            return FilePlan.StartOver;
        }

        if (now.Length > Length || Rest == FileRest.More)
        {
            return FilePlan.GoOn;
        }

        // As long as before, but written to: something within was changed in place.
        if (now.WrittenAt != WrittenAt)
        {
            return FilePlan.StartOver;
        }

        return Rest == FileRest.Held ? FilePlan.Finish : FilePlan.Leave;
    }

    /// <summary>Enough of a SHA-256 to tell two versions of a file apart.</summary>
    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 12));
}
