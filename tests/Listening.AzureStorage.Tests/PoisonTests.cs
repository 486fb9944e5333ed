using Listening.Messages;
using Listening.Testing;

namespace Listening.AzureStorage.Tests;

public abstract class PoisonContract
{
    protected abstract Task<(IPoisonQueues Queues, IPoisonedMessages Kept)> CreateAsync();

    /// <summary>Parks a message as the host does.</summary>
    protected abstract Task ParkAsync(string queue, string text);

    protected abstract Task<IReadOnlyList<string>> OnAsync(string queue);

    [Fact]
    public async Task What_is_taken_hides_until_it_is_deleted()
    {
        var (queues, _) = await CreateAsync();
        await ParkAsync(Queues.Mentions, "one");
        await ParkAsync(Queues.Fetch, "another queue's");

        var taken = Assert.Single(await queues.ReceiveAsync(Queues.Mentions, default));
        var whileTaken = await queues.ReceiveAsync(Queues.Mentions, default);
        await queues.DeleteAsync(taken, default);

        Assert.Equal(("one", Queues.Mentions), (taken.Text, taken.Queue));
        Assert.Empty(whileTaken);
    }

    [Fact]
    public async Task More_than_a_handful_are_taken_in_several_turns()
    {
        var (queues, _) = await CreateAsync();
        for (var i = 0; i < 40; i++)
        {
            await ParkAsync(Queues.Fetch, $"message {i}");
        }

        var texts = new List<string>();
        while (await queues.ReceiveAsync(Queues.Fetch, default) is { Count: > 0 } taken)
        {
            texts.AddRange(taken.Select(message => message.Text));
        }

        Assert.Equal(40, texts.Distinct().Count());
    }

    [Fact]
    public async Task The_largest_message_a_queue_holds_is_kept_and_sent_back_whole()
    {
        var (queues, kept) = await CreateAsync();
        var message = new PoisonedMessage(Queues.Mentions, "m-1", new string('x', 65_536), Samples.Morning);

        Assert.True(await kept.SaveAsync(message, default));
        await queues.ReplayAsync(Assert.Single(await kept.AllAsync(default)), default);

        Assert.Equal(message.Text, Assert.Single(await OnAsync(Queues.Mentions)));
    }

    [Fact]
    public async Task A_message_is_kept_once_by_queue_and_id()
    {
        var (_, kept) = await CreateAsync();
        var message = new PoisonedMessage(Queues.Mentions, "0b8f6f3c-9f5f-4f6e-8f0e-3f1d6d3c2b1a", "Kaputt: äöü", Samples.Morning);

        Assert.True(await kept.SaveAsync(message, default));
        Assert.False(await kept.SaveAsync(message with { FoundAt = Samples.Morning.AddHours(1) }, default));
        Assert.True(await kept.SaveAsync(message with { Queue = Queues.Fetch }, default));
        Assert.Equal([message with { Queue = Queues.Fetch }, message], await kept.AllAsync(default));

        await kept.DeleteAsync(message, default);
        await kept.DeleteAsync(message, default);
        Assert.Equal(Queues.Fetch, Assert.Single(await kept.AllAsync(default)).Queue);
    }

    [Fact]
    public async Task A_message_that_another_watch_deleted_meanwhile_is_no_fault()
    {
        var (queues, _) = await CreateAsync();
        await ParkAsync(Queues.Mentions, "one");
        var taken = Assert.Single(await queues.ReceiveAsync(Queues.Mentions, default));

        await queues.DeleteAsync(taken, default);
        await queues.DeleteAsync(taken, default);
    }
}

public sealed class InMemoryPoisonTests : PoisonContract
{
    private readonly Dictionary<string, InMemoryQueue> _origins = Queues.Own.ToDictionary(name => name, _ => new InMemoryQueue());
    private InMemoryPoisonQueues? _poison;

    protected override Task<(IPoisonQueues, IPoisonedMessages)> CreateAsync() =>
        Task.FromResult<(IPoisonQueues, IPoisonedMessages)>((_poison = new InMemoryPoisonQueues(_origins), new InMemoryPoisonedMessages()));

    protected override Task ParkAsync(string queue, string text)
    {
        _poison!.For(queue).Send(text);
        return Task.CompletedTask;
    }

    protected override Task<IReadOnlyList<string>> OnAsync(string queue) => Task.FromResult(_origins[queue].Texts);
}

[Collection("Azurite")]
public sealed class StoragePoisonTests(AzuriteFixture azurite) : PoisonContract
{
    private StorageAccount? _account;

    protected override async Task<(IPoisonQueues, IPoisonedMessages)> CreateAsync()
    {
        _account = await azurite.NewAccountAsync();
        return (new StoragePoisonQueues(_account), new TablePoisonedMessages(_account));
    }

    protected override Task ParkAsync(string queue, string text) => _account!.Queue(Queues.PoisonQueueFor(queue)).SendMessageAsync(text);

    protected override async Task<IReadOnlyList<string>> OnAsync(string queue) =>
        [.. (await _account!.Queue(queue).ReceiveMessagesAsync(32)).Value.Select(message => message.MessageText)];
}
