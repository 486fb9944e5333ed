namespace Listening.Messages;

/// <summary>Packs mentions into as few queue messages as their limit allows.</summary>
public static class BatchPacker
{
    /// <summary>
    /// The batch as packed messages in the order of its mentions, each within <see cref="MessageCodec.MaxPayload"/>.
    /// A text that alone would not fit is cut until it does and marked.
    /// </summary>
    public static IEnumerable<byte[]> Pack(MentionBatch batch)
    {
        var at = 0;
        var mentions = batch.Mentions;
        var likely = mentions.Count;
        while (at < mentions.Count)
        {
            var (count, packed) = Fullest(batch, at, Math.Min(likely, mentions.Count - at));
            yield return packed;
            at += count;
            likely = count;
        }
    }

    /// <summary>Finds a run from <paramref name="at"/> that fills a message but for a twentieth, or else the longest that fits.</summary>
    private static (int Count, byte[] Packed) Fullest(MentionBatch all, int at, int guess)
    {
        var mentions = all.Mentions;
        var (fits, packed) = (0, Array.Empty<byte>());
        var tooMany = mentions.Count - at + 1;
        for (var (count, tries) = (guess, 1); ; tries++)
        {
            var tried = MessageCodec.Pack(all with { Mentions = [.. mentions.Skip(at).Take(count)] });
            if (tried.Length <= MessageCodec.MaxPayload)
            {
                (fits, packed) = (count, tried);
            }
            else
            {
                tooMany = count;
            }

            if (fits + 1 >= tooMany || packed.Length > MessageCodec.MaxPayload * 95 / 100)
            {
                break;
            }

            // The packed size mostly grows evenly, so aim just below the limit. Where posts differ too much for that,
            // halving the remaining range ends soon.
            var aim = tries < 4 ? (int)((long)count * MessageCodec.MaxPayload * 98 / 100 / tried.Length) : (fits + tooMany) / 2;
            count = Math.Clamp(aim, fits + 1, tooMany - 1);
        }

        return fits > 0 ? (fits, packed) : (1, Cut(all, mentions[at]));
    }

    /// <summary>The mention with the longest beginning of its text that fits.</summary>
    private static byte[] Cut(MentionBatch all, Mention mention) =>
        TextCutter.LongestFit(
            mention.Text,
            MessageCodec.MaxPayload,
            text => MessageCodec.Pack(all with { Mentions = [mention with { Text = text, TextTruncated = true }] }))
        ?? throw new InvalidOperationException("A mention without text exceeds a queue message; MentionLimits must prevent that.");
}
