using Microsoft.Azure.Functions.Worker;
using NCrontab;

namespace Listening.Local.Hosting;

/// <summary>Fires one timer function on its six-field schedule, and once at the start, so that nobody waits for it.</summary>
internal sealed class TimerLoop(string name, string schedule, Func<TimerInfo, CancellationToken, Task> call, TimeProvider time, ILogger log)
{
    private readonly CrontabSchedule _schedule = CrontabSchedule.Parse(schedule, new() { IncludingSeconds = true });

    public async Task RunAsync(CancellationToken stopping, CancellationToken work)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await call(new TimerInfo(), work);
            }
            catch (Exception e) when (!work.IsCancellationRequested)
            {
                // As the Functions host does: a failed tick does not end the schedule.
                log.TimerFailed(name, StorageFailure.Describe(e));
            }
            catch (OperationCanceledException)
            {
                return;
            }

            var now = time.GetUtcNow();
            var wait = _schedule.GetNextOccurrence(now.UtcDateTime) - now.UtcDateTime;
            await Task.Delay(wait, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
