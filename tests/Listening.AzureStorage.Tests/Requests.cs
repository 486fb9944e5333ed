using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Listening.Testing;

namespace Listening.AzureStorage.Tests;

/// <summary>Writes down every request that a storage account's clients send.</summary>
internal sealed class Requests : HttpPipelinePolicy
{
    private readonly ConcurrentQueue<string> _sent = new();

    /// <summary>Bytes of the largest body that was sent.</summary>
    public long LargestBody { get; private set; }

    /// <summary>Bytes of the largest body that was received.</summary>
    public long LargestAnswer { get; private set; }

    /// <summary>Requests since the last call, by method and what they went to, counted.</summary>
    public IReadOnlyDictionary<string, int> TakeCounts()
    {
        var counts = _sent.GroupBy(name => name).ToDictionary(group => group.Key, group => group.Count());
        _sent.Clear();
        return counts;
    }

    public static (StorageAccount Account, Requests Requests) Connect(AzuriteFixture azurite)
    {
        var requests = new Requests();
        var (tables, queues) = (new TableClientOptions(), new QueueClientOptions());
        tables.AddPolicy(requests, HttpPipelinePosition.PerRetry);
        queues.AddPolicy(requests, HttpPipelinePosition.PerRetry);
        return (StorageAccount.Connect(azurite.ConnectionString, azurite.NewPrefix(), tables, queues), requests);
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Note(message);
        ProcessNext(message, pipeline);
        NoteAnswer(message);
    }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Note(message);
        await ProcessNextAsync(message, pipeline);
        NoteAnswer(message);
    }

    // Azure's clients have read the whole body by then.
    private void NoteAnswer(HttpMessage message) =>
        LargestAnswer = Math.Max(LargestAnswer, message.Response.ContentStream is { CanSeek: true } body ? body.Length : 0);

    private void Note(HttpMessage message)
    {
        if (message.Request.Content is { } content && content.TryComputeLength(out var length))
        {
            LargestBody = Math.Max(LargestBody, length);
        }

        var path = message.Request.Uri.ToUri().AbsolutePath;
        var what = path.EndsWith("/$batch", StringComparison.Ordinal) ? "transaction"
            : path.EndsWith("/messages", StringComparison.Ordinal) ? "message"
            : path.Contains("PartitionKey", StringComparison.Ordinal) ? "row"
            : "other";
        _sent.Enqueue($"{message.Request.Method} {what}");
    }
}
