namespace Listening.Local.Hosting;

/// <summary>
/// The parts of a stop, each of which has a limit, so that Ctrl-C and SIGTERM end the process within 5 seconds whatever hangs: messages in
/// progress (<see cref="LocalFunctionHost"/>, 1.75 s), telemetry (here, 1 s), Azurite's saving (1.5 s).
/// </summary>
internal static class Ending
{
    /// <summary>The process ends this long after a signal even if something was overlooked.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(4.7);

    private static readonly TimeSpan TimeToExport = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TimeToExportOnceStopping = TimeSpan.FromSeconds(1);

    /// <summary>Disposes the app. That exports its telemetry, and takes half a minute if the endpoint does not answer.</summary>
    public static async Task DisposeAsync(IAsyncDisposable app, CancellationToken stopping)
    {
        using var late = new CancellationTokenSource(TimeToExport);
        await using var sooner = stopping.Register(() => late.CancelAfter(TimeToExportOnceStopping));
        try
        {
            await Task.Run(() => app.DisposeAsync().AsTask(), CancellationToken.None).WaitAsync(late.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            // What could not be exported by now is lost; telemetry is not worth more waiting.
        }
    }
}
