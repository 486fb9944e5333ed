using System.Collections.Concurrent;

namespace Listening.Testing;

/// <summary>A clock that moves when told to, and whose timers go off then and only then, however long the machine takes.</summary>
public sealed class ManualTime(DateTimeOffset now) : TimeProvider
{
    private readonly ConcurrentDictionary<Timer, byte> _timers = new();
    private DateTimeOffset _now = now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.UtcTicks;

    /// <summary>Timers that go off once; what is tested here uses no others.</summary>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Timer(this, () => callback(state), dueTime);

    public void Advance(TimeSpan by)
    {
        _now += by;
        foreach (var timer in _timers.Keys.Where(timer => timer.DueAt <= _now).OrderBy(timer => timer.DueAt))
        {
            timer.Dispose();
            timer.GoOff();
        }
    }

    private sealed class Timer : ITimer
    {
        private readonly ManualTime _time;

        public Timer(ManualTime time, Action goOff, TimeSpan dueTime)
        {
            (_time, GoOff) = (time, goOff);
            Change(dueTime, Timeout.InfiniteTimeSpan);
        }

        public Action GoOff { get; }

        public DateTimeOffset DueAt { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Dispose();
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                DueAt = _time._now + dueTime;
                _time._timers[this] = 0;
            }

            return true;
        }

        public void Dispose() => _time._timers.TryRemove(this, out _);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
