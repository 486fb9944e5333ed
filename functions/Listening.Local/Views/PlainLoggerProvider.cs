using Listening.Telemetry;
using Microsoft.Extensions.Logging;

namespace Listening.Local.Views;

/// <summary>Writes log lines for a person: time and sentence, no category, no stack trace.</summary>
internal sealed class PlainLoggerProvider(Action<LogLevel, string> write, LogLevel least) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Lines(this, ours: categoryName.StartsWith("Listening", StringComparison.Ordinal));

    public void Dispose()
    {
    }

    private sealed class Lines(PlainLoggerProvider log, bool ours) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= Least;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                var reason = exception is null ? "" : $" ({FailureCause.Describe(exception)})";
                log.Write(logLevel, formatter(state, exception) + reason);
            }
        }

        /// <summary>Libraries speak only when something is wrong.</summary>
        private LogLevel Least => ours ? log.Least : LogLevel.Warning;
    }

    private LogLevel Least { get; } = least;

    private void Write(LogLevel level, string line) => write(level, line);
}
