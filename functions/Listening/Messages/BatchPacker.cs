using Listening.Domain;

namespace Listening.Messages;

/// <summary>Packs mentions into as few queue messages as their limit allows.</summary>
public static class BatchPacker
{
    /// <summary>
    /// Packed messages in the order of <paramref name="mentions"/>, each within <see cref="MessageCodec.MaxPayload"/>.
    /// A text that alone would not fit is cut until it does and marked.
    /// </summary>
    public static IEnumerable<byte[]> Pack(string source, IReadOnlyList<Mention> mentions)
    {
        var at = 0;
        var likely = mentions.Count;
        while (at < mentions.Count)
        {
            var (count, packed) = Fullest(source, mentions, at, Math.Min(likely, mentions.Count - at));
            yield return packed;
            at += count;
            likely = count;
        }
    }

    /// <summary>Finds the longest run from <paramref name="at"/> that fits, by halving the gap between what fits and what does not.</summary>
    private static (int Count, byte[] Packed) Fullest(string source, IReadOnlyList<Mention> mentions, int at, int guess)
    {
        var (fits, packed) = (0, Array.Empty<byte>());
        var tooMany = mentions.Count - at + 1;
        for (var count = guess; fits + 1 < tooMany;)
        {
            var tried = MessageCodec.Pack(new MentionBatch(source, [.. mentions.Skip(at).Take(count)]));
            if (tried.Length <= MessageCodec.MaxPayload)
            {
                (fits, packed) = (count, tried);
            }
            else
            {
                tooMany = count;
            }

            // The packed size grows about evenly, so aim just below the limit, but always move.
            var aim = (int)((long)count * MessageCodec.MaxPayload * 98 / 100 / tried.Length);
            count = Math.Clamp(aim, fits + 1, tooMany - 1);
            if (fits > 0 && packed.Length > MessageCodec.MaxPayload * 9 / 10)
            {
                break;
            }
        }

        return fits > 0 ? (fits, packed) : (1, Cut(source, mentions[at]));
    }

    /// <summary>The mention with the longest beginning of its text that fits.</summary>
    private static byte[] Cut(string source, Mention mention)
    {
        var (fits, tooLong) = (-1, mention.Text.Length);
        byte[]? longest = null;
        while (fits + 1 < tooLong)
        {
            var length = (fits + tooLong) / 2;
            var shorter = mention with { Text = TextCutter.To(mention.Text, length).Text, TextCut = true };
            var packed = MessageCodec.Pack(new MentionBatch(source, [shorter]));
            if (packed.Length <= MessageCodec.MaxPayload)
            {
                (fits, longest) = (length, packed);
            }
            else
            {
                tooLong = length;
            }
        }

        return longest ?? throw new InvalidOperationException("A mention without text exceeds a queue message; MentionLimits must forbid that.");
    }
}
