using Azure.Storage.Queues.Models;
using Google.Protobuf;

namespace Listening.Functions.Tests.Host;

/// <summary>What the Functions host hands to a function, as the extensions Timer 4.3.1 and Storage.Queues 5.5.5 write it.</summary>
internal static class TriggerData
{
    /// <summary>A timer that fires on time.</summary>
    public static TypedData Timer() => new() { Json = """{"ScheduleStatus":null,"IsPastDue":false}""" };

    /// <summary>A message as it was received from its queue.</summary>
    public static TypedData Message(QueueMessage message) => new()
    {
        ModelBindingData = new ModelBindingData
        {
            Version = "1.0",
            Source = "AzureStorageQueues",
            ContentType = "application/json",
            Content = ByteString.CopyFrom(JsonSerializer.SerializeToUtf8Bytes(new
            {
                message.MessageId,
                message.PopReceipt,
                message.MessageText,
                message.DequeueCount,
                message.NextVisibleOn,
                message.InsertedOn,
                message.ExpiresOn,
            })),
        },
    };

    /// <summary>A message of this text, received now for the first time.</summary>
    public static TypedData Message(string text)
    {
        var now = DateTimeOffset.UtcNow;
        return Message(QueuesModelFactory.QueueMessage(
            Guid.NewGuid().ToString(), "receipt", text, dequeueCount: 1, nextVisibleOn: now.AddMinutes(10), now, now.AddDays(7)));
    }
}
