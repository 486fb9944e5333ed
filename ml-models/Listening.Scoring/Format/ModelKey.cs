using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Listening.Scoring.Format;

/// <summary>One <c>Model.key</c>: the name of its loader and its settings. The header is checked before anything else is read.</summary>
internal sealed class ModelKey
{
    private const int HeaderBytes = 256;
    private const ulong Magic = 0x4C45444F4D004C4D;
    private const ulong Tail = 0x4D4C004D4F44454C;
    private const uint KnownVersion = 0x00010002;

    private readonly ModelArchive _archive;
    private readonly byte[] _bytes;
    private readonly string[] _strings;
    private readonly int _end;
    private int _at;

    public ModelKey(ModelArchive archive, string entry, long maximum)
    {
        (_archive, Entry, _bytes) = (archive, entry, archive.Read(entry, maximum));
        Expect(_bytes.Length >= HeaderBytes && UInt64At(0) == Magic, "this is not an ML.NET model header");
        var readable = UInt32At(0x0C);
        Expect(readable <= KnownVersion, $"header version {Dotted(readable)} is newer than {Dotted(KnownVersion)}, which is known here");
        (_at, var settingsBytes) = Range(0x10, "the settings");
        Expect(_at == HeaderBytes, $"the settings start at byte {_at}, not after the header");
        _end = _at + settingsBytes;
        _strings = ReadStrings();
        Version = UInt32At(0x48);
        Loader = Encoding.ASCII.GetString(_bytes, 0x50, 24).Split('\0')[0];
        Expect(Loader.All(char.IsAsciiLetterOrDigit), "the name of the loader is not made of letters and digits");
        var tail = Int64At(0x80);
        Expect(tail == _bytes.Length - sizeof(ulong) && UInt64At((int)tail) == Tail, "the end mark is missing or not at the end");
    }

    public string Entry { get; }

    public string Loader { get; }

    public uint Version { get; }

    /// <summary>Bytes of the settings that have not been read yet.</summary>
    public int Remaining => _end - _at;

    public ModelFormatException Fault(string reason) => _archive.Fault(Entry, reason);

    public void Expect(bool fulfilled, string reason) => ModelFormatException.ThrowUnless(fulfilled, _archive.Name, Entry, reason);

    public byte Byte() => Take(1)[0];

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public float Single() => BinaryPrimitives.ReadSingleLittleEndian(Take(4));

    public bool Boolean(string what) => Byte() switch
    {
        0 => false,
        1 => true,
        var other => throw Fault($"{what} is {other}, but must be 0 or 1"),
    };

    /// <summary>A number within inclusive bounds.</summary>
    public int Int32(string what, int least, int most)
    {
        var value = Int32();
        return value >= least && value <= most ? value : throw Fault($"{what} is {value}, but must be {least} to {most}");
    }

    public string Text(string what)
    {
        var id = Int32();
        return id >= 0 && id < _strings.Length ? _strings[id] : throw Fault($"{what} is string {id}, of which there are {_strings.Length}");
    }

    public ReadOnlySpan<int> Int32s(int count) => MemoryMarshal.Cast<byte, int>(Take(4L * count));

    public ReadOnlySpan<float> Singles(int count) => MemoryMarshal.Cast<byte, float>(Take(4L * count));

    public string Utf16(int count) => new(MemoryMarshal.Cast<byte, char>(Take(2L * count)));

    /// <summary>Checks that all settings were read: bytes left over mean another format.</summary>
    public void End() => Expect(Remaining == 0, $"{Remaining} bytes are left over after the settings of {Loader}");

    private string[] ReadStrings()
    {
        var (table, tableBytes) = Range(0x20, "the string table");
        var (characters, characterBytes) = Range(0x30, "the strings");
        Expect(tableBytes % sizeof(long) == 0, "the string table is not made of 8-byte ends");
        var strings = new string[tableBytes / sizeof(long)];
        var start = 0L;
        for (var i = 0; i < strings.Length; i++)
        {
            var end = Int64At(table + (i * sizeof(long)));
            if (end < start || end > characterBytes || end % sizeof(char) != 0)
            {
                throw Fault($"string {i} ends at byte {end}, outside of the strings");
            }

            strings[i] = Encoding.Unicode.GetString(_bytes, characters + (int)start, (int)(end - start));
            start = end;
        }

        return strings;
    }

    // An offset followed by a length, which is how the header describes each section.
    private (int Start, int Length) Range(int at, string what)
    {
        var (start, length) = (Int64At(at), Int64At(at + sizeof(long)));
        return start >= 0 && length >= 0 && start <= _bytes.Length && length <= _bytes.Length - start
            ? ((int)start, (int)length)
            : throw Fault($"{what} would lie outside of the entry, at byte {start} with {length} bytes");
    }

    private ReadOnlySpan<byte> Take(long count)
    {
        if (count < 0 || count > Remaining)
        {
            throw Fault($"the settings of {Loader} end early: {count} bytes wanted, {Remaining} there");
        }

        var taken = _bytes.AsSpan(_at, (int)count);
        _at += (int)count;
        return taken;
    }

    private uint UInt32At(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(offset));

    private long Int64At(int offset) => BinaryPrimitives.ReadInt64LittleEndian(_bytes.AsSpan(offset));

    private ulong UInt64At(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(_bytes.AsSpan(offset));

    /// <summary>A version in the notation of ML.NET: 0x00010003 is 1.3.</summary>
    public static string Dotted(uint version) => $"{version >> 16}.{version & 0xFFFF}";
}
