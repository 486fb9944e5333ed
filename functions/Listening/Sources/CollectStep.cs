using System.Diagnostics;
using Listening.Configuration;
using Listening.Messages;
using Listening.Telemetry;

namespace Listening.Sources;

/// <summary>Orders a read of every source that is due.</summary>
public sealed class CollectStep(
    IListeningConfig config, ICheckpoints checkpoints, IFetchQueue fetches, TimeProvider time, ILogger<CollectStep> log)
{
    /// <param name="everySource">Also orders sources that are not due yet, but none that asked for a pause.</param>
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

            if (CollectRules.IsFromWrongClock(checkpoint, now))
            {
                log.ScheduleFromWrongClock(source.Name, checkpoint.ScheduledAt, checkpoint.DueAt);
            }

            // One activity per source that is due: what is read of it is one trace, and a tick with nothing to do leaves none.
            await ListeningTracing.RunAsync(ListeningTracing.Collect, async activity =>
            {
                activity?.SetTag(ListeningTracing.SourceTag, source.Name);
                // Send, then mark. A crash in between orders the source twice, which costs one read; marking first
                // would skip it until the next time it is due.
                var ordered = CollectRules.Ordered(checkpoint, source, now);
                await fetches.SendAsync(new FetchOrder(source.Name, Activity.Current?.Id, ordered.Slow), stopping);
                await checkpoints.SaveAsync(ordered, stopping);
                log.SourceDue(source.Name);
            });
        }
    }
}
