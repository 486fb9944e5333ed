using FsCheck.Fluent;
using Listening.Domain;
using Listening.Messages;
using Listening.Testing;

namespace Listening.Tests.Messages;

public sealed class BatchPackerTests
{
    private static readonly string[] Sentences =
    [
        "Mein Nordrad ist nach zwei Tagen kaputt, und niemand antwortet.", "Danke für die schnelle Lieferung!", "Wo bleibt mein Paket?",
        "The bell fell off again.", "Der Laden in Köln ist top, der Versand ein Witz.", "Zweimal geschrieben, keine Antwort. Nie wieder.",
        "Kann jemand das Modell empfehlen?", "Bin letzte Woche 120 km damit gefahren, läuft wie geschmiert 🚲",
    ];

    [Fact]
    public void A_single_post_is_one_message() =>
        Assert.Single(Packed([Samples.Post("1", "Wo bleibt mein Rad?")]));

    [Fact]
    public void No_posts_are_no_message() => Assert.Empty(BatchPacker.Pack(Samples.Batch("forum", [])));

    [Fact]
    public void Any_posts_are_packed_whole_in_their_order_and_every_message_fits() => PropertyCheck.Holds(
        Prop.ForAll(Arbitraries.Mention.ListOf().ToArbitrary(), drawn =>
        {
            var mentions = drawn.Select(mention => mention.WithinLimits()).ToList();
            var messages = BatchPacker.Pack(Samples.Batch("forum", mentions)).ToList();
            var unpacked = messages.SelectMany(message => MessageCodec.ReadBatch(MessageCodec.Encode(message)).Mentions);
            return messages.All(message => message.Length <= MessageCodec.MaxPayload) && unpacked.SequenceEqual(mentions);
        }),
        tries: 60);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(400)]
    [InlineData(2_500)]
    public void Ordinary_posts_need_hardly_more_messages_than_the_fewest(int count)
    {
        var random = new Random(17);
        var posts = Enumerable.Range(0, count).Select(i => Ordinary(random, i)).ToList();

        var messages = Packed(posts);

        Assert.Equal(posts, messages.SelectMany(message => message.Mentions));
        Assert.InRange(messages.Count, 1, Fewest(posts) + 1);
    }

    [Fact]
    public void Long_posts_among_short_ones_do_not_make_it_give_up()
    {
        var random = new Random(17);
        var posts = Enumerable.Range(0, 120).Select(i => i % 10 == 9
            ? Ordinary(random, i) with { Text = Noise(random, 15_000) }
            : Ordinary(random, i)).ToList();

        var messages = Packed(posts);

        Assert.Equal(posts, messages.SelectMany(message => message.Mentions));
        Assert.InRange(messages.Count, 1, Fewest(posts) + 2);
    }

    [Fact]
    public void A_text_that_alone_fits_no_message_is_cut_as_little_as_possible_and_marked()
    {
        var random = new Random(17);
        var huge = Samples.Post("2", Noise(random, Mention.MaxTextLength));
        var (before, after) = (Samples.Post("1", "davor"), Samples.Post("3", "danach"));

        var posts = Packed([before, huge, after]).SelectMany(message => message.Mentions).ToList();

        Assert.Equal([before.Id, huge.Id, after.Id], posts.Select(post => post.Id));
        Assert.Equal([false, true, false], posts.Select(post => post.TextTruncated));
        Assert.StartsWith(posts[1].Text, huge.Text, StringComparison.Ordinal);
        Assert.False(char.IsHighSurrogate(posts[1].Text[^1]));
        var packed = MessageCodec.Pack(Samples.Batch("forum", [posts[1]]));
        Assert.InRange(packed.Length, MessageCodec.MaxPayload - 16, MessageCodec.MaxPayload);
    }

    private static List<MentionBatch> Packed(IReadOnlyList<Mention> mentions) =>
        [.. BatchPacker.Pack(Samples.Batch("forum", mentions)).Select(packed => MessageCodec.ReadBatch(MessageCodec.Encode(packed)))];

    /// <summary>Filling each message to the last post that fits is the fewest, as the order is given.</summary>
    private static int Fewest(List<Mention> posts)
    {
        var messages = 0;
        for (var at = 0; at < posts.Count; messages++)
        {
            var (fits, tooMany) = (1, posts.Count - at + 1);
            while (fits + 1 < tooMany)
            {
                var count = (fits + tooMany) / 2;
                var packed = MessageCodec.Pack(Samples.Batch("forum", posts.GetRange(at, count)));
                (fits, tooMany) = packed.Length <= MessageCodec.MaxPayload ? (count, tooMany) : (fits, count);
            }

            at += fits;
        }

        return messages;
    }

    private static Mention Ordinary(Random random, int i) => Samples.Post(
        $"{random.NextInt64()}",
        string.Join(' ', Enumerable.Range(0, random.Next(1, 6)).Select(_ => Sentences[random.Next(Sentences.Length)]))) with
    {
        Author = new Author($"{random.NextInt64()}", $"user{random.Next(10_000)}"),
        PostedAt = Samples.Morning.AddSeconds(-i),
    };

    /// <summary>Korean syllables at random: no packer shortens them much.</summary>
    private static string Noise(Random random, int length) =>
        string.Concat(Enumerable.Range(0, length).Select(_ => (char)random.Next(0xAC00, 0xD7A0)));
}
