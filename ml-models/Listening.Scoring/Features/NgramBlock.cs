using System.Numerics;
using System.Runtime.InteropServices;

namespace Listening.Scoring.Features;

/// <summary>The n-gram counts of one column, normalised to a fixed length, at their position among all features.</summary>
internal sealed class NgramBlock(FeatureBlock block, int first)
{
    private readonly NgramSettings _settings = block.Settings;
    private readonly uint _mask = (1u << block.Settings.Bits) - 1;

    /// <summary>The features in a text, one entry per occurrence. They are valid until the scratch buffers serve the next block.</summary>
    public ReadOnlySpan<int> Occurrences(TextColumns columns, Scratch scratch)
    {
        var count = block.Source.Read(columns[block.Column], scratch, out var keys);
        var features = scratch.Features(Occurrences(count));
        Hash(keys[..count], scratch.Hashes(count), features);
        return features;
    }

    /// <summary>
    /// The factor that gives the block its trained length. Adding one weight per occurrence and scaling the sum avoids sorting the
    /// features into a vector of counts.
    /// </summary>
    public float Scale(ReadOnlySpan<int> occurrences, Scratch scratch)
    {
        var squares = scratch.Counter.SumOfSquares(occurrences, first, _settings.Bits);
        return squares == 0 ? 0 : Scale(squares);
    }

    private float Scale(long squares)
    {
        // ML.NET does not normalise when the factor is tiny.
        const float Tiny = 1e-8f;
        var factor = block.Scale / MathF.Sqrt(squares);
        return factor < Tiny ? 1 : factor;
    }

    private int Occurrences(int keys)
    {
        var occurrences = 0;
        for (var length = Shortest; length <= Math.Min(_settings.Length, keys); length++)
        {
            occurrences = checked(occurrences + keys - length + 1);
        }

        return occurrences;
    }

    private int Shortest => _settings.AllLengths ? 1 : _settings.Length;

    // One pass per length: the hash of an n-gram is that of the n-gram one key shorter plus one round. Each pass is a loop over
    // plain arrays, which vector instructions process many positions at a time.
    private void Hash(Span<uint> keys, Span<uint> hashes, Span<int> features)
    {
        hashes.Fill(_settings.Seed);
        if (Shortest == 1 && !_settings.RehashUnigrams && keys.Length > 0)
        {
            CopyUnigrams(keys, features);
        }

        Prepare(keys);
        for (var length = 1; length <= Math.Min(_settings.Length, keys.Length); length++)
        {
            var positions = keys.Length - length + 1;
            Extend(hashes[..positions], keys.Slice(length - 1, positions));
            if (length < Shortest)
            {
                continue;
            }

            if (length > 1 || _settings.RehashUnigrams)
            {
                Finish(hashes[..positions], (uint)length, features[..positions]);
            }

            features = features[positions..];
        }
    }

    private void CopyUnigrams(ReadOnlySpan<uint> keys, Span<int> features)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            features[i] = Feature(_settings.Ordered ? Murmur.Mix(keys[i]) : keys[i]);
        }
    }

    private static void Prepare(Span<uint> keys)
    {
        var vectors = MemoryMarshal.Cast<uint, Vector<uint>>(keys);
        for (var i = 0; i < vectors.Length; i++)
        {
            vectors[i] = Murmur.Prepare(vectors[i]);
        }

        for (var i = vectors.Length * Vector<uint>.Count; i < keys.Length; i++)
        {
            keys[i] = Murmur.Prepare(keys[i]);
        }
    }

    private static void Extend(Span<uint> hashes, ReadOnlySpan<uint> prepared)
    {
        var vectors = MemoryMarshal.Cast<uint, Vector<uint>>(hashes);
        var by = MemoryMarshal.Cast<uint, Vector<uint>>(prepared);
        for (var i = 0; i < vectors.Length; i++)
        {
            vectors[i] = Murmur.Round(vectors[i], by[i]);
        }

        for (var i = vectors.Length * Vector<uint>.Count; i < hashes.Length; i++)
        {
            hashes[i] = Murmur.Round(hashes[i], prepared[i]);
        }
    }

    private void Finish(ReadOnlySpan<uint> hashes, uint length, Span<int> features)
    {
        var last = Murmur.Prepare(length);
        var vectors = MemoryMarshal.Cast<uint, Vector<uint>>(hashes);
        var results = MemoryMarshal.Cast<int, Vector<uint>>(features);
        for (var i = 0; i < vectors.Length; i++)
        {
            var hash = Murmur.Mix(Murmur.Round(vectors[i], new Vector<uint>(last)));
            results[i] = ((_settings.Ordered ? Murmur.Mix(hash) : hash) & new Vector<uint>(_mask)) + new Vector<uint>((uint)first);
        }

        for (var i = vectors.Length * Vector<uint>.Count; i < hashes.Length; i++)
        {
            var hash = Murmur.Mix(Murmur.Round(hashes[i], last));
            features[i] = Feature(_settings.Ordered ? Murmur.Mix(hash) : hash);
        }
    }

    private int Feature(uint hash) => (int)(hash & _mask) + first;
}
