using System.Numerics;

namespace Listening.Scoring.Features;

/// <summary>ML.NET's hashes: Murmur3 in its 32-bit form, including the quirks that trained weights depend on.</summary>
internal static class Murmur
{
    private const uint First = 0xCC9E2D51;
    private const uint Second = 0x1B873593;

    /// <summary>
    /// The part of a round that depends on the chunk alone, so that a chunk that occurs in five n-grams is prepared once.
    /// </summary>
    public static uint Prepare(uint chunk) => BitOperations.RotateLeft(chunk * First, 15) * Second;

    /// <summary>The rest of a round.</summary>
    public static uint Round(uint hash, uint prepared) => (BitOperations.RotateLeft(hash ^ prepared, 13) * 5) + 0xE6546B64;

    public static uint Mix(uint hash)
    {
        hash ^= hash >> 16;
        hash *= 0x85EBCA6B;
        hash ^= hash >> 13;
        hash *= 0xC2B2AE35;
        return hash ^ (hash >> 16);
    }

    public static Vector<uint> Prepare(Vector<uint> chunks) => RotateLeft(chunks * new Vector<uint>(First), 15) * new Vector<uint>(Second);

    public static Vector<uint> Round(Vector<uint> hashes, Vector<uint> prepared) =>
        (RotateLeft(hashes ^ prepared, 13) * new Vector<uint>(5)) + new Vector<uint>(0xE6546B64);

    public static Vector<uint> Mix(Vector<uint> hashes)
    {
        hashes ^= hashes >>> 16;
        hashes *= new Vector<uint>(0x85EBCA6B);
        hashes ^= hashes >>> 13;
        hashes *= new Vector<uint>(0xC2B2AE35);
        return hashes ^ (hashes >>> 16);
    }

    /// <summary>
    /// The hash of a word. Each UTF-16 unit becomes one to three bytes as in UTF-8, surrogates one by one. Bytes are hashed four at a time.
    /// </summary>
    /// <remarks>
    /// For a unit that is not ASCII, ML.NET reverses the lowest bytes of the whole accumulator, not those of the new unit alone
    /// (MurmurHashV2, read in August 2026). So "ä" hashes like its UTF-8 bytes and "aä" does not; the weights were trained that way.
    /// </remarks>
    public static uint HashWord(uint seed, ReadOnlySpan<char> word)
    {
        var hash = seed;
        var pending = 0UL;
        var bits = 0;
        var bytes = 0;
        foreach (uint unit in word)
        {
            var low = 0x80 | (unit & 0x3F);
            switch (unit)
            {
                case < 0x80:
                    pending |= (ulong)unit << bits;
                    bits += 8;
                    break;
                case < 0x800:
                    pending |= (ulong)(low | ((0xC0 | (unit >> 6)) << 8)) << bits;
                    pending = ((pending & 0xFF) << 8) | (pending >> 8);
                    bits += 16;
                    break;
                default:
                    pending |= (ulong)(low | ((0x80 | ((unit >> 6) & 0x3F)) << 8) | ((0xE0 | (unit >> 12)) << 16)) << bits;
                    pending = ((pending & 0xFF) << 16) | (((pending >> 8) & 0xFF) << 8) | (pending >> 16);
                    bits += 24;
                    break;
            }

            if (bits >= 32)
            {
                hash = Round(hash, Prepare((uint)pending));
                pending >>= 32;
                bits -= 32;
                bytes += 4;
            }
        }

        if (bits > 0)
        {
            hash ^= Prepare((uint)pending & ((1u << bits) - 1));
            bytes += bits / 8;
        }

        return Mix(hash ^ (uint)bytes);
    }

    private static Vector<uint> RotateLeft(Vector<uint> values, int by) => (values << by) | (values >>> (32 - by));
}
