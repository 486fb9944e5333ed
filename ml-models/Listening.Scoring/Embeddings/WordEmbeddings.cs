using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Listening.Scoring.Format;
using Listening.Scoring.Normalization;

namespace Listening.Scoring;

/// <summary>
/// Word vectors, and how positive or negative each word is. They let a model understand words that no labelled text of its training
/// data contained. Thread-safe.
/// </summary>
/// <remarks>
/// The file, little-endian: the letters <c>LWM2</c>; int32 count of words; int32 dimensions of a vector; per word, ascending, a 64-bit
/// FNV-1a hash of its UTF-16 units, for a stem with an asterisk appended; per word its vector, a signed byte per dimension; per word its
/// polarity, a signed byte in steps of 1/16.
/// </remarks>
public sealed class WordEmbeddings
{
    /// <summary>The largest polarity of a word, positive or negative.</summary>
    public const float StrongestPolarity = 3;

    /// <summary>Marks a stem in the file: it stands for all words that start with it and are not in the file themselves.</summary>
    public const char StemMark = '*';

    /// <summary>The length of the shortest stem.</summary>
    public const int ShortestStem = 3;

    /// <summary>Longer stems are not looked up: the lexicons contain none.</summary>
    private const int LongestStem = 32;

    /// <summary>
    /// Values after the vector: a <see cref="PolaritySummary"/> of plain words, of negated words, and of emoji and emoticons.
    /// </summary>
    private const int PolarityValues = 3 * PolaritySummary.Values;

    private const int HeaderBytes = 12;
    internal const int MaximumBytes = 16 << 20;
    private const int MostDimensions = 256;
    private const float PolarityStep = 1 / 16f;
    private const ulong EmptyHash = 14695981039346656037UL;

    /// <summary>Scales that suit the other blocks, which have length 1 each; found by cross-validation.</summary>
    private const float VectorLength = 1.5f;
    private const float PolarityScale = 0.5f;

    private readonly int _dimensions;
    private readonly ulong[] _hashes;
    private readonly int[] _slots;
    private readonly sbyte[] _vectors;
    private readonly sbyte[] _polarities;

    private WordEmbeddings(int dimensions, ulong[] hashes, sbyte[] vectors, sbyte[] polarities)
    {
        (_dimensions, _hashes, _vectors, _polarities) = (dimensions, hashes, vectors, polarities);

        // Open addressing, at most half full; a slot holds the index of its word plus one.
        _slots = new int[(int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, hashes.Length * 2))];
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

    /// <summary>How many values the embedding of a text has.</summary>
    public int Length => _dimensions + PolarityValues;

    /// <summary>How many of the values, the first ones, are the direction of the sum of the word vectors.</summary>
    public int Dimensions => _dimensions;

    /// <exception cref="ModelFormatException">The file is not one that the trainer writes.</exception>
    public static WordEmbeddings Load(string path) => Parse(BoundedFile.Read(path, MaximumBytes), Path.GetFileName(path));

