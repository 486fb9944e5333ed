using System.Runtime.InteropServices;
using Listening.Local.Commands;

namespace Listening.Local.Hosting;

/// <summary>
/// SIGINT (Ctrl-C) and SIGTERM (docker stop). The first of them cancels <see cref="Stopping"/>; further ones change nothing, as the limit
/// is short. System.CommandLine's own handler fails at the second signal, and calls a command that was cancelled late (3.0.0).
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource<int> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IReadOnlyList<PosixSignalRegistration> _registrations;

    public StopSignals()
    {
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, ExitCodes.Interrupted)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, ExitCodes.Terminated)),
        ];
        Late = WaitAsync();
    }

    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Completes <see cref="Ending.Limit"/> after the first signal, with the exit code of a process that it ended.</summary>
    public Task<int> Late { get; }

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private void Stop(PosixSignalContext signal, int exitCode)
    {
        signal.Cancel = true;
        if (_first.TrySetResult(exitCode))
        {
            _ = _stopping.CancelAsync();
        }
    }

    private async Task<int> WaitAsync()
    {
        var exitCode = await _first.Task;
        await Task.Delay(Ending.Limit, CancellationToken.None);
        return exitCode;
    }
}
