using Azure.Storage.Queues.Models;
using Listening.Cases;
using Listening.Messages;
using Listening.Sources;
using Listening.Testing;

namespace Listening.AzureStorage.Tests;

public abstract class OwnQueuesContract
{
    protected abstract Task<(IFetchQueue Fetches, IMentionQueue Mentions)> CreateAsync();

    /// <summary>The texts on a queue, and whether they stay there for good.</summary>
    protected abstract Task<IReadOnlyList<(string Text, bool ForGood)>> OnAsync(string queue);

    [Fact]
    public async Task An_order_arrives_as_it_was_given()
    {
        var (fetches, _) = await CreateAsync();

        var order = new FetchOrder("Bäckerei \"Zum Rad\"", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        await fetches.SendAsync(order, default);

        var (text, forGood) = Assert.Single(await OnAsync(Queues.Fetch));
        Assert.Equal(order, MessageCodec.ReadFetchOrder(text));
        Assert.True(forGood);
    }

    [Fact]
    public async Task The_largest_batch_we_pack_fits_a_message()
    {
        var (_, mentions) = await CreateAsync();
        var noise = new byte[MessageCodec.MaxPayload];
        new Random(17).NextBytes(noise);

        await mentions.SendAsync(noise, default);

        var (text, forGood) = Assert.Single(await OnAsync(Queues.Mentions));
        Assert.Equal(noise, Convert.FromBase64String(text));
        Assert.True(forGood);
    }
}

public sealed class InMemoryOwnQueuesTests : OwnQueuesContract
{
    private readonly InMemoryFetchQueue _fetches = new();
    private readonly InMemoryMentionQueue _mentions = new();

    protected override Task<(IFetchQueue, IMentionQueue)> CreateAsync() =>
        Task.FromResult<(IFetchQueue, IMentionQueue)>((_fetches, _mentions));

    protected override Task<IReadOnlyList<(string, bool)>> OnAsync(string queue) => Task.FromResult<IReadOnlyList<(string, bool)>>(
        [.. (queue == Queues.Fetch ? _fetches.Queue : _mentions.Queue).Texts.Select(text => (text, true))]);
}

[Collection("Azurite")]
public sealed class StorageOwnQueuesTests(AzuriteFixture azurite) : OwnQueuesContract
{
    private StorageAccount? _account;

    protected override async Task<(IFetchQueue, IMentionQueue)> CreateAsync()
    {
        _account = await azurite.NewAccountAsync();
        return (new StorageFetchQueue(_account), new StorageMentionQueue(_account));
    }

    protected override async Task<IReadOnlyList<(string, bool)>> OnAsync(string queue) =>
        [.. (await _account!.Queue(queue).ReceiveMessagesAsync(32)).Value.Select(message => (message.MessageText, IsForGood(message)))];

    internal static bool IsForGood(Azure.Storage.Queues.Models.QueueMessage message) =>
        message.ExpiresOn is null || message.ExpiresOn > DateTimeOffset.UtcNow.AddYears(50);
}

public abstract class AlertQueuesContract
{
    protected abstract Task<IAlertQueues> CreateAsync();

    protected abstract Task<IReadOnlyList<string>> OnAsync(string queue);

    [Fact]
    public async Task Each_alert_arrives_on_its_queue_byte_for_byte()
    {
        var alerts = await CreateAsync();
        var (care, press) = (Alert("care-alerts", "Kaputt! Äußerst ärgerlich 🚲"), Alert("press", "Skandal!"));

        await alerts.SendAsync([care, press], default);
        await alerts.SendAsync([care], default);

        var expected = Encoding.UTF8.GetString(care.Body);
        Assert.Equal([expected, expected], await OnAsync("care-alerts"));
        Assert.Equal(Encoding.UTF8.GetString(press.Body), Assert.Single(await OnAsync("press")));
    }

    protected static AlertMessage Alert(string queue, string text) =>
        CareAlert.FromCase(Samples.Case(Samples.Post("1", text))).ToMessage(queue);
}

public sealed class InMemoryAlertQueuesTests : AlertQueuesContract
{
    private readonly InMemoryAlertQueues _alerts = new();

    protected override Task<IAlertQueues> CreateAsync() => Task.FromResult<IAlertQueues>(_alerts);

    protected override Task<IReadOnlyList<string>> OnAsync(string queue) =>
        Task.FromResult<IReadOnlyList<string>>([.. _alerts.Sent.Where(sent => sent.Queue == queue).Select(sent => sent.Json)]);
}

[Collection("Azurite")]
public sealed class StorageAlertQueuesTests(AzuriteFixture azurite) : AlertQueuesContract
{
    private StorageAccount? _account;

    [Fact]
    public async Task An_alert_never_expires()
    {
        var alerts = await CreateAsync();

        await alerts.SendAsync([Alert("care-alerts", "Kaputt!")], default);

        Assert.True(StorageOwnQueuesTests.IsForGood((await _account!.Queue("care-alerts").ReceiveMessagesAsync()).Value.Single()));
    }

    [Fact]
    public async Task A_queue_that_somebody_deleted_is_there_again_for_the_next_delivery()
    {
        var alerts = await CreateAsync();
        var alert = Alert("care-alerts", "Kaputt!");
        await alerts.SendAsync([alert], default);
        await _account!.Queue("care-alerts").DeleteAsync();

        await Assert.ThrowsAsync<Azure.RequestFailedException>(() => alerts.SendAsync([alert], default));
        await alerts.SendAsync([alert], default);

        Assert.Single(await OnAsync("care-alerts"));
    }

    protected override async Task<IAlertQueues> CreateAsync() => new StorageAlertQueues(_account = await azurite.NewAccountAsync());

    protected override async Task<IReadOnlyList<string>> OnAsync(string queue) =>
        [.. (await _account!.Queue(queue).ReceiveMessagesAsync(32)).Value
            .Select(message => Encoding.UTF8.GetString(Convert.FromBase64String(message.MessageText)))];
}
