using System.Diagnostics;
using Listening.Admit;
using Listening.Cases;
using Listening.Messages;
using Listening.Sources;
using Listening.Understand;
using Microsoft.Extensions.DependencyInjection;

namespace Listening.Local.Commands;

/// <summary><c>run --once</c>: works until all sources are read and all queues are empty, then prints a summary.</summary>
internal static class RunOnce
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(150);

    public static async Task<int> RunAsync(LocalHostOptions options, bool json, ConsoleOutput output, CancellationToken stopping)
    {
        var startedAt = Stopwatch.GetTimestamp();
        using var counters = new RunCounters();
        await using var host = await LocalHost.OpenAsync(options, output, stopping);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var working = host.Functions.RunAsync(timers: false, ending.Token);
        try
        {
            var processing = ProcessAllAsync(host, counters, output, stopping);
            var first = await Task.WhenAny(processing, host.StorageLost, working);
            if (first == host.StorageLost)
            {
                await first;
                output.Log("Azurite ended before the work was done. Start again; it continues from what was saved.");
                return ExitCodes.Failed;
            }

            await first;
            await processing;
        }
        finally
        {
            await ending.CancelAsync();
            await working;
            output.EndProgress();
        }

        var checkpoints = await host.Services.GetRequiredService<ICheckpoints>().AllAsync(stopping);
        var sources = host.Config.Current.Sources.Select(source =>
        {
            var problem = checkpoints.FirstOrDefault(checkpoint => checkpoint.Source == source.Name)?.Problem;
            var (fetched, added, rejected) = counters.OfSource(source.Name);
            return new SourceSummary(source.Name, fetched, added, rejected, problem?.Sentence, problem?.Code);
        });
        var seconds = Math.Round(Stopwatch.GetElapsedTime(startedAt).TotalSeconds, 2);
        if (json)
        {
            output.Json(JsonLine(sources, counters, seconds));
        }
        else
        {
            output.Result(Format(sources, counters, seconds));
        }

        return counters.Poisoned > 0 ? ExitCodes.Poisoned : ExitCodes.Done;
    }

    private static async Task ProcessAllAsync(LocalHost host, RunCounters counters, ConsoleOutput output, CancellationToken stopping)
    {
        await host.Services.GetRequiredService<CollectStep>().RunAsync(everySource: true, stopping);
        while (await CountMessagesAsync(host.Account, stopping) is > 0 and var left)
        {
            output.Progress($"{counters.Fetched} fetched, {counters.New} new, {counters.Alerts} alerts, {left} messages left");
            await Task.Delay(PollInterval, stopping);
        }

        // Nobody else works on this folder, and no batch is left: what was opened and is not announced was interrupted.
        await host.Services.GetRequiredService<SweepStep>().RunAsync(TimeSpan.Zero, stopping);
        await host.Services.GetRequiredService<PoisonWatchStep>().RunAsync(stopping);
        await host.Services.GetRequiredService<LearnSourceProfilesStep>().RunAsync(stopping);
        await host.Services.GetRequiredService<TrimIrrelevantStep>().RunAsync(stopping);
    }

    /// <summary>Messages on the service's own queues, including those in progress.</summary>
    private static async Task<int> CountMessagesAsync(StorageAccount account, CancellationToken stopping)
    {
        // In flow order: a fetch sends its mentions to the next queue before its own message leaves this one.
        var count = 0;
        foreach (var queue in Queues.Own)
        {
            count += (await account.Queue(queue).GetPropertiesAsync(stopping)).Value.ApproximateMessagesCount;
        }

        return count;
    }

    /// <summary>The counts are those of this run. A mention of two brands is fetched once and new twice.</summary>
    private static object JsonLine(IEnumerable<SourceSummary> sources, RunCounters counters, double seconds) => new
    {
        Sources = sources,
        counters.Fetched,
        counters.New,
        counters.Edited,
        counters.Duplicates,
        counters.Irrelevant,
        counters.Rejected,
        Negative = counters.NewOf("negative"),
        Neutral = counters.NewOf("neutral"),
        Positive = counters.NewOf("positive"),
        Unsure = counters.NewOf("unsure"),
        Own = counters.NewOf("own"),
        counters.Compared,
        counters.Disagreed,
        counters.Alerts,
        counters.Poisoned,
        Seconds = seconds,
    };

    private static string Format(IEnumerable<SourceSummary> sources, RunCounters counters, double seconds) => string.Join('\n',
    [
        $"Fetched {counters.Fetched} mentions in {seconds:0.0} s: {counters.New} new, {counters.Edited} edited, "
            + $"{counters.Duplicates} duplicates, {counters.Irrelevant} irrelevant"
            + (counters.Rejected > 0 ? $", {counters.Rejected} items skipped." : "."),
        $"New mentions: {counters.Sentiments}.",
        $"{counters.Alerts} alerts sent; {counters.Poisoned} messages poisoned.",
        .. counters.Compared > 0
            ? [$"The second model judged {counters.Compared} of the new mentions and disagreed on {counters.Disagreed}."]
            : Array.Empty<string>(),
        .. sources.Select(source => $"  {source.Name}: {source.Fetched} fetched, {source.New} new"
            + (source.Rejected > 0 ? $", {source.Rejected} skipped" : "")
            + (source.Problem is { } problem ? $". Problem: {problem}." : "")),
    ]);

    /// <param name="Problem">Why it could not be read this time, in one sentence; null if it could.</param>
    /// <param name="ProblemCode">The problem's stable code; null if there is none.</param>
    private sealed record SourceSummary(string Name, long Fetched, long New, long Rejected, string? Problem, string? ProblemCode);
}
