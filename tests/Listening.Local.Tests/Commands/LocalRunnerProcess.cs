using System.Diagnostics;
using System.Text;

namespace Listening.Local.Tests.Commands;

/// <summary>The local runner as a person starts it: a process of its own.</summary>
internal sealed class LocalRunnerProcess : IDisposable
{
    /// <summary>128 and the signal's number, as .NET on Linux and macOS reports it.</summary>
    private const int Killed = 137;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(4);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _remarks;

    private LocalRunnerProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _remarks = process.StandardError.ReadToEndAsync();
    }

    public static LocalRunnerProcess Start(string workingFolder, params string[] arguments) => Start(workingFolder, [], arguments);

    private static LocalRunnerProcess Start(string workingFolder, IEnumerable<(string Name, string Value)> environment, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Listening.Local.dll"), .. arguments])
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

    /// <summary>Runs to the end and returns what a script would see.</summary>
    public static Task<LocalRunnerResult> RunAsync(string workingFolder, string input, params string[] arguments) =>
        RunAsync(workingFolder, input, [], arguments);

    public static async Task<LocalRunnerResult> RunAsync(
        string workingFolder, string input, IEnumerable<(string Name, string Value)> environment, string[] arguments)
    {
        using var host = Start(workingFolder, environment, arguments);
        await host._process.StandardInput.WriteAsync(input);
        host._process.StandardInput.Close();
        return await host.EndAsync();
    }

    public async Task<LocalRunnerResult> EndAsync()
    {
        using var late = new CancellationTokenSource(Longest);
        try
        {
            await _process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
            throw new TimeoutException($"The local runner did not end within {Longest}; so far it said: {await _remarks}");
        }

        return new LocalRunnerResult(_process.ExitCode, await _output, await _remarks);
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>SIGKILL: no last words, nothing saved. False if it had ended before.</summary>
    public async Task<bool> KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        return _process.ExitCode == Killed;
    }

    /// <summary>SIGINT, as Ctrl-C sends it.</summary>
    public async Task InterruptAsync()
    {
        using var kill = Process.Start("kill", ["-INT", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}

internal sealed record LocalRunnerResult(int ExitCode, string Output, string Remarks);
