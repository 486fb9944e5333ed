using System.Diagnostics;
using Listening.AzureStorage;
using Listening.Azurite;
using Listening.Domain;
using Listening.Queries;

namespace Listening.Benchmarks;

/// <summary>What trying a query costs beside a bare read of the same rows, from a folder in which the local runner stored them.</summary>
internal static class QueryTry
{
    /// <summary><c>query try</c> shows its first figures after so many mentions.</summary>
    private const int First = 2_000;

    /// <param name="query">The query to try beside <paramref name="inUse"/>.</param>
    public static async Task RunAsync(string folder, string brand, string query, string inUse, int rounds, TextWriter output)
    {
        await using var azurite = await AzuriteProcess.StartAsync(folder);
        var table = new TableMentions(StorageAccount.Connect(azurite.ConnectionString));
        var (tried, used) = (Read(query), Read(inUse));
        var times = new List<(Times Bare, Times Trial)>();
        for (var round = 0; round <= rounds; round++)
        {
            var bare = await ReadAsync(table, brand, _ => { });
            var trial = new QueryTrial(tried, used);
            var measured = await ReadAsync(table, brand, trial.Add);
            if (round > 0)
            {
                times.Add((bare, measured));
            }

            if (round == rounds)
            {
                output.WriteLine($"{trial.Matched} of {trial.Posts} match, {trial.Added} new, {trial.Lost} lost");
            }
        }

        Report("bare read", times.Select(time => time.Bare));
        Report("query try", times.Select(time => time.Trial));

        void Report(string what, IEnumerable<Times> all)
        {
            var (first, whole) = (Median(all.Select(time => time.First)), Median(all.Select(time => time.All)));
            output.WriteLine(FormattableString.Invariant(
                $"{what}: first figures after {first.TotalMilliseconds:F0} ms, all after {whole.TotalMilliseconds:F0} ms"));
        }
    }

    private static async Task<Times> ReadAsync(TableMentions table, string brand, Action<Mention> read)
    {
        var now = DateTimeOffset.UtcNow;
        var (start, first, count) = (Stopwatch.GetTimestamp(), TimeSpan.Zero, 0);
        await foreach (var judged in table.SinceAsync([brand], now.AddDays(-60), now, default))
        {
            read(judged.Mention);
            first = ++count == First ? Stopwatch.GetElapsedTime(start) : first;
        }

        return new Times(first, Stopwatch.GetElapsedTime(start));
    }

    private static Query Read(string query) =>
        Query.TryParse(query, out var problem) ?? throw new ArgumentException($"'{query}' cannot be used: {problem!.Sentence}.");

    private static TimeSpan Median(IEnumerable<TimeSpan> times) => times.Order().ToList() is var ordered ? ordered[ordered.Count / 2] : default;

    private readonly record struct Times(TimeSpan First, TimeSpan All);
}
