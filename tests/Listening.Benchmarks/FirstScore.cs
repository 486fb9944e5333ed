using System.Diagnostics;
using Listening.Domain;
using Listening.Understand;

namespace Listening.Benchmarks;

/// <summary>What a cold start pays: the time from the start of the process to its first verdict, and the most memory it took.</summary>
internal static class FirstScore
{
    private const string Post = "Warte seit dem 4. auf die Gutschrift, im Chat heißt es jeden Tag: in Bearbeitung.";

    public static void Report(Understanding understanding, TextWriter output)
    {
        var started = Process.GetCurrentProcess().StartTime.ToUniversalTime();
        using var model = ZipTextModel.LoadShipped();
        var read = model.Read(Post, learned: null, understanding);
        var sinceStart = DateTime.UtcNow - started;
        var peak = Process.GetCurrentProcess().PeakWorkingSet64 / 1_000_000;
        output.WriteLine(FormattableString.Invariant(
            $"{sinceStart.TotalMilliseconds:F0} ms from process start to the first verdict by {read.Care!.Heads}, {peak} MB at most"));
    }
}
