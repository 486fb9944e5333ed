using Listening.Telemetry;

namespace Listening.Local.Views;

/// <summary>Writes log events as plain sentences, without category and stack trace. Libraries log warnings and errors only.</summary>
internal sealed class PlainLoggerProvider(ConsoleOutput output, LogLevel minimum) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) =>
        new PlainLogger(output, categoryName.StartsWith("Listening", StringComparison.Ordinal) ? minimum : LogLevel.Warning);

    public void Dispose()
    {
    }

    private sealed class PlainLogger(ConsoleOutput output, LogLevel minimum) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= minimum;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                output.Log(formatter(state, exception) + (exception is null ? "" : $" ({FailureCause.Describe(exception)})"));
            }
        }
    }
}
