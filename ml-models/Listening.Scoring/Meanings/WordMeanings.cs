using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Listening.Scoring.Format;
using Listening.Scoring.Normalization;

namespace Listening.Scoring;

/// <summary>
/// What single words mean: a vector that words used alike have in common, and how kind or unkind the word is. It lets a model
/// understand words that no labelled text of its training held. Thread-safe.
/// </summary>
/// <remarks>
/// The file, little-endian: the letters <c>LWM2</c>; int32 count of words; int32 dimensions of a vector; per word, ascending, a 64-bit FNV-1a
/// hash of its UTF-16 units, a stem's with an asterisk behind it; per word its vector, a signed byte per dimension; per word its polarity, a signed byte in steps of 1/16.
/// </remarks>
public sealed class WordMeanings
{
    /// <summary>The largest polarity of a word, kind or unkind.</summary>
    public const float StrongestPolarity = 3;

    /// <summary>What marks a stem in the file: it speaks for all words that begin so and are not in the file themselves.</summary>
    public const char StemMark = '*';

    /// <summary>Shorter beginnings of a word are no stems.</summary>
    public const int ShortestStem = 3;

    /// <summary>Longer ones are not tried: nobody wrote one down.</summary>
    private const int LongestStem = 32;

    /// <summary>Values after the vector, for words as they stand, for words that are denied, and for faces: sum, count and maximum of what is kind, and of what is unkind.</summary>
    private const int PolarityValues = 3 * Tone.Values;

    private const int HeaderBytes = 12;
    internal const int MaximumBytes = 16 << 20;
    private const int MostDimensions = 256;
    private const float PolarityStep = 1 / 16f;
    private const ulong EmptyHash = 14695981039346656037UL;

    /// <summary>Lengths that suit the other features, which are of length one a block: found by cross-validation.</summary>
    private const float VectorLength = 1.5f;
    private const float PolarityScale = 0.5f;

    private readonly int _dimensions;
    private readonly ulong[] _hashes;
    private readonly int[] _slots;
    private readonly sbyte[] _vectors;
    private readonly sbyte[] _polarities;

