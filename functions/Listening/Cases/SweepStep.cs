using Listening.Telemetry;

namespace Listening.Cases;

/// <summary>
/// Announces every case that was opened and never announced. Its batch does that itself when it is delivered again;
/// this is for the batch that is never delivered again.
/// </summary>
public sealed class SweepStep(ICases cases, Announcer announcer, TimeProvider time, ILogger<SweepStep> log)
{
    /// <summary>How long a case may stay unannounced: after that, the batch that opened it is no longer being processed.</summary>
    public static readonly TimeSpan AnnouncementTimeout = TimeSpan.FromMinutes(10);

    /// <summary>How far back it looks. It runs every ten minutes, so an older case would have been found long ago.</summary>
    public static readonly TimeSpan LookBack = TimeSpan.FromDays(30);

    /// <param name="olderThan">
    /// How long a case must have been open: <see cref="AnnouncementTimeout"/>, or nothing where no batch is being processed.
    /// </param>
    public async Task RunAsync(TimeSpan olderThan, CancellationToken stopping)
    {
        var now = time.GetUtcNow();
        await foreach (var page in cases.UnannouncedAsync(now - LookBack, stopping))
        {
            // A case from the future was opened by a clock that has been put right since: it will not grow old soon.
            var late = page.Where(@case => @case.OpenedAt <= now - olderThan || WrongClock.Wrote(@case.OpenedAt, now)).ToList();
            foreach (var @case in await announcer.AnnounceAsync(late, stopping))
            {
                log.CaseAnnouncedLate(@case.Id, @case.OpenedAt);
            }
        }
    }
}
