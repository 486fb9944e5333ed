using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Listening.Local.Tests.Commands;

/// <summary>The local runner as a person starts it: a process of its own.</summary>
internal sealed class LocalRunnerProcess : IDisposable
{
    /// <summary>128 and the signal's number, as .NET on Linux and macOS reports it.</summary>
    private const int Killed = 137;

    private const int Interrupt = 2;
    private const nint DefaultHandler = 0;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(4);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly StringBuilder _log = new();
    private readonly Task _logging;

    private LocalRunnerProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _logging = ReadLogAsync();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    private string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    public static LocalRunnerProcess Start(string workingFolder, params string[] arguments) =>
        Start(workingFolder, [], "dotnet", [Runner, .. arguments]);

    public static LocalRunnerProcess Start(
        string workingFolder, IEnumerable<(string Name, string Value)> environment, params string[] arguments) =>
        Start(workingFolder, environment, "dotnet", [Runner, .. arguments]);

    /// <summary>As from a terminal, where SIGINT has its default meaning, even if this test run was started with SIGINT ignored.</summary>
    public static async Task<LocalRunnerProcess> StartInForegroundAsync(string workingFolder)
    {
        if (!await InheritsIgnoredInterruptAsync())
        {
            return Start(workingFolder);
        }

        var ignored = SetHandler(Interrupt, DefaultHandler);
        try
        {
            return Start(workingFolder);
        }
        finally
        {
            _ = SetHandler(Interrupt, ignored);
        }
    }

    /// <summary>As with <c>nohup … &amp;</c>: a shell without job control has SIGINT ignored by what it starts in the background.</summary>
    public static LocalRunnerProcess StartInBackground(string workingFolder) =>
        Start(workingFolder, [], "sh", ["-c", "trap '' INT; exec dotnet \"$0\"", Runner]);

    /// <summary>With the redirections of a shell, as in <c>check 2&gt;&amp;-</c>.</summary>
    public static LocalRunnerProcess StartByShell(string workingFolder, string commandLine) =>
        Start(workingFolder, [], "sh", ["-c", $"exec dotnet \"$0\" {commandLine}", Runner]);

    /// <summary>Runs to the end and returns what a script would see.</summary>
    public static Task<LocalRunnerResult> RunAsync(string workingFolder, string input, params string[] arguments) =>
        RunAsync(workingFolder, input, [], arguments);

    public static async Task<LocalRunnerResult> RunAsync(
        string workingFolder, string input, IEnumerable<(string Name, string Value)> environment, string[] arguments)
    {
        using var runner = Start(workingFolder, environment, "dotnet", [Runner, .. arguments]);
        await runner._process.StandardInput.WriteAsync(input);
        runner._process.StandardInput.Close();
        return await runner.EndAsync();
    }

    public Task<LocalRunnerResult> EndAsync() => EndAsync(Longest);

    public async Task<LocalRunnerResult> EndAsync(TimeSpan within)
    {
        using var late = new CancellationTokenSource(within);
        try
        {
            await _process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
            throw new TimeoutException($"The local runner did not end within {within}; its log: {Log}");
        }

        await _logging;
        return new LocalRunnerResult(_process.ExitCode, await _output, Log);
    }

    /// <summary>Returns once its log contains this, or it has ended.</summary>
    public async Task UntilLoggedAsync(string part)
    {
        while (!Log.Contains(part, StringComparison.Ordinal) && !_logging.IsCompleted)
        {
            await Task.Delay(50);
        }
    }

    /// <summary>SIGKILL: nothing is saved. False if it had ended before.</summary>
    public async Task<bool> KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        return _process.ExitCode == Killed;
    }

    /// <param name="signal"><c>INT</c>, as Ctrl-C sends it, or <c>TERM</c>, as <c>docker stop</c> sends it.</param>
    public Task SignalAsync(string signal) => SignalAsync(signal, _process.Id);

    /// <summary>As somebody presses Ctrl-C who is in a hurry.</summary>
    public async Task InterruptTwiceAsync()
    {
        using var kill = Process.Start("sh", ["-c", $"kill -INT {_process.Id}; sleep 0.03; kill -INT {_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    public static async Task SignalAsync(string signal, int process)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static string Runner => Path.Combine(AppContext.BaseDirectory, "Listening.Local.dll");

    private static LocalRunnerProcess Start(
        string workingFolder, IEnumerable<(string Name, string Value)> environment, string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = workingFolder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new LocalRunnerProcess(Process.Start(start)!);
    }

    /// <summary>Whether SIGINT is ignored here and in every process started here: a shell then survives sending it to itself.</summary>
    private static async Task<bool> InheritsIgnoredInterruptAsync()
    {
        using var shell = Process.Start(
            new ProcessStartInfo("sh", ["-c", "kill -INT $$; echo survived"]) { RedirectStandardOutput = true })!;
        return (await shell.StandardOutput.ReadToEndAsync()).Contains("survived", StringComparison.Ordinal);
    }

    [DllImport("libc", EntryPoint = "signal")]
    private static extern nint SetHandler(int signal, nint handler);

    private async Task ReadLogAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            lock (_log)
            {
                _log.Append(line).Append('\n');
            }
        }
    }
}

internal sealed record LocalRunnerResult(int ExitCode, string Output, string Log);
