using System.Collections.Concurrent;
using Listening.AzureStorage;
using Listening.Cases;
using Listening.Domain;
using Listening.Route;

namespace Listening.Local.Views;

/// <summary>Sends alerts to their queues and keeps the latest for the live view.</summary>
internal sealed class RecentAlerts(StorageAlertQueues queues) : IAlertQueues
{
    private const int Kept = 50;

    private readonly ConcurrentQueue<CareCase> _recent = new();

    /// <summary>Newest first.</summary>
    public IReadOnlyList<CareCase> Latest(int count) => [.. _recent.Reverse().Take(count)];

    public async Task SendAsync(IReadOnlyList<CareCase> cases, CancellationToken stopping)
    {
        await queues.SendAsync(cases, stopping);
        foreach (var @case in cases)
        {
            _recent.Enqueue(@case);
        }

        while (_recent.Count > Kept && _recent.TryDequeue(out _))
        {
        }
    }
}
