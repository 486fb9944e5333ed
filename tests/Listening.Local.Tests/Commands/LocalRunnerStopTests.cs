using Listening.Testing;

namespace Listening.Local.Tests.Commands;

/// <summary>Signals in the first second of a run, when there is little to finish.</summary>
public sealed class LocalRunnerStopTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Ctrl_C_pressed_twice_stops_as_once()
    {
        for (var start = 0; start < 3; start++)
        {
            using var runner = await BeginAsync();

            await runner.InterruptTwiceAsync();

            await StoppedBeforeTheEndAsync(runner);
        }
    }

    [Fact]
    public async Task An_early_stop_does_not_claim_that_it_waited()
    {
        for (var start = 0; start < 4; start++)
        {
            using var runner = await BeginAsync();

            await runner.SignalAsync("INT");

            await StoppedBeforeTheEndAsync(runner);
        }
    }

    /// <summary>Returns once the command has begun, and before Azurite runs.</summary>
    private async Task<LocalRunnerProcess> BeginAsync()
    {
        var sample = _folder.At(".listening/sample");
        if (Directory.Exists(sample))
        {
            Directory.Delete(sample, recursive: true);
        }

        var runner = await LocalRunnerProcess.StartInForegroundAsync(_folder.Path);
        while (!Directory.Exists(sample) && !runner.HasExited)
        {
            await Task.Delay(10);
        }

        return runner;
    }

    private static async Task StoppedBeforeTheEndAsync(LocalRunnerProcess runner)
    {
        var result = await runner.EndAsync();
        Assert.Equal(
            (1, "Stopped before the end. What was stored is kept; the next run continues from there."),
            (result.ExitCode, result.Log.TrimEnd()));
    }
}
