namespace Listening.Local.Views;

/// <summary>For a log file: a line whenever a count changed, at most every ten seconds.</summary>
internal static class PlainView
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    public static async Task ShowAsync(LocalHost host, RunCounters counters, ConsoleOutput output, CancellationToken stopping)
    {
        var config = host.Config.Current;
        var sources = Quantity.Format(config.Sources.Count, "source");
        var brands = Quantity.Format(config.Brands.Count, "brand");
        output.Log($"Listening to {sources} for {brands}; Ctrl-C stops. Counts are since this start.");
        var last = "";
        while (!stopping.IsCancellationRequested)
        {
            var line = $"{counters.Fetched} fetched, {counters.New} new ({counters.Sentiments}), {counters.Irrelevant} irrelevant, "
                + $"{counters.Alerts} alerts";
            if (line != last)
            {
                output.Log($"{DateTimeOffset.Now:HH:mm:ss} {line}");
                last = line;
            }

            await Task.Delay(Interval, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
