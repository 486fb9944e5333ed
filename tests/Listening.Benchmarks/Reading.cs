using System.Diagnostics;
using Listening.Domain;
using Listening.Understand;

namespace Listening.Benchmarks;

/// <summary>
/// <c>reading 5</c>: posts of test.tsv a second, by words alone and with the encoder where words do not tell, on one thread and on two, in
/// turn in one run; the median of the rounds.
/// </summary>
internal static class Reading
{
    public static void Report(int rounds, TextWriter output)
    {
        var posts = ShippedSet.Posts();
        using var model = ZipTextModel.LoadShipped();
        output.WriteLine(
            model.Warm() ?? FormattableString.Invariant($"{posts.Count} posts of {posts.Average(post => post.Length):F0} characters"));
        var shares = posts.Count(post => model.Read(post, learned: null).Care!.Heads == CareReading.WordsAndEncoder);
        output.WriteLine(FormattableString.Invariant($"the encoder reads {(double)shares / posts.Count:P0} of them"));
        var ways = Enum.GetValues<Understanding>()
            .SelectMany(understanding => new[] { 1, 2 }.Select(threads => (understanding, threads))).ToList();
        var measured = ways.ToDictionary(way => way, _ => new List<(double PerSecond, double Bytes)>());
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var way in ways)
            {
                var figures = Measure(model, posts, way.understanding, way.threads);
                if (round > 0)
                {
                    measured[way].Add(figures);
                }
            }
        }

        foreach (var (way, figures) in measured)
        {
            output.WriteLine(FormattableString.Invariant(
                $"{way.understanding,-6} {way.threads} threads: {Median(figures.Select(one => one.PerSecond)):F0} posts a second ")
                + FormattableString.Invariant(
                    $"({figures.Min(one => one.PerSecond):F0} to {figures.Max(one => one.PerSecond):F0}), ")
                + FormattableString.Invariant($"{Median(figures.Select(one => one.Bytes)):F0} bytes a post"));
        }
    }

    private static (double PerSecond, double Bytes) Measure(
        ZipTextModel model, IReadOnlyList<string> posts, Understanding understanding, int threads)
    {
        var (bytes, startedAt) = (GC.GetTotalAllocatedBytes(), Stopwatch.GetTimestamp());
        Parallel.ForEach(
            posts, new ParallelOptions { MaxDegreeOfParallelism = threads }, post => model.Read(post, learned: null, understanding));
        var seconds = Stopwatch.GetElapsedTime(startedAt).TotalSeconds;
        return (posts.Count / seconds, (double)(GC.GetTotalAllocatedBytes() - bytes) / posts.Count);
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
