using Microsoft.Extensions.Logging;

namespace Listening.Local.Views;

/// <summary>For a log file: a line when something moved, at most every ten seconds.</summary>
internal static class PlainView
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(10);

    public static async Task ShowAsync(LocalHost desk, RunCounters tally, ConsoleOutput talk, CancellationToken stopping)
    {
        talk.Log(LogLevel.Information, $"Listening to {Quantity.Format(desk.Config.Current.Sources.Count, "source")} for {Quantity.Format(desk.Config.Current.Brands.Count, "brand")}; Ctrl-C stops.");
        var last = "";
        while (!stopping.IsCancellationRequested)
        {
            var line = FormattableString.Invariant(
                $"{tally.Fetched} fetched, {tally.New} new ({tally.NewOf("negative")} negative, {tally.NewOf("neutral")} neutral, {tally.NewOf("positive")} positive, {tally.NewOf("unsure")} unsure), {tally.Irrelevant} irrelevant, {tally.Alerts} alerts");
            if (line != last)
            {
                talk.Log(LogLevel.Information, $"{DateTimeOffset.Now:HH:mm:ss} {line}");
                last = line;
            }

            await Task.Delay(Pace, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
