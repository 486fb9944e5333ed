using Listening.Configuration;
using Listening.Domain;
using Listening.Telemetry;
using Microsoft.Extensions.Logging;

namespace Listening.Sources;

/// <summary>Orders a read of every source that is due.</summary>
public sealed class CollectStep(IListeningConfig config, ICheckpoints checkpoints, IFetchQueue fetches, TimeProvider time, ILogger<CollectStep> log)
{
    /// <param name="everySource">Also orders sources whose next look is not yet due, but never one that asked us to wait.</param>
    public async Task RunAsync(bool everySource, CancellationToken stopping)
    {
        var now = time.GetUtcNow();
        var current = config.Current;
        var known = (await checkpoints.AllAsync(stopping)).ToDictionary(checkpoint => checkpoint.Source);
        foreach (var source in current.Sources)
        {
            var checkpoint = known.GetValueOrDefault(source.Name) ?? new Checkpoint { Source = source.Name };
            if (!CollectRules.IsDue(checkpoint, source, now, everySource))
            {
                continue;
            }

            // Send, then mark. Dying in between orders the source twice, which costs one read; marking first
            // would skip it until the next look.
            await fetches.SendAsync(source.Name, stopping);
            await checkpoints.SaveAsync(CollectRules.Ordered(checkpoint, source, now), stopping);
            log.SourceDue(source.Name);
        }
    }
}
