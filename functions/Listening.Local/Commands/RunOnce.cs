using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Listening.Cases;
using Listening.Local.Views;
using Listening.Messages;
using Listening.Route;
using Listening.Sources;
using Listening.Understand;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Listening.Local.Commands;

/// <summary><c>run --once</c>: works until sources and queues are drained, then tells what came of it.</summary>
internal static class RunOnce
{
    public static async Task<int> RunAsync(LocalHostOptions options, bool json, ConsoleOutput output, CancellationToken stopping)
    {
        var since = Stopwatch.GetTimestamp();
        using var counters = new RunCounters();
        await using var host = await LocalHost.OpenAsync(options, output.Log, stopping);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var working = host.Host.RunAsync(timers: false, ending.Token);
        try
        {
            var draining = WorkAsync(host, counters, output, stopping);
            var first = await Task.WhenAny(draining, host.StorageLost, working);
            if (first == host.StorageLost)
            {
                output.Log(LogLevel.Error, "Azurite ended before the work was done; start again, nothing that was stored is lost.");
                return ExitCodes.Failed;
            }

            await first;
            await draining;
        }
        finally
        {
            await ending.CancelAsync();
            await working;
            output.EndProgress();
        }

        var summary = await SummaryAsync(host, counters, Stopwatch.GetElapsedTime(since), stopping);
        output.Result(json ? JsonSerializer.Serialize(summary, SummaryJson.Default.RunSummary) : summary.InWords());
        return summary.Poisoned > 0 ? ExitCodes.Poisoned : ExitCodes.Done;
    }

    private static async Task WorkAsync(LocalHost host, RunCounters counters, ConsoleOutput output, CancellationToken stopping)
    {
        await host.Services.GetRequiredService<SweepStep>().RunAsync(stopping);
        await host.Services.GetRequiredService<CollectStep>().RunAsync(everySource: true, stopping);
        await Drain.UntilEmptyAsync(
            host.Account, left => output.Progress($"{counters.Fetched} fetched, {counters.New} new, {counters.Alerts} alerts, {left} messages left"), stopping);
        await host.Services.GetRequiredService<PoisonWatchStep>().RunAsync(stopping);
        await host.Services.GetRequiredService<LearnSourceProfilesStep>().RunAsync(stopping);
    }

    private static async Task<RunSummary> SummaryAsync(LocalHost host, RunCounters counters, TimeSpan taken, CancellationToken stopping)
    {
        var checkpoints = (await host.Services.GetRequiredService<ICheckpoints>().AllAsync(stopping)).ToDictionary(checkpoint => checkpoint.Source);
        return new RunSummary
        {
            Sources = [.. host.Config.Current.Sources.Select(source => new SourceSummary(
                source.Name,
                counters.FetchedFrom(source.Name),
                counters.NewFrom(source.Name),
                counters.RejectedFrom(source.Name),
                checkpoints.GetValueOrDefault(source.Name)?.Problem?.Sentence))],
            Fetched = counters.Fetched,
            New = counters.New,
            Edited = counters.Edited,
            Duplicates = counters.Duplicates,
            Irrelevant = counters.Irrelevant,
            Rejected = counters.Rejected,
            Negative = counters.NewOf("negative"),
            Neutral = counters.NewOf("neutral"),
            Positive = counters.NewOf("positive"),
            Unsure = counters.NewOf("unsure"),
            Compared = counters.Compared,
            Disagreed = counters.Disagreed,
            Alerts = counters.Alerts,
            Poisoned = counters.Poisoned,
            Seconds = Math.Round(taken.TotalSeconds, 2),
        };
    }
}

/// <summary>What came of a run. Counts are of this run; a mention of two brands is fetched once and new twice.</summary>
internal sealed record RunSummary
{
    public required IReadOnlyList<SourceSummary> Sources { get; init; }
    public required long Fetched { get; init; }
    public required long New { get; init; }
    public required long Edited { get; init; }
    public required long Duplicates { get; init; }
    public required long Irrelevant { get; init; }

    /// <summary>Items of a source that could not be read; standard error names them.</summary>
    public required long Rejected { get; init; }

    public required long Negative { get; init; }
    public required long Neutral { get; init; }
    public required long Positive { get; init; }

    /// <summary>Those in languages the model never learned, and those it finds no polarity likely enough for: somebody should look.</summary>
    public required long Unsure { get; init; }

    /// <summary>New ones that a second model judged too; 0 if none is set to be compared.</summary>
    public required long Compared { get; init; }

    /// <summary>Those of them for which the second model finds another label likeliest.</summary>
    public required long Disagreed { get; init; }

    public required long Alerts { get; init; }
    public required long Poisoned { get; init; }
    public required double Seconds { get; init; }

    public string InWords()
    {
        var lines = new List<string>
        {
            $"Fetched {Fetched} mentions in {Seconds:0.0} s: {New} new, {Edited} edited, {Duplicates} known before, {Irrelevant} irrelevant"
                + (Rejected > 0 ? $", {Rejected} items skipped" : "") + ".",
            $"Of the new ones {Negative} are negative, {Neutral} neutral, {Positive} positive, and {Unsure} the model is unsure of.",
            $"{Alerts} cases announced to their queues; {Poisoned} messages poisoned.",
        };
        if (Compared > 0)
        {
            lines.Add($"The model to compare judged {Compared} of them too, and labels {Disagreed} otherwise.");
        }

        lines.AddRange(Sources.Select(source => $"  {source.Name}: {source.Fetched} fetched, {source.New} new"
            + (source.Rejected > 0 ? $", {source.Rejected} skipped" : "")
            + (source.Problem is { } problem ? $". Problem: {problem}." : "")));
        return string.Join(Environment.NewLine, lines);
    }
}

/// <param name="Problem">Why it could not be read this time, in one sentence; null if it could.</param>
internal sealed record SourceSummary(string Name, long Fetched, long New, long Rejected, string? Problem);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RunSummary))]
internal sealed partial class SummaryJson : JsonSerializerContext;
