using Listening.Cases;
using Listening.Domain;
using Listening.Messages;
using Listening.Sources;
using Microsoft.Extensions.DependencyInjection;

namespace Listening.Local.Views;

/// <summary>What a view shows at one moment.</summary>
internal sealed record Snapshot(
    IReadOnlyList<(string Name, int Count)> Queues, IReadOnlyDictionary<string, Checkpoint> Checkpoints, IReadOnlyList<CareAlert> Alerts)
{
    public static async Task<Snapshot> TakeAsync(LocalHost host, CancellationToken stopping)
    {
        var names = Messages.Queues.Own
            .Concat(host.Config.Current.Routing.Select(rule => rule.Queue).OfType<string>().Distinct())
            .Concat(Messages.Queues.Own.Select(Messages.Queues.PoisonQueueFor));
        var queues = new List<(string, int)>();
        foreach (var name in names)
        {
            var queue = host.Account.Queue(name);
            queues.Add((name, await queue.ExistsAsync(stopping) ? (await queue.GetPropertiesAsync(stopping)).Value.ApproximateMessagesCount : 0));
        }

        var checkpoints = await host.Services.GetRequiredService<ICheckpoints>().AllAsync(stopping);
        return new Snapshot(queues, checkpoints.ToDictionary(checkpoint => checkpoint.Source), host.Services.GetRequiredService<RecentAlerts>().Latest(8));
    }
}
