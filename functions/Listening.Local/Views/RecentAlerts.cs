using System.Collections.Concurrent;
using Listening.AzureStorage;
using Listening.Cases;
using Listening.Domain;
using Listening.Route;

namespace Listening.Local.Views;

/// <summary>Passes alerts on and remembers the last few for the screen.</summary>
internal sealed class RecentAlerts(StorageAlertQueues queues) : IAlertQueues
{
    private const int Remembered = 50;

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

        while (_recent.Count > Remembered && _recent.TryDequeue(out _))
        {
        }
    }
}
