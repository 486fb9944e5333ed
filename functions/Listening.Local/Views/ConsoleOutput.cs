using System.Text;
using Microsoft.Extensions.Logging;

namespace Listening.Local.Views;

/// <summary>Speaks to the person: results on standard output, all else on standard error.</summary>
internal sealed class ConsoleOutput(TextWriter results, TextWriter remarks, bool terminal)
{
    private readonly Lock _lock = new();
    private Action<LogLevel, string>? _instead;
    private int _progressLength;

    /// <summary>True if a person watches standard error.</summary>
    public bool Terminal => terminal;

    /// <summary>Standard output in UTF-8 without a byte order mark, whatever the console is set to.</summary>
    public static ConsoleOutput OpenConsole()
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return new ConsoleOutput(
            new StreamWriter(Console.OpenStandardOutput(), utf8) { AutoFlush = true },
            new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true },
            terminal: !Console.IsErrorRedirected);
    }

    public void Result(string line) => results.WriteLine(line);

    /// <summary>A remark that matters more than the progress line it interrupts.</summary>
    public void Log(LogLevel level, string line)
    {
        lock (_lock)
        {
            if (_instead is { } elsewhere)
            {
                elsewhere(level, line);
                return;
            }

            ClearProgress();
            remarks.WriteLine(line);
        }
    }

    public void Error(string sentence) => Log(LogLevel.Error, sentence);

    /// <summary>A line that replaces the last one of its kind. Only a person at a terminal gets it.</summary>
    public void Progress(string line)
    {
        if (!terminal)
        {
            return;
        }

        lock (_lock)
        {
            remarks.Write($"\r{line.PadRight(_progressLength)}");
            _progressLength = line.Length;
        }
    }

    public void EndProgress()
    {
        lock (_lock)
        {
            ClearProgress();
        }
    }

    /// <summary>Sends remarks to a view that owns the screen until the result is disposed.</summary>
    public IDisposable RedirectLogTo(Action<LogLevel, string> view)
    {
        lock (_lock)
        {
            _instead = view;
        }

        return new Back(this);
    }

    private void ClearProgress()
    {
        if (_progressLength > 0)
        {
            remarks.Write($"\r{new string(' ', _progressLength)}\r");
            _progressLength = 0;
        }
    }

    private sealed class Back(ConsoleOutput output) : IDisposable
    {
        public void Dispose()
        {
            lock (output._lock)
            {
                output._instead = null;
            }
        }
    }
}
