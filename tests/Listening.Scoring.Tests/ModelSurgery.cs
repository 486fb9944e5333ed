using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Listening.Scoring.Tests;

/// <summary>Takes a model zip apart, changes entries and puts it together again with right checksums, as a careful forger would.</summary>
internal sealed class ModelSurgery
{
    private const int HeaderBytes = 256;
    private const string Chain = "TransformerChain/Transform_000/";

    private ModelSurgery(Dictionary<string, byte[]> entries) => Entries = entries;

    public const string Predictor = "TransformerChain/Transform_002/Model/Model.key";
    public const string Transfer = "TransformerChain/Transform_002/Model.key";
    public const string Terms = "TransformerChain/Transform_001/Vocabulary/Model.key";
    public const string Root = "TransformerChain/Model.key";

    // The steps from the last to the first: each Append put one chain more around those before.
    public static readonly string Concat = Step(2);
    public static readonly string CharacterNorm = Step(3);
    public static readonly string CharacterNgrams = Step(4);
    public static readonly string CharacterTokens = Step(5);
    public static readonly string WordNgrams = Step(7);
    public static readonly string Normalizer = Step(8, 0);
    public static readonly string WordHash = Step(8, 2);

    public Dictionary<string, byte[]> Entries { get; }

    public static ModelSurgery On(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        return new(zip.Entries.ToDictionary(entry => entry.FullName, Bytes));
    }

    /// <summary>The sparse model cut down to a few features per block: small enough to be loaded ten thousand times.</summary>
    public static ModelSurgery OnTinyModel()
    {
        var model = On(Golden.Sparse);
        const int Bits = 3;
        model.Poke(WordNgrams, 24, Bits);
        model.Poke(CharacterNgrams, 24, Bits);
        var features = 2 << Bits;
        model.WritePredictor(features, [0.1f, 0.2f, 0.3f], [.. Enumerable.Range(0, features * 3).Select(i => (i % 7) - 3f)], sparse: false);
        return model;
    }

    public byte[] Zip(CompressionLevel level = CompressionLevel.NoCompression)
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in Entries)
            {
                using var entry = zip.CreateEntry(name, level).Open();
                entry.Write(bytes);
            }
        }

        return stream.ToArray();
    }

    /// <summary>Overwrites a number in an entry's settings.</summary>
    public void Poke(string entry, int offset, int value) =>
        BinaryPrimitives.WriteInt32LittleEndian(Entries[entry].AsSpan(HeaderBytes + offset), value);

    /// <summary>Overwrites a byte in an entry's settings.</summary>
    public void PokeByte(string entry, int offset, byte value) => Entries[entry][HeaderBytes + offset] = value;

    /// <summary>Overwrites a number in an entry's header.</summary>
    public void PokeHeader(string entry, int offset, long value) =>
        BinaryPrimitives.WriteInt64LittleEndian(Entries[entry].AsSpan(offset), value);

    public void Rename(string entry, string loader)
    {
        var name = Entries[entry].AsSpan(0x50, 24);
        name.Clear();
        Encoding.ASCII.GetBytes(loader, name);
    }

    /// <summary>The biases and the dense, label-major weights.</summary>
    public (int Features, float[] Biases, float[] Weights) ReadPredictor()
    {
        var settings = Entries[Predictor].AsSpan(HeaderBytes);
        var features = BinaryPrimitives.ReadInt32LittleEndian(settings[4..]);
        var labels = BinaryPrimitives.ReadInt32LittleEndian(settings[8..]);
        var biases = MemoryMarshal.Cast<byte, float>(settings.Slice(12, 4 * labels)).ToArray();
        var weights = MemoryMarshal.Cast<byte, float>(settings.Slice(12 + (4 * labels) + 12, 4 * labels * features)).ToArray();
        return (features, biases, weights);
    }

    public void WritePredictor(int features, float[] biases, float[] weights, bool sparse)
    {
        var stream = new MemoryStream();
        var writer = new BinaryWriter(stream);
        writer.Write(sizeof(float));
        writer.Write(features);
        writer.Write(biases.Length);
        WriteAll(biases);
        if (sparse)
        {
            var rows = weights.Chunk(features).Select(row => row.Index().Where(weight => weight.Item != 0).ToList()).ToList();
            writer.Write(rows.Count + 1);
            var start = 0;
            writer.Write(start);
            foreach (var row in rows)
            {
                writer.Write(start += row.Count);
            }

            writer.Write(start);
            rows.ForEach(row => row.ForEach(weight => writer.Write(weight.Index)));
            writer.Write(start);
            rows.ForEach(row => row.ForEach(weight => writer.Write(weight.Item)));
        }
        else
        {
            writer.Write(0);
            writer.Write(0);
            writer.Write(weights.Length);
            WriteAll(weights);
        }

        ReplaceSettings(Predictor, stream.ToArray());

        void WriteAll(float[] values) => writer.Write(MemoryMarshal.AsBytes(values.AsSpan()));
    }

    /// <summary>Exchanges an entry's settings and moves all that the header says lies behind them.</summary>
    public void ReplaceSettings(string entry, byte[] settings)
    {
        var old = Entries[entry];
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(old.AsSpan(0x18));
        byte[] bytes = [.. old[..HeaderBytes], .. settings, .. old[(HeaderBytes + length)..]];
        Entries[entry] = bytes;
        PokeHeader(entry, 0x18, settings.Length);
        foreach (var offset in (int[])[0x20, 0x30, 0x80, 0x88, 0x90])
        {
            var behind = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(offset));
            PokeHeader(entry, offset, behind == 0 ? 0 : behind + settings.Length - length);
        }
    }

    /// <summary>Gives a string of an entry, such as a column's name, another text of any length.</summary>
    public void RenameString(string entry, string from, string to)
    {
        var bytes = Entries[entry];
        var (table, count) = ((int)Header(0x20), (int)Header(0x28) / sizeof(long));
        var (characters, length) = ((int)Header(0x30), (int)Header(0x38));
        var ends = MemoryMarshal.Cast<byte, long>(bytes.AsSpan(table, count * sizeof(long))).ToArray();
        string[] strings = [.. ends.Select(
            (end, i) => Encoding.Unicode.GetString(bytes.AsSpan(characters)[(i == 0 ? 0 : (int)ends[i - 1])..(int)end]))];
        strings[Array.IndexOf(strings, from)] = to;

        var end = 0L;
        byte[] newEnds = [.. strings.SelectMany(text => BitConverter.GetBytes(end += Encoding.Unicode.GetByteCount(text)))];
        var renamed = Encoding.Unicode.GetBytes(string.Concat(strings));
        newEnds.CopyTo(bytes, table);
        Entries[entry] = [.. bytes[..characters], .. renamed, .. bytes[(characters + length)..]];
        PokeHeader(entry, 0x38, renamed.Length);
        foreach (var offset in (int[])[0x20, 0x80, 0x88, 0x90])
        {
            var behind = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(offset));
            PokeHeader(entry, offset, behind > characters ? behind + renamed.Length - length : behind);
        }

        long Header(int offset) => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(offset));
    }

    private static string Step(int depth, int index = 1) =>
        Chain + string.Concat(Enumerable.Repeat("Transform_000/", depth - 1)) + $"Transform_{index:000}/Model.key";

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        var bytes = new MemoryStream();
        using var stream = entry.Open();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
