using Microsoft.Extensions.Logging;

namespace Listening.Local.Views;

/// <summary>For a log file: a line when something moved, at most every ten seconds.</summary>
internal static class PlainView
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(10);

    public static async Task ShowAsync(LocalHost host, RunCounters counters, ConsoleOutput output, CancellationToken stopping)
    {
        output.Log(LogLevel.Information, $"Listening to {Quantity.Format(host.Config.Current.Sources.Count, "source")} for {Quantity.Format(host.Config.Current.Brands.Count, "brand")}; Ctrl-C stops.");
        var last = "";
        while (!stopping.IsCancellationRequested)
        {
            var line = FormattableString.Invariant(
                $"{counters.Fetched} fetched, {counters.New} new ({counters.NewOf("negative")} negative, {counters.NewOf("neutral")} neutral, {counters.NewOf("positive")} positive, {counters.NewOf("unsure")} unsure), {counters.Irrelevant} irrelevant, {counters.Alerts} alerts");
            if (line != last)
            {
                output.Log(LogLevel.Information, $"{DateTimeOffset.Now:HH:mm:ss} {line}");
                last = line;
            }

            await Task.Delay(Pace, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
