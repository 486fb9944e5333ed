using Microsoft.Extensions.Logging;

namespace Listening.Testing;

/// <summary>Keeps what is logged, one line per event: level, id and sentence.</summary>
public sealed class ListLog<T> : ILogger<T>
{
    private readonly List<string> _events = [];

    public IReadOnlyList<string> Events
    {
        get
        {
            lock (_events)
            {
                return [.. _events];
            }
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_events)
        {
            _events.Add($"{logLevel} {eventId.Id} {formatter(state, exception)}");
        }
    }
}
