namespace Listening.Connectors.Files;

/// <summary>
/// An open file, whose content is unpacked if it is gzip. Its writer may go on writing: it is read as long as it was when it was opened,
/// and what is added in the meantime is read next time.
/// </summary>
internal sealed class ContentFile : IDisposable
{
    /// <summary>How much of the content is looked at to know its format.</summary>
    private const int LookedAt = 1 << 16;

    private readonly FileStream _file;
    private readonly long _length;
    private readonly Bytes _bytes;
    private Stream _content;

    /// <param name="open">Opens the file at a path for reading.</param>
    public ContentFile(string path, Func<string, FileStream> open, ReadWatch watch)
    {
        Watch = watch;
        _file = watch.Call(() => open(path));
        _content = _bytes = new Bytes(this);
        try
        {
            _length = watch.Call(() => _file.Length);
            var head = new byte[FileCursor.HeadLength];
            var written = File.GetLastWriteTimeUtc(_file.SafeFileHandle);
            Stamp = new FileStamp(_length, written, head.AsMemory(0, _bytes.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)));
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

    /// <summary>Watches the calls into the file; another one once a later attempt goes on with it.</summary>
    public ReadWatch Watch { get; set; }

    public FileStamp Stamp { get; }

    public bool Packed { get; }

    /// <summary>The content's first bytes.</summary>
    public byte[] Start { get; }

    /// <summary>True if <see cref="Start"/> is all of it.</summary>
    public bool StartIsAll { get; }

    /// <summary>How the content ended, once it was read to its end.</summary>
    public ContentEnd End => _content is GunzipStream gzip ? gzip.End : ContentEnd.Whole;

    /// <summary>The content from a byte on, or its end if it is shorter. One at a time: asking again ends the one before.</summary>
    public Stream From(long offset)
    {
        EndContent();
        _content = At(Packed ? 0 : offset);
        if (Packed)
        {
            // Gzip can only be read from the start.
            var passed = new byte[1 << 16];
            for (var left = offset; left > 0;)
            {
                var read = _content.Read(passed, 0, (int)Math.Min(left, passed.Length));
                left = read == 0 ? 0 : left - read;
            }
        }

        return _content;
    }

    private Stream At(long offset)
    {
        _file.Position = offset;
        return Packed ? new GunzipStream(_bytes) : _bytes;
    }

    public void Dispose()
    {
        EndContent();
        _file.Dispose();
    }

    private void EndContent()
    {
        if (_content != _bytes)
        {
            _content.Dispose();
        }
    }

    /// <summary>The file's bytes up to the length it had when it was opened; every read is watched.</summary>
    private sealed class Bytes(ContentFile owner) : ForwardStream
    {
        public override int Read(Span<byte> buffer)
        {
            var left = Math.Clamp(owner._length - owner._file.Position, 0, buffer.Length);
            owner.Watch.Begin();
            var read = left == 0 ? 0 : owner._file.Read(buffer[..(int)left]);
            owner.Watch.End();
            return read;
        }

    }
}
