using System.Text.Encodings.Web;
using Listening.Local.Hosting;

namespace Listening.Local.Views;

/// <summary>Standard output cannot be written. The message is one sentence with the remedy.</summary>
internal sealed class ResultsUnwritableException(string message, Exception innerException) : Exception(message, innerException);

/// <summary>
/// Results go to standard output, everything else to standard error. What others wrote passes through <see cref="TerminalText"/> here.
/// </summary>
/// <param name="terminal">True if standard error is a terminal.</param>
internal sealed class ConsoleOutput(TextWriter results, TextWriter log, bool terminal) : IProgress<string>
{
    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web)
    {
        // Umlauts stay readable. Safe here, as nothing of this is pasted into a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly Lock _lock = new();
    private int _progressLength;

    public bool IsTerminal => terminal;

    /// <summary>Receives the log while a view owns the screen; null means standard error.</summary>
    public Action<string>? LogView { private get; set; }

    /// <summary>UTF-8 without a byte order mark, whatever the console is set to.</summary>
    public static ConsoleOutput OpenConsole()
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return new ConsoleOutput(
            new StreamWriter(Console.OpenStandardOutput(), utf8) { AutoFlush = true },
            new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true },
            terminal: !Console.IsErrorRedirected);
    }

    public void Result(string line) => WriteResult(TerminalText.Clean(line));

    /// <summary>The value as one line of JSON, with camel-case names and enums as words.</summary>
    public void Json(object value) => WriteResult(TerminalText.Escape(JsonSerializer.Serialize(value, JsonOptions)));

    /// <summary>Replaces a progress line, if there is one.</summary>
    public void Log(string line)
    {
        lock (_lock)
        {
            EndProgress();
            (LogView ?? (text => WriteLog($"{text}{Environment.NewLine}")))(TerminalText.Clean(line));
        }
    }

    void IProgress<string>.Report(string value) => Log(value);

    /// <summary>A line that replaces the one before. Only a terminal gets it.</summary>
    public void Progress(string line)
    {
        if (!terminal)
        {
            return;
        }

        line = TerminalText.Clean(line);
        lock (_lock)
        {
            WriteLog($"\r{line.PadRight(_progressLength)}");
            _progressLength = line.Length;
        }
    }

    public void EndProgress()
    {
        lock (_lock)
        {
            if (_progressLength > 0)
            {
                WriteLog($"\r{new string(' ', _progressLength)}\r");
                _progressLength = 0;
            }
        }
    }

    private void WriteResult(string line)
    {
        try
        {
            results.WriteLine(line);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var cause = DiskSpace.IsUsedUp(e) ? "its disk is full" : "it is closed or not open for writing";
            throw new ResultsUnwritableException(
                $"The results cannot be written to standard output: {cause}; redirect it to a file on a disk with space, and try again.",
                e);
        }
    }

    private void WriteLog(string text)
    {
        try
        {
            log.Write(text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Whoever closed standard error, or let its disk fill up, loses the log and nothing else.
        }
    }
}
