using Listening.Domain;
using Listening.Messages;
using Listening.Testing;

namespace Listening.Tests.Crashes;

/// <summary>
/// Promise 5 of the design: a mention that cannot be processed ends alone on the poison queue, raises an alarm and can be
/// replayed.
/// </summary>
public sealed class PoisonTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(23)]
    [InlineData(49)]
    public async Task Of_a_batch_only_the_mention_that_always_fails_ends_on_the_poison_queue(int at)
    {
        using var installation = await FailingAsync([at]);

        await installation.ProcessAsHostAsync();

        var parked = MessageCodec.ReadBatch(Assert.Single(installation.Poison.For(Queues.Mentions).Texts));
        Assert.Equal("forum", parked.Source);
        Assert.Contains("Unaussprechlich", Assert.Single(parked.Mentions).Text, StringComparison.Ordinal);
        Assert.Equal(49, installation.Mentions.Rows.Count);
        Assert.Empty(installation.MentionQueue.Queue.Texts);
    }

    [Theory]
    [InlineData(3, 4, 31)]
    [InlineData(0, 1, 2)]
    [InlineData(0, 7, 14, 21, 28)]
    [InlineData(47, 48, 49)]
    public async Task Several_that_fail_end_there_each_alone(params int[] failing)
    {
        using var installation = await FailingAsync(failing);

        await installation.ProcessAsHostAsync();

        Assert.Equal(failing.Length, installation.Poison.For(Queues.Mentions).Texts.Count);
        Assert.All(installation.Poison.For(Queues.Mentions).Texts, text => Assert.Single(MessageCodec.ReadBatch(text).Mentions));
        Assert.Equal(50 - failing.Length, installation.Mentions.Rows.Count);
        Assert.Empty(installation.MentionQueue.Queue.Texts);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(28)]
    [InlineData(44)]
    [InlineData(49)]
    public async Task A_single_good_one_is_stored_if_it_is_among_those_tried_alone(int good)
    {
        using var installation = await FailingAsync([.. Enumerable.Range(0, 50).Where(at => at != good)]);

        await installation.ProcessAsHostAsync();

        Assert.Single(installation.Mentions.Rows);
        Assert.Equal(49, installation.Poison.For(Queues.Mentions).Texts.Count);
        Assert.All(installation.Poison.For(Queues.Mentions).Texts, text => Assert.Single(MessageCodec.ReadBatch(text).Mentions));
    }

    [Fact]
    public async Task A_single_good_one_that_is_never_tried_alone_waits_for_the_replay_with_the_others()
    {
        using var installation = await FailingAsync([.. Enumerable.Range(0, 50).Where(at => at != 6)]);

        await installation.ProcessAsHostAsync();

        Assert.Empty(installation.Mentions.Rows);
        Assert.Equal(50, MessageCodec.ReadBatch(Assert.Single(installation.Poison.For(Queues.Mentions).Texts)).Mentions.Count);
    }

    [Fact]
    public async Task Where_all_of_them_fail_the_batch_is_parked_whole_after_few_attempts()
    {
        using var installation = await FailingAsync([.. Enumerable.Range(0, 50)]);

        await installation.ProcessAsHostAsync();

        Assert.Equal(50, MessageCodec.ReadBatch(Assert.Single(installation.Poison.For(Queues.Mentions).Texts)).Mentions.Count);
        Assert.Empty(installation.Mentions.Rows);

        // Five deliveries and, in each of the last three, up to eight mentions alone. One alone looks at what was seen twice. The
        // source profiles are read once.
        Assert.InRange(installation.Faults.Calls, 5, 5 + (3 * 8 * 2) + 1);
    }

    [Fact]
    public async Task A_complaint_whose_alert_was_refused_is_announced_by_the_message_that_it_gets_of_its_own()
    {
        using var installation = new Installation();
        installation.Alerts.Refuses = "Unsendbar";
        var batch = Samples.Batch("forum", [.. Enumerable.Range(0, 3).Select(i =>
            Samples.Post($"{i}", $"Nordrad kaputt, {(i == 1 ? "Unsendbar" : "ja")}") with { Author = new Author($"u-{i}") })]);
        await Assert.ThrowsAsync<InvalidOperationException>(() => installation.ProcessAsync(batch));
        await Assert.ThrowsAsync<InvalidOperationException>(() => installation.ProcessAsync(batch, delivery: 2));
        await installation.ProcessAsync(batch, delivery: 3);
        Assert.DoesNotContain(installation.Alerts.Sent, sent => sent.Json.Contains("Unsendbar", StringComparison.Ordinal));

        installation.Alerts.Refuses = null;
        await installation.ProcessAsHostAsync();

        Assert.Equal(3, installation.Alerts.Sent.DistinctBy(sent => sent.AlertId).Count());
        Assert.All(installation.Cases.Rows, row => Assert.True(row.Announced));
    }

    [Fact]
    public async Task A_batch_that_fails_for_another_reason_than_its_mentions_stays_whole_and_is_stored_once_that_is_over()
    {
        using var installation = await FailingAsync([.. Enumerable.Range(0, 50)]);
        var batch = MessageCodec.ReadBatch(installation.MentionQueue.Queue.Texts.Single());
        await Assert.ThrowsAsync<InvalidOperationException>(() => installation.ProcessAsync(batch, delivery: 3));
        Assert.Single(installation.MentionQueue.Queue.Texts);

        installation.Model.Chokes = null;
        await installation.ProcessAsHostAsync();

        Assert.Equal(50, installation.Mentions.Rows.Count);
        Assert.Empty(installation.Poison.For(Queues.Mentions).Texts);
    }

    [Fact]
    public async Task Mentions_that_concern_no_brand_do_not_pass_for_good_ones_while_all_that_concern_a_brand_fail()
    {
        using var installation = await FailingAsync([.. Enumerable.Range(0, 50)]);
        var batch = MessageCodec.ReadBatch(installation.MentionQueue.Queue.Texts.Single());
        var mixed = batch.Mentions.Select((post, at) => at % 7 < 5 ? post with { Text = "Das Wetter bleibt schön." } : post);

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => installation.ProcessAsync(batch with { Mentions = [.. mixed] }, delivery: 3));

        Assert.Single(installation.MentionQueue.Queue.Texts);
    }

    [Fact]
    public async Task A_batch_is_not_split_before_its_third_delivery()
    {
        using var installation = await FailingAsync([3]);
        var batch = MessageCodec.ReadBatch(installation.MentionQueue.Queue.Texts.Single());

        await Assert.ThrowsAsync<InvalidOperationException>(() => installation.ProcessAsync(batch, delivery: 2));
        Assert.Empty(installation.Mentions.Rows);

        await installation.ProcessAsync(batch, delivery: 3);
        Assert.Equal(49, installation.Mentions.Rows.Count);
    }

    [Fact]
    public async Task What_was_parked_is_stored_once_the_cause_is_mended_and_it_is_replayed()
    {
        using var installation = await FailingAsync([23]);
        await installation.ProcessAsHostAsync();
        await installation.PoisonWatch.RunAsync(default);
        Assert.Empty(installation.Poison.For(Queues.Mentions).Texts);

        installation.Model.Chokes = null;
        var replayed = await installation.PoisonWatch.ReplayAsync(default);
        await installation.ProcessAsHostAsync();

        Assert.Equal(1, replayed);
        Assert.Equal(50, installation.Mentions.Rows.Count);
        Assert.Empty(await installation.Poisoned.AllAsync(default));
        Assert.Empty(installation.Poison.For(Queues.Mentions).Texts);
    }

    [Theory]
    [InlineData(Death.Before)]
    [InlineData(Death.After)]
    public async Task Whichever_call_of_watch_or_replay_dies_the_message_is_neither_lost_nor_kept_twice(Death death)
    {
        for (var call = 0; ; call++)
        {
            using var installation = await FailingAsync([23]);
            await installation.ProcessAsHostAsync();
            installation.Model.Chokes = null;
            installation.Faults.DieAt(installation.Faults.Calls + call, death);
            try
            {
                await installation.PoisonWatch.RunAsync(default);
                await installation.PoisonWatch.ReplayAsync(default);
                Assert.NotEqual(0, call);
                return;
            }
            catch (CrashException)
            {
                installation.Restart();
                installation.Poison.For(Queues.Mentions).BringBack();
            }

            await installation.PoisonWatch.RunAsync(default);
            Assert.InRange((await installation.Poisoned.AllAsync(default)).Count, 0, 1);
            await installation.PoisonWatch.ReplayAsync(default);
            await installation.ProcessAsHostAsync();

            Assert.Equal(50, installation.Mentions.Rows.Count);
            Assert.Empty(await installation.Poisoned.AllAsync(default));
            Assert.Empty(installation.Poison.For(Queues.Mentions).Texts);
        }
    }

    /// <summary>A batch of 50 on the queue, of which those at the given places cannot be judged.</summary>
    private static async Task<Installation> FailingAsync(int[] failing)
    {
        var installation = new Installation();
        installation.Model.Chokes = "Unaussprechlich";
        var posts = Samples.Posts(50, "Nordrad fährt")
            .Select((post, i) => failing.Contains(i) ? post with { Text = "Nordrad Unaussprechlich" } : post);
        await installation.MentionQueue.SendAsync(MessageCodec.Pack(Samples.Batch("forum", [.. posts])), default);
        return installation;
    }
}
