using Listening.Local.Hosting;
using Listening.Local.Views;
using Microsoft.Extensions.Logging;

namespace Listening.Local.Commands;

/// <summary>The main command: runs until somebody stops it, and shows what happens.</summary>
internal static class RunLive
{
    public static async Task<int> RunAsync(LocalHostOptions options, ConsoleOutput output, CancellationToken stopping)
    {
        using var counters = new RunCounters();
        await using var host = await LocalHost.OpenAsync(options, output.Log, stopping);
        if (host.IsSample)
        {
            output.Log(LogLevel.Warning, "No listening.json here, so this is a sample brand: a day of posts about Morgenrot, who make coffee machines.");
        }

        if (options.Storage is null)
        {
            output.Log(LogLevel.Warning, $"For Azure Storage Explorer: {host.ConnectionString}");
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var working = host.Host.RunAsync(timers: true, ending.Token);
        var watching = output.Terminal
            ? LiveView.ShowAsync(host, counters, output, ending.Token)
            : PlainView.ShowAsync(host, counters, output, ending.Token);
        var ended = await Task.WhenAny(watching, working, host.StorageLost);
        await ending.CancelAsync();
        try
        {
            await watching;
            output.Log(LogLevel.Warning, "Stopping: finishing what is in work, then saving.");
        }
        finally
        {
            await working;
        }

        if (ended == host.StorageLost)
        {
            output.Error("Azurite ended though nobody stopped it; start again, it goes on from what was saved.");
            return ExitCodes.Failed;
        }

        return ExitCodes.Done;
    }
}
