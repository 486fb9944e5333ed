namespace Listening.Connectors.Files;

/// <summary>An open file, whose content is unpacked if it is gzip. Its writer may go on writing.</summary>
internal sealed class ContentFile : IDisposable
{
    /// <summary>How much of the content is looked at to know its format.</summary>
    private const int LookedAt = 1 << 16;

    private readonly FileStream _file;
    private Stream _content;

    public ContentFile(string path)
    {
        _file = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        _content = _file;
        try
        {
            // The length first: whatever is written between the two makes the file longer than it is noted, and is read next time.
            var length = _file.Length;
            var head = new byte[FileCursor.HeadLength];
            var written = File.GetLastWriteTimeUtc(_file.SafeFileHandle);
            Stamp = new FileStamp(length, written, head.AsMemory(0, _file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)));
            Packed = Stamp.Head.Span is [0x1F, 0x8B, ..];
            _content = At(0);
            var start = new byte[LookedAt + 1];
            var there = _content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            StartIsAll = there <= LookedAt;
            Start = start[..Math.Min(there, LookedAt)];
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public FileStamp Stamp { get; }

    public bool Packed { get; }

    /// <summary>The content's first bytes.</summary>
    public byte[] Start { get; }

    /// <summary>True if <see cref="Start"/> is all of it.</summary>
    public bool StartIsAll { get; }

    /// <summary>How the content ended, once it was read to its end.</summary>
    public ContentEnd End => _content is GunzipStream gzip ? gzip.End : ContentEnd.Whole;

    /// <summary>The content from a byte on, or its end if it is shorter. One at a time: asking again ends the one before.</summary>
    public Stream From(long offset, CancellationToken stopping)
    {
        EndContent();
        _content = At(Packed ? 0 : offset);
        if (Packed)
        {
            // Gzip can only be read from the start.
            var passed = new byte[1 << 16];
            for (var left = offset; left > 0;)
            {
                stopping.ThrowIfCancellationRequested();
                var read = _content.Read(passed, 0, (int)Math.Min(left, passed.Length));
                left = read == 0 ? 0 : left - read;
            }
        }

        return _content;
    }

    private Stream At(long offset)
    {
        _file.Position = offset;
        return Packed ? new GunzipStream(_file) : _file;
    }

    public void Dispose()
    {
        EndContent();
        _file.Dispose();
    }

    private void EndContent()
    {
        if (_content != _file)
        {
            _content.Dispose();
        }
    }
}
