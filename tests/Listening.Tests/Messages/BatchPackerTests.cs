using Listening.Domain;
using Listening.InMemory;
using Listening.Messages;

namespace Listening.Tests.Messages;

public sealed class BatchPackerTests
{
    [Fact]
    public void A_single_post_is_one_message() =>
        Assert.Single(Packed([Samples.Post("1", "Wo bleibt mein Rad?")]));

    [Fact]
    public void No_posts_are_no_message() => Assert.Empty(BatchPacker.Pack("forum", []));

    private static List<MentionBatch> Packed(IReadOnlyList<Mention> mentions) =>
        [.. BatchPacker.Pack("forum", mentions).Select(packed => MessageCodec.ReadBatch(MessageCodec.ToText(packed)))];
}
