using System.Numerics;
using Listening.Scoring.Features;

namespace Listening.Scoring.Tests;

/// <summary>The golden models train two settings; the others are held against hashing one n-gram at a time.</summary>
public sealed class NgramBlockTests
{
    public static TheoryData<int, bool, bool, bool> Settings
    {
        get
        {
            var settings = new TheoryData<int, bool, bool, bool>();
            foreach (var length in (int[])[1, 2, 5, 10])
            {
                for (var flags = 0; flags < 8; flags++)
                {
                    settings.Add(length, (flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0);
                }
            }

            return settings;
        }
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Passes_over_all_positions_find_what_one_n_gram_at_a_time_finds(int length, bool all, bool rehash, bool ordered)
    {
        var settings = new NgramSettings(length, all, 12, 314489979, rehash, ordered);
        var block = new NgramBlock(new(TextColumn.Text, LowerCase: true, new KeySource.Characters(Markers: true), settings, 1), 5000);
        var scratch = new Scratch();
        for (var units = 0; units < 60; units++)
        {
            var text = string.Concat(Enumerable.Range(0, units).Select(i => (char)('a' + (i * i % 11))));

            var occurrences = block.Occurrences(new(text, []), scratch);
            var scale = block.Scale(occurrences, scratch);

            var expected = Slowly(text.Length == 0 ? [] : [2, .. text.Select(unit => (uint)unit), 3], settings);
            Assert.Equal(expected.Order().Select(slot => slot + 5000), occurrences.ToArray().Order());
            var norm = Math.Sqrt(expected.CountBy(slot => slot).Sum(slot => (double)slot.Value * slot.Value));
            Assert.Equal(norm == 0 ? 0 : 1 / norm, scale, 1e-6);
        }
    }

    // ASCII words hash as Murmur3 over their bytes, whose published test vectors these are (seed 0).
    [Theory]
    [InlineData("test", 0xBA6BD213)]
    [InlineData("Hello, world!", 0xC0363E43)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x2E4FF723)]
    public void An_ascii_word_hashes_as_Murmur3(string word, uint hash) => Assert.Equal(hash, Murmur.HashWord(0, word));

    private static List<int> Slowly(uint[] keys, NgramSettings settings)
    {
        var slots = new List<int>();
        for (var start = 0; start < keys.Length; start++)
        {
            for (var length = 1; length <= settings.Length && start + length <= keys.Length; length++)
            {
                if (length == settings.Length || settings.AllLengths)
                {
                    slots.Add(Slot(keys.AsSpan(start, length), settings));
                }
            }
        }

        return slots;
    }

    private static int Slot(ReadOnlySpan<uint> ngram, NgramSettings settings)
    {
        var hash = ngram[0];
        if (ngram.Length > 1 || settings.RehashUnigrams)
        {
            hash = settings.Seed;
            foreach (var key in ngram)
            {
                hash = Round(hash, key);
            }

            hash = Mix(Round(hash, (uint)ngram.Length));
        }

        return (int)((settings.Ordered ? Mix(hash) : hash) & ((1u << settings.Bits) - 1));
    }

    private static uint Round(uint hash, uint chunk) =>
        (BitOperations.RotateLeft(hash ^ (BitOperations.RotateLeft(chunk * 0xCC9E2D51, 15) * 0x1B873593), 13) * 5) + 0xE6546B64;

    private static uint Mix(uint hash)
    {
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
        return hash ^ (hash >> 16);
    }
}
