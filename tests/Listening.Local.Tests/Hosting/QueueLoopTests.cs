using System.Collections.Concurrent;
using Azure.Storage.Queues;
using Listening.Local.Hosting;
using Listening.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Listening.Local.Tests.Hosting;

/// <summary>The local runner treats messages as the Functions host does.</summary>
[Collection("Azurite")]
public sealed class QueueLoopTests : IAsyncLifetime, IDisposable
{
    private static readonly HostSettings Settings = new()
    {
        BatchSize = 4,
        NewBatchThreshold = 2,
        MaxDequeueCount = 3,
        VisibilityTimeout = TimeSpan.FromSeconds(1),
        MaxPollingInterval = TimeSpan.FromMilliseconds(100),
        Invisible = TimeSpan.FromSeconds(2),
    };

    private readonly QueueClient _queue;
    private readonly QueueClient _poison;
    private readonly ConcurrentQueue<(string Text, long Delivery)> _calls = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _work = new();

    public QueueLoopTests(AzuriteFixture azurite)
    {
        var name = azurite.NewPrefix();
        _queue = new QueueClient(azurite.ConnectionString, name);
        _poison = new QueueClient(azurite.ConnectionString, name + "-poison");
    }

    public async Task InitializeAsync()
    {
        await _queue.CreateAsync();
        await _poison.CreateAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _stopping.Dispose();
        _work.Dispose();
    }

    [Fact]
    public async Task A_processed_message_is_deleted()
    {
        await _queue.SendMessageAsync("a");

        await RunUntilAsync(EmptyAsync, (_, _) => Task.CompletedTask);

        Assert.Equal([("a", 1L)], _calls);
        Assert.Equal(0, await CountAsync(_poison));
    }

    [Fact]
    public async Task A_failing_message_is_redelivered_after_a_delay_and_moved_to_the_poison_queue_for_good_after_its_last_delivery()
    {
        await _queue.SendMessageAsync("bad");
        var deliveredAt = new ConcurrentQueue<DateTimeOffset>();

        await RunUntilAsync(async () => await CountAsync(_poison) == 1 && await EmptyAsync(), (_, _) =>
        {
            deliveredAt.Enqueue(DateTimeOffset.UtcNow);
            throw new InvalidDataException("as always");
        });

        Assert.Equal([("bad", 1L), ("bad", 2L), ("bad", 3L)], _calls);
        Assert.All(deliveredAt.Zip(deliveredAt.Skip(1)), pair => Assert.True(pair.Second - pair.First > TimeSpan.FromSeconds(0.5)));
        var parked = (await _poison.PeekMessageAsync()).Value;
        Assert.Equal("bad", parked.MessageText);
        Assert.True(parked.ExpiresOn > DateTimeOffset.UtcNow.AddYears(10));
    }

    [Fact]
    public async Task A_message_stays_hidden_while_it_is_processed_for_long()
    {
        await _queue.SendMessageAsync("slow");

        await RunUntilAsync(EmptyAsync, (_, stopping) => Task.Delay(Settings.Invisible * 2.5, stopping));

        Assert.Equal([("slow", 1L)], _calls);
    }

    [Fact]
    public async Task A_failing_message_does_not_delay_the_others()
    {
        foreach (var text in (string[])["1", "bad", "2", "3", "4", "5", "6"])
        {
            await _queue.SendMessageAsync(text);
        }

        await RunUntilAsync(
            EmptyAsync, (message, _) => message.MessageText == "bad" ? throw new IOException("as always") : Task.CompletedTask);

        Assert.Equal(6, _calls.Count(call => call.Text != "bad"));
        Assert.Equal(1, await CountAsync(_poison));
    }

    [Fact]
    public async Task A_message_in_progress_at_a_stop_is_finished()
    {
        await _queue.SendMessageAsync("last");
        var begun = new TaskCompletionSource();
        var running = Loop(async (_, stopping) =>
        {
            begun.SetResult();
            await Task.Delay(300, stopping);
        }).RunAsync(_stopping.Token, _work.Token);
        await begun.Task;

        await _stopping.CancelAsync();
        await running;

        Assert.Equal(0, await CountAsync(_queue));
    }

    [Fact]
    public async Task A_message_that_cannot_be_finished_in_time_is_visible_again_at_once()
    {
        await _queue.SendMessageAsync("endless");
        var begun = new TaskCompletionSource();
        var running = Loop(async (_, stopping) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, stopping);
        }).RunAsync(_stopping.Token, _work.Token);
        await begun.Task;

        await _stopping.CancelAsync();
        await _work.CancelAsync();
        await running;

        Assert.Equal("endless", (await _queue.ReceiveMessageAsync()).Value.MessageText);
    }

    [Fact]
    public async Task A_storage_account_that_does_not_respond_for_a_while_does_not_end_the_loop()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var address = new Uri($"http://{listener.LocalEndpoint}/devstoreaccount1/{_queue.Name}");
        listener.Stop();
        var impatient = new QueueClientOptions { Retry = { MaxRetries = 1, Delay = TimeSpan.FromMilliseconds(1) } };
        var asked = new AskedPolicy();
        impatient.AddPolicy(asked, Azure.Core.HttpPipelinePosition.PerCall);
        var away = new QueueClient(address, new Azure.Storage.StorageSharedKeyCredential("devstoreaccount1", "c2VjcmV0"), impatient);

        var running = new QueueLoop("Test", away, _poison, Settings, (_, _) => Task.CompletedTask, NullLogger.Instance)
            .RunAsync(_stopping.Token, _work.Token);
        await asked.ThreeTimes.WaitAsync(TimeSpan.FromSeconds(20));
        await _stopping.CancelAsync();

        await running;
    }

    /// <summary>Counts the calls that a client makes, each with all its retries.</summary>
    private sealed class AskedPolicy : Azure.Core.Pipeline.HttpPipelineSynchronousPolicy
    {
        private readonly TaskCompletionSource _threeTimes = new();
        private int _calls;

        public Task ThreeTimes => _threeTimes.Task;

        public override void OnSendingRequest(Azure.Core.HttpMessage message)
        {
            if (Interlocked.Increment(ref _calls) == 3)
            {
                _threeTimes.TrySetResult();
            }
        }
    }

    private QueueLoop Loop(QueueFunction call) => new("Test", _queue, _poison, Settings, async (message, stopping) =>
    {
        _calls.Enqueue((message.MessageText, message.DequeueCount));
        await call(message, stopping);
    }, NullLogger.Instance);

    private async Task RunUntilAsync(Func<Task<bool>> holds, QueueFunction call)
    {
        var running = Loop(call).RunAsync(_stopping.Token, _work.Token);
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        while (!await holds())
        {
            await Task.Delay(50, late.Token);
        }

        await _stopping.CancelAsync();
        await running;
    }

    private async Task<bool> EmptyAsync() => await CountAsync(_queue) == 0;

    private static async Task<int> CountAsync(QueueClient queue) => (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount;
}
