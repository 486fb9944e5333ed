using Listening.Local.Hosting;
using Listening.Local.Views;
using Microsoft.Extensions.Logging;

namespace Listening.Local.Commands;

/// <summary>The main command: runs until somebody stops it, and shows what happens.</summary>
internal static class RunLive
{
    public static async Task<int> RunAsync(LocalHostOptions options, ConsoleOutput talk, CancellationToken stopping)
    {
        using var tally = new RunCounters();
        await using var desk = await LocalHost.OpenAsync(options, talk.Log, stopping);
        if (desk.IsSample)
        {
            talk.Log(LogLevel.Warning, "No listening.json here, so this is a sample brand: a day of posts about Morgenrot, who make coffee machines.");
        }

        if (options.Storage is null)
        {
            talk.Log(LogLevel.Warning, $"For Azure Storage Explorer: {desk.ConnectionString}");
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var working = desk.Host.RunAsync(timers: true, ending.Token);
        var watching = talk.Terminal
            ? LiveView.ShowAsync(desk, tally, talk, ending.Token)
            : PlainView.ShowAsync(desk, tally, talk, ending.Token);
        var ended = await Task.WhenAny(watching, working, desk.StorageLost);
        await ending.CancelAsync();
        try
        {
            await watching;
            talk.Log(LogLevel.Warning, "Stopping: finishing what is in work, then saving.");
        }
        finally
        {
            await working;
        }

        if (ended == desk.StorageLost)
        {
            talk.Error("Azurite ended though nobody stopped it; start again, it goes on from what was saved.");
            return ExitCodes.Failed;
        }

        return ExitCodes.Done;
    }
}
