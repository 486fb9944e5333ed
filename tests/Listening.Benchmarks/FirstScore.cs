using System.Diagnostics;
using Listening.Scoring;

namespace Listening.Benchmarks;

/// <summary>What a cold start pays: the time from the start of the process to its first score.</summary>
internal static class FirstScore
{
    public static void Report(TextWriter output)
    {
        var atMain = Stopwatch.GetTimestamp();
        var started = Process.GetCurrentProcess().StartTime.ToUniversalTime();
        var model = ModelPackage.Load(Path.Combine(ScoringBenchmarks.Models, "starter.json")).Model;
        var loaded = Stopwatch.GetElapsedTime(atMain);
        Span<float> probabilities = stackalloc float[model.Labels.Count];
        var label = model.Labels[model.Score("Wo bleibt mein Paket?", probabilities)];

        var scored = Stopwatch.GetElapsedTime(atMain);
        var sinceStart = DateTime.UtcNow - started;
        output.WriteLine(
            $"{sinceStart.TotalMilliseconds:F0} ms from process start to the first score ({label}): "
            + $"{loaded.TotalMilliseconds:F0} ms to load zip and manifest, {(scored - loaded).TotalMilliseconds:F1} ms to score");
    }
}
