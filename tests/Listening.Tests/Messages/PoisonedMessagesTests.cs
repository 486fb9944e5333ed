using Listening.Messages;
using Listening.Testing;

namespace Listening.Tests.Messages;

public sealed class PoisonedMessagesTests
{
    [Fact]
    public async Task A_batch_of_the_version_before_ends_in_the_poison_table_and_nothing_of_it_is_stored()
    {
        using var installation = new Installation();
        var old = MessageCodecTests.Zipped(MessageCodecTests.BatchOfVersionBefore);
        installation.MentionQueue.Queue.Send(old);

        await installation.ProcessAsHostAsync();
        await installation.PoisonWatch.RunAsync(default);

        Assert.Equal(old, Assert.Single(await installation.Poisoned.AllAsync(default)).Text);
        Assert.Empty(installation.Mentions.Rows);
        Assert.Empty(installation.MentionQueue.Queue.Texts);
    }
}
