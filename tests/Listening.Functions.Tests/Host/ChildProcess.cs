using System.Diagnostics;

namespace Listening.Functions.Tests.Host;

/// <summary>A <c>dotnet</c> process with everything it writes. Disposing it ends it, with its own children.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private ChildProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _errors = process.StandardError.ReadToEndAsync();
        Ended = EndAsync();
    }

    /// <summary>Completes when the process has ended, for whatever reason.</summary>
    public Task<ProcessEnd> Ended { get; }

    /// <param name="environment">Laid over our own; null removes a variable.</param>
    public static ChildProcess Start(string folder, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> environment)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new ChildProcess(Process.Start(start)!);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await Ended;
        }

        _process.Dispose();
    }

    private async Task<ProcessEnd> EndAsync()
    {
        await _process.WaitForExitAsync();
        return new ProcessEnd(_process.ExitCode, await _output, await _errors);
    }
}

internal sealed record ProcessEnd(int ExitCode, string Output, string Errors);
