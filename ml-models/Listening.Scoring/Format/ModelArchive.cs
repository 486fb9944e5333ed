using System.IO.Compression;
using System.IO.Hashing;

namespace Listening.Scoring.Format;

/// <summary>A model zip. Entries are read whole, up to a given size, and only with the right checksum.</summary>
internal sealed class ModelArchive : IDisposable
{
    /// <summary>Real models have 0.2 to 20 MB.</summary>
    public const int MaximumZipBytes = 256 << 20;

    /// <summary>A model has about thirty entries, one per step and column.</summary>
    private const int MostEntries = 4096;

    /// <summary>
    /// Deflate cannot compress by more than 1 to 1032. A directory that claims more is false, so nothing is allocated for it.
    /// </summary>
    private const long TightestPacking = 1032;

    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);
    private readonly ZipArchive _zip;

    private ModelArchive(string name, ZipArchive zip) => (Name, _zip) = (name, zip);

    public string Name { get; }

    public static ModelArchive Open(byte[] bytes, string name)
    {
        ModelArchive? archive = null;
        try
        {
            archive = new(name, new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read));
            archive.ReadDirectory();
            return archive;
        }
        catch (Exception fault) when (fault is ModelFormatException || IsZipFault(fault))
        {
            archive?.Dispose();
            throw fault as ModelFormatException ?? new(name, null, "the file is not a zip, or it is damaged or cut off", fault);
        }
    }

    /// <summary>The bytes of an entry, at most <paramref name="maximum"/> of them.</summary>
    public byte[] Read(string name, long maximum)
    {
        if (!_entries.TryGetValue(name, out var entry))
        {
            throw Fault(name, "the entry is missing");
        }

        Expect(entry.Length <= maximum, name, $"the entry has {entry.Length:N0} bytes, where at most {maximum:N0} make sense");
        Expect(
            entry.Length <= (entry.CompressedLength + 1) * TightestPacking, name,
            $"the entry claims {entry.Length:N0} bytes packed into {entry.CompressedLength:N0}, which is impossible");
        var bytes = Inflate(name, entry);
        // ZipArchive does not compare checksums itself (seen with .NET 10, 2026).
        Expect(Crc32.HashToUInt32(bytes) == entry.Crc32, name, "the entry is damaged: its checksum does not match");
        return bytes;
    }

    public ModelFormatException Fault(string entry, string reason, Exception? cause = null) => new(Name, entry, reason, cause);

    public void Dispose() => _zip.Dispose();

    private void ReadDirectory()
    {
        Expect(
            _zip.Entries.Count <= MostEntries, null,
            $"the zip has {_zip.Entries.Count:N0} entries, where at most {MostEntries:N0} make sense");
        foreach (var entry in _zip.Entries)
        {
            Expect(_entries.TryAdd(entry.FullName.Replace('\\', '/'), entry), entry.FullName, "the zip has this entry twice");
        }
    }

    private void Expect(bool fulfilled, string? entry, string reason) => ModelFormatException.ThrowUnless(fulfilled, Name, entry, reason);

    private byte[] Inflate(string name, ZipArchiveEntry entry)
    {
        try
        {
            var bytes = new byte[entry.Length];
            using var stream = entry.Open();
            var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            Expect(
                read == bytes.Length && stream.ReadByte() < 0, name,
                $"the entry does not hold the {bytes.Length:N0} bytes that the zip's directory gives it");
            return bytes;
        }
        catch (Exception fault) when (IsZipFault(fault))
        {
            throw Fault(name, "the entry cannot be unpacked", fault);
        }
    }

    // What ZipArchive throws on bytes that it cannot read; only the first is documented.
    private static bool IsZipFault(Exception fault) =>
        fault is InvalidDataException or IOException or NotSupportedException or ArgumentException or OverflowException;
}
