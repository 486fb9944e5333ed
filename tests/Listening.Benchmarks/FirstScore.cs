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
        var models = ModelSet.Load(ShippedSet.Manifest);
        var loaded = Stopwatch.GetElapsedTime(atMain);
        Span<float> logits = stackalloc float[models.Size];
        Span<float> probabilities = stackalloc float[models.Heads[0].Labels.Count];
        models.Read("Wo bleibt mein Paket?", logits);
        var label = models.Heads[0].Labels[models.Heads[0].Probabilities(logits, probabilities)];

        var scored = Stopwatch.GetElapsedTime(atMain);
        var sinceStart = DateTime.UtcNow - started;
        output.WriteLine(
            $"{sinceStart.TotalMilliseconds:F0} ms from process start to the first score ({label}): "
            + $"{loaded.TotalMilliseconds:F0} ms to load {models.Heads.Count} zips and their manifest, "
            + $"{(scored - loaded).TotalMilliseconds:F1} ms to score");
    }
}
