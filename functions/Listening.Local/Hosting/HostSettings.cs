using Microsoft.Extensions.Configuration;

namespace Listening.Local.Hosting;

/// <summary>The queue settings of host.json, with the defaults of the Functions host.</summary>
internal sealed record HostSettings
{
    /// <summary>Messages received at once from a queue.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>The next batch is received once no more than this many messages are in progress.</summary>
    public int NewBatchThreshold { get; init; } = 8;

    /// <summary>Deliveries before a message moves to its poison queue.</summary>
    public int MaxDequeueCount { get; init; } = 5;

    /// <summary>How long a failed message stays hidden before its next delivery.</summary>
    public TimeSpan VisibilityTimeout { get; init; } = TimeSpan.Zero;

    /// <summary>Longest pause between two polls of an empty queue.</summary>
    public TimeSpan MaxPollingInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a message in progress stays hidden unless renewed; 10 minutes in Azure, but here a person waits for it.</summary>
    public TimeSpan Invisible { get; init; } = TimeSpan.FromSeconds(30);

    public static HostSettings Read() => Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "host.json")));

    internal static HostSettings Parse(string json)
    {
        var host = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build();
        return host.GetSection("extensions:queues").Get<HostSettings>() ?? new HostSettings();
    }
}
