namespace Listening.Local.Commands;

/// <summary>The main command: runs until it is stopped and shows what happens.</summary>
internal static class RunLive
{
    public static async Task<int> RunAsync(LocalHostOptions options, ConsoleOutput output, CancellationToken stopping)
    {
        using var counters = new RunCounters();
        await using var host = await LocalHost.OpenAsync(options with { GradualSample = true }, output, stopping);
        if (host.IsSample)
        {
            output.Log("There is no listening.json here, so this is the sample brand: a day of posts about Morgenrot coffee machines.");
        }

        if (options.Storage is null)
        {
            output.Log($"For Azure Storage Explorer: {host.ConnectionString}");
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var working = host.Functions.RunAsync(timers: true, ending.Token);
        var showing = output.IsTerminal
            ? LiveView.ShowAsync(host, counters, output, ending.Token)
            : PlainView.ShowAsync(host, counters, output, ending.Token);
        var ended = await Task.WhenAny(showing, working, host.StorageLost);
        await ending.CancelAsync();
        try
        {
            await showing;
            output.Log("Stopping: finishing messages in progress, then saving.");
        }
        finally
        {
            await working;
        }

        if (ended == host.StorageLost)
        {
            await ended;
            output.Log("Azurite ended unexpectedly. Start again; it continues from what was saved.");
            return ExitCodes.Failed;
        }

        return ExitCodes.Done;
    }
}
