namespace Listening.Scoring.Features;

/// <summary>Turns a lower-cased text into the keys that n-grams consist of.</summary>
internal abstract record KeySource
{
    /// <summary>Writes the keys and returns how many there are.</summary>
    public abstract int Read(ReadOnlySpan<char> text, Scratch scratch, out Span<uint> keys);

    /// <summary>One key per word: its hash plus one, because ML.NET reserves zero for a missing value.</summary>
    public sealed record Words(string Separators, int Bits, uint Seed) : KeySource
    {
        public override int Read(ReadOnlySpan<char> text, Scratch scratch, out Span<uint> keys)
        {
            var mask = (1u << Bits) - 1;
            var count = 0;
            keys = scratch.Keys((text.Length + 1) / 2 + 1);
            while (!text.IsEmpty)
            {
                var end = text.IndexOfAny(Separators);
                var word = (end < 0 ? text : text[..end]).Trim(' ');
                text = end < 0 ? [] : text[(end + 1)..];
                if (!word.IsEmpty)
                {
                    keys[count++] = (Murmur.HashWord(Seed, word) & mask) + 1;
                }
            }

            return count;
        }
    }

    /// <summary>One key per UTF-16 unit, with a start and an end marker if the model was trained with them.</summary>
    public sealed record Characters(bool Markers) : KeySource
    {
        private const uint Start = 2;
        private const uint End = 3;

        public override int Read(ReadOnlySpan<char> text, Scratch scratch, out Span<uint> keys)
        {
            keys = scratch.Keys(checked(text.Length + 2));
            if (text.IsEmpty)
            {
                return 0;
            }

            var start = Markers ? 1 : 0;
            for (var i = 0; i < text.Length; i++)
            {
                keys[start + i] = text[i];
            }

            if (Markers)
            {
                (keys[0], keys[text.Length + 1]) = (Start, End);
            }

            return text.Length + (2 * start);
        }
    }
}
