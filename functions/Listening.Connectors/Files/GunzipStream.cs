using System.IO.Compression;

namespace Listening.Connectors.Files;

/// <summary>How a file's content ended.</summary>
internal enum ContentEnd
{
    Unknown,
    Whole,

    /// <summary>The gzip data stops in the middle: still being written, or cut off while being copied.</summary>
    CutShort,

    /// <summary>The gzip data contradicts itself.</summary>
    Damaged,
}

/// <summary>Unpacks gzip and knows at its end whether it was complete. Before damage it reads as usual. Leaves its source open.</summary>
internal sealed class GunzipStream(Stream packed) : ForwardStream
{
    private readonly Sentinel _sentinel = new(packed);
    private GZipStream? _unpacked;

    /// <summary><see cref="ContentEnd.Unknown"/> until the last byte has been read.</summary>
    public ContentEnd End { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        if (End != ContentEnd.Unknown || buffer.IsEmpty)
        {
            return 0;
        }

        try
        {
            var read = (_unpacked ??= new GZipStream(_sentinel, CompressionMode.Decompress)).Read(buffer);
            if (!_sentinel.Reached)
            {
                // At its end without having asked for more, behind bytes that are not gzip: padding of tapes and disks.
                End = read == 0 ? ContentEnd.Whole : ContentEnd.Unknown;
                return read;
            }

            End = IsSentinel(buffer[..read]) ? ContentEnd.Whole : ContentEnd.CutShort;
        }
        catch (InvalidDataException)
        {
            // Met within the sentinel, it only means that something is missing before it.
            End = _sentinel.Reached ? ContentEnd.CutShort : ContentEnd.Damaged;
        }

        return 0;
    }

    private bool IsSentinel(ReadOnlySpan<byte> first)
    {
        using var unpacked = new MemoryStream();
        unpacked.Write(first);
        _unpacked!.CopyTo(unpacked);
        return unpacked.ToArray().AsSpan().SequenceEqual(Sentinel.Text);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _unpacked?.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>
    /// Puts a gzip member of known text behind the file. GZipStream takes the end of its input for the end of its data
    /// and says nothing (.NET 10); but if it was in the middle of a member, it will not make this text of what follows.
    /// </summary>
    private sealed class Sentinel(Stream packed) : MemoryStream(Packed)
    {
        public static ReadOnlySpan<byte> Text => "the end, and nothing is missing"u8;

        private static readonly byte[] Packed = Pack();

        /// <summary>True once the file itself was read to its end and more was asked for.</summary>
        public bool Reached { get; private set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = Reached ? 0 : packed.Read(buffer, offset, count);
            Reached = read == 0;
            return Reached ? base.Read(buffer, offset, count) : read;
        }

        private static byte[] Pack()
        {
            using var bytes = new MemoryStream();
            using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest))
            {
                gzip.Write(Text);
            }

            return bytes.ToArray();
        }
    }
}
