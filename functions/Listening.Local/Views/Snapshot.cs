using Listening.Cases;
using Listening.Sources;
using Microsoft.Extensions.DependencyInjection;
using static Listening.Messages.Queues;

namespace Listening.Local.Views;

/// <summary>What the live view shows at one moment.</summary>
internal sealed record Snapshot(
    IReadOnlyList<(string Name, int Count)> Queues, IReadOnlyDictionary<string, Checkpoint> Checkpoints, IReadOnlyList<CareAlert> Alerts)
{
    public static async Task<Snapshot> TakeAsync(LocalHost host, CancellationToken stopping)
    {
        var queues = new List<(string, int)>();
        var alertQueues = host.Config.Current.Routing.Select(rule => rule.Queue).OfType<string>().Distinct();
        foreach (var name in Own.Concat(alertQueues).Concat(Own.Select(PoisonQueueFor)))
        {
            var queue = host.Account.Queue(name);
            var exists = await queue.ExistsAsync(stopping);
            queues.Add((name, exists ? (await queue.GetPropertiesAsync(stopping)).Value.ApproximateMessagesCount : 0));
        }

        var checkpoints = await host.Services.GetRequiredService<ICheckpoints>().AllAsync(stopping);
        var alerts = host.Services.GetRequiredService<RecentAlerts>().Latest(8);
        return new(queues, checkpoints.ToDictionary(checkpoint => checkpoint.Source), alerts);
    }
}