    private WordMeanings(int dimensions, ulong[] hashes, sbyte[] vectors, sbyte[] polarities)
    {
        (_dimensions, _hashes, _vectors, _polarities) = (dimensions, hashes, vectors, polarities);

        // Open addressing, at most half full; a slot holds the place of its word plus one.
        _slots = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, hashes.Length * 2))];
        for (var word = 0; word < hashes.Length; word++)
        {
            var slot = (int)hashes[word] & (_slots.Length - 1);
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & (_slots.Length - 1);
            }

            _slots[slot] = word + 1;
        }
    }

    /// <summary>How many values a text's meaning has.</summary>
    public int Length => _dimensions + PolarityValues;

    /// <summary>How many words it knows.</summary>
    public int Count => _hashes.Length;

    /// <exception cref="ModelFormatException">The file is not what the trainer writes.</exception>
    public static WordMeanings Load(string path) => Of(BoundedFile.Read(path, MaximumBytes), Path.GetFileName(path));

    internal static WordMeanings Of(byte[] file, string name)
    {
        if (file.Length < HeaderBytes || !file.AsSpan(0, 4).SequenceEqual("LWM2"u8))
        {
            throw new ModelFormatException(name, null, "it does not begin as a file of word meanings does");
        }

        var count = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(4));
        var dimensions = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(8));
        if (count < 0 || dimensions is < 1 or > MostDimensions || file.Length != HeaderBytes + ((long)count * (sizeof(ulong) + dimensions + 1)))
        {
            throw new ModelFormatException(name, null, $"it has {file.Length} bytes, which do not fit {count} words of {dimensions} dimensions");
        }

        var body = file.AsSpan(HeaderBytes);
        var hashes = new ulong[count];
        for (var word = 0; word < count; word++)
        {
            hashes[word] = BinaryPrimitives.ReadUInt64LittleEndian(body[(word * sizeof(ulong))..]);
            if (word > 0 && hashes[word] <= hashes[word - 1])
            {
                throw new ModelFormatException(name, null, $"its word {word + 1} is out of order");
            }
        }

        body = body[(count * sizeof(ulong))..];
        var values = MemoryMarshal.Cast<byte, sbyte>(body);
        return new(dimensions, hashes, values[..(count * dimensions)].ToArray(), values[(count * dimensions)..].ToArray());
    }

    /// <summary>The file's bytes, for the trainer.</summary>
    /// <param name="dimensions">Of every vector.</param>
    /// <param name="words">Word, vector in steps of the trainer's choice, and polarity from -3 to 3; each word once.</param>
    public static byte[] Write(int dimensions, IEnumerable<(string Word, sbyte[] Vector, float Polarity)> words)
    {
        var sorted = words.Select(word => (Hash: HashOf(word.Word), word.Vector, word.Polarity)).OrderBy(word => word.Hash).ToList();
        var file = new byte[HeaderBytes + (sorted.Count * (sizeof(ulong) + dimensions + 1))];
        "LWM2"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), sorted.Count);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(8), dimensions);
        var vectors = HeaderBytes + (sorted.Count * sizeof(ulong));
        var polarities = vectors + (sorted.Count * dimensions);
        for (var word = 0; word < sorted.Count; word++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(HeaderBytes + (word * sizeof(ulong))), sorted[word].Hash);
            MemoryMarshal.AsBytes(sorted[word].Vector.AsSpan()).CopyTo(file.AsSpan(vectors + (word * dimensions), dimensions));
            file[polarities + word] = (byte)(sbyte)MathF.Round(Math.Clamp(sorted[word].Polarity, -StrongestPolarity, StrongestPolarity) / PolarityStep);
        }

        return file;
    }

    /// <summary>
    /// The meaning of a text: the direction in which its words' vectors point together, then what its words say kindly and unkindly, what those of them say that are
    /// denied ("not good" denies something kind), and what faces say, which is any token that is no word.
    /// </summary>
    /// <param name="text">As <see cref="TextNormalizer"/> left it.</param>
    /// <param name="signs">The signs that came with it.</param>
    /// <param name="meaning">Room for <see cref="Length"/> values; what lies beyond is left alone.</param>
    public void Read(ReadOnlySpan<char> text, ReadOnlySpan<char> signs, Span<float> meaning)
    {
        Span<int> sum = stackalloc int[_dimensions];
        sum.Clear();
        var (said, denied, faces) = (default(Tone), default(Tone), default(Tone));
        var denials = new Denials(signs);
        var waiting = default(Waiting);
        foreach (var range in text.Split(' '))
        {
            var word = text[range];
            var isDenied = denials.Is(word);
            waiting.Pass(word, ref said, ref denied);
            if (Find(word) is not (>= 0 and var place))
            {
                continue;
            }

            var vector = _vectors.AsSpan(place * _dimensions, _dimensions);
            for (var i = 0; i < vector.Length; i++)
            {
                sum[i] += vector[i];
            }

            switch (_polarities[place])
            {
                case 0:
                    break;
                case var polarity when !char.IsLetter(word[0]):
                    faces.Add(polarity);
                    break;
                case var polarity when isDenied:
                    denied.Add(polarity);
                    break;
                case var polarity:
                    waiting.Begin(polarity, ref said);
                    break;
            }
        }

        waiting.End(ref said, ref denied);
        WriteDirection(sum, meaning);
        said.WriteTo(meaning[_dimensions..]);
        denied.WriteTo(meaning[(_dimensions + Tone.Values)..]);
        faces.WriteTo(meaning[(_dimensions + (2 * Tone.Values))..]);
    }

    private static void WriteDirection(ReadOnlySpan<int> sum, Span<float> meaning)
    {
        // Whole numbers up to here, so every processor finds the same values.
        var squares = 0L;
        foreach (var value in sum)
        {
            squares += (long)value * value;
        }

        var scale = squares == 0 ? 0 : VectorLength / MathF.Sqrt(squares);
        for (var i = 0; i < sum.Length; i++)
        {
            meaning[i] = sum[i] * scale;
        }
    }

    // The word itself, or else its longest stem.
    private int Find(ReadOnlySpan<char> word)
    {
        Span<ulong> beginnings = stackalloc ulong[LongestStem + 1];
        var hash = EmptyHash;
        for (var i = 0; i < word.Length; i++)
        {
            hash = Hash(hash, word[i]);
            if (i < LongestStem)
            {
                beginnings[i + 1] = hash;
            }
        }

        var place = Find(hash);
        for (var length = Math.Min(word.Length, LongestStem); place < 0 && length >= ShortestStem; length--)
        {
            place = Find(Hash(beginnings[length], StemMark));
        }

        return place;
    }

    private int Find(ulong hash)
    {
        var slot = (int)hash & (_slots.Length - 1);
        while (_slots[slot] is var entry and not 0)
        {
            if (_hashes[entry - 1] == hash)
            {
                return entry - 1;
            }

            slot = (slot + 1) & (_slots.Length - 1);
        }

        return -1;
    }

    private static ulong HashOf(ReadOnlySpan<char> word)
    {
        var hash = EmptyHash;
        foreach (var unit in word)
        {
            hash = Hash(hash, unit);
        }

        return hash;
    }

    private static ulong Hash(ulong hash, char unit) => (hash ^ unit) * 1099511628211UL;

    /// <summary>Sum, count and maximum of what is kind, and of what is unkind.</summary>
    private struct Tone
    {
        public const int Values = 6;

        private (int Sum, int Count, int Most) _kind;
        private (int Sum, int Count, int Most) _unkind;

        /// <param name="steps">A polarity; 0 changes nothing.</param>
        public void Add(int steps)
        {
            if (steps != 0)
            {
                ref var side = ref steps > 0 ? ref _kind : ref _unkind;
                side = (side.Sum + Math.Abs(steps), side.Count + 1, Math.Max(side.Most, Math.Abs(steps)));
            }
        }

        public readonly void WriteTo(Span<float> values)
        {
            Write(_kind, values);
            Write(_unkind, values[(Values / 2)..]);
        }

        // Logarithms, because the tenth kind word says less than the first.
        private static void Write((int Sum, int Count, int Most) side, Span<float> values)
        {
            values[0] = PolarityScale * MathF.Log(1 + (side.Sum * PolarityStep));
            values[1] = PolarityScale * MathF.Log(1 + side.Count);
            values[2] = PolarityScale * MathF.Log(1 + (side.Most * PolarityStep));
        }
    }

    /// <summary>
    /// Holds a word's polarity back until it is clear whether the clause ends in a denial: "gefällt mir nicht", "klappt leider nie", which is where German puts it.
    /// </summary>
    private struct Waiting
    {
        private int _polarity;
        private int _passed;
        private bool _isDenied;

        public void Begin(int polarity, ref Tone said)
        {
            said.Add(_polarity);
            (_polarity, _passed, _isDenied) = (polarity, 0, false);
        }

        public void Pass(ReadOnlySpan<char> word, ref Tone said, ref Tone denied)
        {
            if (_polarity == 0)
            {
                return;
            }

            var ends = word.IsEmpty || !char.IsLetterOrDigit(word[0]) || Negation.Closes(word);
            if (ends || (!_isDenied && ++_passed > Negation.Reach))
            {
                End(ref said, ref denied);
            }
            else
            {
                _isDenied = Negation.Follows(word) || (_isDenied && Negation.Trails(word));
            }
        }

        public void End(ref Tone said, ref Tone denied)
        {
            (_isDenied ? ref denied : ref said).Add(_polarity);
            this = default;
        }
    }

    /// <summary>Walks through the signs beside the text: a denied word has a sign of its own, in the text's order.</summary>
    private ref struct Denials(ReadOnlySpan<char> signs)
    {
        private ReadOnlySpan<char> _signs = signs;

        public bool Is(ReadOnlySpan<char> word)
        {
            while (!_signs.IsEmpty && !_signs.StartsWith(Negation.Prefix))
            {
                Next();
            }

            if (_signs.IsEmpty || !Sign()[Negation.Prefix.Length..].SequenceEqual(word))
            {
                return false;
            }

            Next();
            return true;
        }

        private readonly ReadOnlySpan<char> Sign() => _signs.IndexOf(' ') is >= 0 and var end ? _signs[..end] : _signs;

        private void Next() => _signs = _signs.IndexOf(' ') is >= 0 and var end ? _signs[(end + 1)..] : [];
    }
}
