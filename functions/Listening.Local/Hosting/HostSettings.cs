using System.Text.Json;

namespace Listening.Local.Hosting;

/// <summary>The queue settings of host.json, as the Functions host reads them.</summary>
internal sealed record HostSettings
{
    /// <summary>Messages taken at once from a queue.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>More are taken when no more than this many are in work.</summary>
    public int NewBatchThreshold { get; init; } = 8;

    /// <summary>Deliveries before a message is parked on its poison queue.</summary>
    public int MaxDequeueCount { get; init; } = 5;

    /// <summary>How long a failed message rests before its next delivery.</summary>
    public TimeSpan VisibilityTimeout { get; init; } = TimeSpan.Zero;

    /// <summary>Longest pause between looks at an empty queue.</summary>
    public TimeSpan MaxPollingInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long a message in work stays hidden unless renewed; renewed at a third of it. The Functions host takes 10 minutes; at a host a
    /// person waits for it after a crash. Not in host.json.
    /// </summary>
    public TimeSpan Invisible { get; init; } = TimeSpan.FromSeconds(30);

    public static HostSettings Read() => Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "host.json")));

    internal static HostSettings Parse(string json)
    {
        using var host = JsonDocument.Parse(json);
        var settings = new HostSettings();
        if (!host.RootElement.TryGetProperty("extensions", out var extensions) || !extensions.TryGetProperty("queues", out var queues))
        {
            return settings;
        }

        return settings with
        {
            BatchSize = Number("batchSize") ?? settings.BatchSize,
            NewBatchThreshold = Number("newBatchThreshold") ?? settings.NewBatchThreshold,
            MaxDequeueCount = Number("maxDequeueCount") ?? settings.MaxDequeueCount,
            VisibilityTimeout = Span("visibilityTimeout") ?? settings.VisibilityTimeout,
            MaxPollingInterval = Span("maxPollingInterval") ?? settings.MaxPollingInterval,
        };

        int? Number(string name) => queues.TryGetProperty(name, out var value) ? value.GetInt32() : null;
        TimeSpan? Span(string name) => queues.TryGetProperty(name, out var value)
            ? TimeSpan.Parse(value.GetString()!, System.Globalization.CultureInfo.InvariantCulture)
            : null;
    }
}
