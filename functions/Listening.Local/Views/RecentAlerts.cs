using System.Collections.Concurrent;
using Listening.Cases;

namespace Listening.Local.Views;

/// <summary>Sends alerts to their queues and keeps the latest for the live view.</summary>
internal sealed class RecentAlerts(StorageAlertQueues queues) : IAlertQueues
{
    private const int Kept = 50;

    private readonly ConcurrentQueue<AlertMessage> _recent = new();

    /// <summary>Newest first.</summary>
    public IReadOnlyList<CareAlert> Latest(int count) => [.. _recent.Reverse().Take(count).Select(alert => CareAlert.Parse(alert.Body))];

    public async Task SendAsync(IReadOnlyList<AlertMessage> alerts, CancellationToken stopping)
    {
        await queues.SendAsync(alerts, stopping);
        foreach (var alert in alerts)
        {
            _recent.Enqueue(alert);
        }

        while (_recent.Count > Kept && _recent.TryDequeue(out _))
        {
        }
    }
}