    internal static WordEmbeddings Parse(byte[] file, string name)
    {
        ModelFormatException.ThrowUnless(
            file.Length >= HeaderBytes && file.AsSpan(0, 4).SequenceEqual("LWM2"u8), name, null,
            "it does not start like a file of word embeddings");
        var count = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(4));
        var dimensions = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(8));
        ModelFormatException.ThrowUnless(
            count >= 0 && dimensions is >= 1 and <= MostDimensions
            && file.Length == HeaderBytes + ((long)count * (sizeof(ulong) + dimensions + 1)),
            name, null, $"it has {file.Length} bytes, which do not fit {count} words of {dimensions} dimensions");
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

    /// <summary>The bytes of the file, for the trainer.</summary>
    /// <param name="dimensions">Length of every vector.</param>
    /// <param name="words">Word, vector in steps that the trainer chooses, and polarity from -3 to 3; each word once.</param>
    public static byte[] Serialize(int dimensions, IEnumerable<(string Word, sbyte[] Vector, float Polarity)> words)
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
            var polarity = Math.Clamp(sorted[word].Polarity, -StrongestPolarity, StrongestPolarity);
            file[polarities + word] = (byte)(sbyte)MathF.Round(polarity / PolarityStep);
        }

        return file;
    }

    /// <summary>
    /// The embedding of a text: the direction of the sum of its word vectors, then summaries of the polarity of its plain words, of its
    /// negated words ("not good" negates a positive word), and of its emoji and emoticons, which are all tokens that are not words.
    /// </summary>
    /// <param name="text">The text from <see cref="TextNormalizer"/>.</param>
    /// <param name="negationTokens">The negation tokens from the same call.</param>
    /// <param name="embedding">Room for <see cref="Length"/> values; the rest is not changed.</param>
    public void Read(ReadOnlySpan<char> text, ReadOnlySpan<char> negationTokens, Span<float> embedding)
    {
        Span<int> sum = stackalloc int[_dimensions];
        sum.Clear();
        var (plain, negated, emoji) = (default(PolaritySummary), default(PolaritySummary), default(PolaritySummary));
        var negatedWords = new NegatedWords(negationTokens);
        var pending = default(PendingPolarity);
        foreach (var range in text.Split(' '))
        {
            var word = text[range];
            var isNegated = negatedWords.TryMatch(word);
            pending.Pass(word, ref plain, ref negated);
            if (Find(word) is not (>= 0 and var index))
            {
                continue;
            }

            var vector = _vectors.AsSpan(index * _dimensions, _dimensions);
            for (var i = 0; i < vector.Length; i++)
            {
                sum[i] += vector[i];
            }

            switch (_polarities[index])
            {
                case 0:
                    break;
                case var polarity when !char.IsLetter(word[0]):
                    emoji.Add(polarity);
                    break;
                case var polarity when isNegated:
                    negated.Add(polarity);
                    break;
                case var polarity:
                    pending.Begin(polarity, ref plain);
                    break;
            }
        }

        pending.End(ref plain, ref negated);
        WriteDirection(sum, embedding);
        plain.WriteTo(embedding[_dimensions..]);
        negated.WriteTo(embedding[(_dimensions + PolaritySummary.Values)..]);
        emoji.WriteTo(embedding[(_dimensions + (2 * PolaritySummary.Values))..]);
    }

    private static void WriteDirection(ReadOnlySpan<int> sum, Span<float> embedding)
    {
        // Integers up to here, so that the values do not depend on the processor.
        var squares = 0L;
        foreach (var value in sum)
        {
            squares += (long)value * value;
        }

        var scale = squares == 0 ? 0 : VectorLength / MathF.Sqrt(squares);
        for (var i = 0; i < sum.Length; i++)
        {
            embedding[i] = sum[i] * scale;
        }
    }

    // The word itself, otherwise its longest stem; -1 if there is neither.
    private int Find(ReadOnlySpan<char> word)
    {
        Span<ulong> prefixes = stackalloc ulong[LongestStem + 1];
        var hash = EmptyHash;
        for (var i = 0; i < word.Length; i++)
        {
            hash = Hash(hash, word[i]);
            if (i < LongestStem)
            {
                prefixes[i + 1] = hash;
            }
        }

        var index = Find(hash);
        for (var length = Math.Min(word.Length, LongestStem); index < 0 && length >= ShortestStem; length--)
        {
            index = Find(Hash(prefixes[length], StemMark));
        }

        return index;
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

    /// <summary>Sum, count and maximum of the positive polarities, and of the negative ones.</summary>
    private struct PolaritySummary
    {
        public const int Values = 6;

        private (int Sum, int Count, int Most) _positive;
        private (int Sum, int Count, int Most) _negative;

        /// <param name="steps">A polarity; 0 changes nothing.</param>
        public void Add(int steps)
        {
            if (steps != 0)
            {
                ref var side = ref steps > 0 ? ref _positive : ref _negative;
                side = (side.Sum + Math.Abs(steps), side.Count + 1, Math.Max(side.Most, Math.Abs(steps)));
            }
        }

        public readonly void WriteTo(Span<float> values)
        {
            Write(_positive, values);
            Write(_negative, values[(Values / 2)..]);
        }

        // Logarithms, because the tenth positive word adds less than the first.
        private static void Write((int Sum, int Count, int Most) side, Span<float> values)
        {
            values[0] = PolarityScale * MathF.Log(1 + (side.Sum * PolarityStep));
            values[1] = PolarityScale * MathF.Log(1 + side.Count);
            values[2] = PolarityScale * MathF.Log(1 + (side.Most * PolarityStep));
        }
    }

    /// <summary>
    /// The polarity of a word until it is known whether a negation follows, which German puts at the end of the clause: "gefällt mir
    /// nicht", "klappt leider nie".
    /// </summary>
    private struct PendingPolarity
    {
        private int _polarity;
        private int _wordsSince;
        private bool _isNegated;

        public void Begin(int polarity, ref PolaritySummary plain)
        {
            plain.Add(_polarity);
            (_polarity, _wordsSince, _isNegated) = (polarity, 0, false);
        }

        public void Pass(ReadOnlySpan<char> word, ref PolaritySummary plain, ref PolaritySummary negated)
        {
            if (_polarity == 0)
            {
                return;
            }

            var ends = word.IsEmpty || !char.IsLetterOrDigit(word[0]) || Negation.Closes(word);
            if (ends || (!_isNegated && ++_wordsSince > Negation.Reach))
            {
                End(ref plain, ref negated);
            }
            else
            {
                _isNegated = Negation.Follows(word) || (_isNegated && Negation.Trails(word));
            }
        }

        public void End(ref PolaritySummary plain, ref PolaritySummary negated)
        {
            (_isNegated ? ref negated : ref plain).Add(_polarity);
            this = default;
        }
    }

    /// <summary>Walks through the negation tokens in parallel to the text: each negated word has one, in the order of the text.</summary>
    private ref struct NegatedWords(ReadOnlySpan<char> tokens)
    {
        private ReadOnlySpan<char> _tokens = tokens;

        public bool TryMatch(ReadOnlySpan<char> word)
        {
            while (!_tokens.IsEmpty && !_tokens.StartsWith(Negation.Prefix))
            {
                Next();
            }

            if (_tokens.IsEmpty || !Current()[Negation.Prefix.Length..].SequenceEqual(word))
            {
                return false;
            }

            Next();
            return true;
        }

        private readonly ReadOnlySpan<char> Current() => _tokens.IndexOf(' ') is >= 0 and var end ? _tokens[..end] : _tokens;

        private void Next() => _tokens = _tokens.IndexOf(' ') is >= 0 and var end ? _tokens[(end + 1)..] : [];
    }
}
