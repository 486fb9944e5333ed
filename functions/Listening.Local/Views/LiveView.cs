using Listening.AzureStorage;
using Listening.Domain;
using Listening.Local.Hosting;
using Listening.Messages;
using Microsoft.Extensions.Logging;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Listening.Local.Views;

/// <summary>For a person at a terminal: sources, queues, verdicts and the last alerts, redrawn as they change.</summary>
internal static class LiveView
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);

    /// <summary>Below this many columns the panels stand one under the other.</summary>
    private const int Wide = 110;

    private const int RemarksShown = 4;

    public static async Task ShowAsync(LocalHost host, RunCounters counters, ConsoleOutput output, CancellationToken stopping)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        var remarks = new Queue<string>();
        using var caught = output.RedirectLogTo((level, line) =>
        {
            lock (remarks)
            {
                remarks.Enqueue($"{DateTimeOffset.Now:HH:mm:ss} {line}");
                while (remarks.Count > RemarksShown)
                {
                    remarks.Dequeue();
                }
            }
        });
        await console.Live(new Text("Starting …")).AutoClear(false).StartAsync(async live =>
        {
            while (!stopping.IsCancellationRequested)
            {
                try
                {
                    live.UpdateTarget(Render(host, counters, await Snapshot.TakeAsync(host, stopping), Latest(), console.Profile.Width));
                }
                catch (OperationCanceledException) when (stopping.IsCancellationRequested)
                {
                    return;
                }
                catch (Exception e) when (StorageFailure.Is(e))
                {
                    live.UpdateTarget(new Text($"Nothing to show just now, {StorageFailure.Describe(e)}; looking again."));
                }

                await Task.Delay(Pace, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        });

        IReadOnlyList<string> Latest()
        {
            lock (remarks)
            {
                return [.. remarks];
            }
        }
    }

    internal static IRenderable Render(LocalHost host, RunCounters counters, Snapshot now, IReadOnlyList<string> remarks, int width)
    {
        IRenderable figures = width >= Wide
            ? new Columns(Sources(host, counters, now), new Rows(Queues(now), Verdicts(counters)))
            : new Rows(Sources(host, counters, now), Queues(now), Verdicts(counters));
        var parts = new List<IRenderable> { figures, Alerts(now, width) };
        if (remarks.Count > 0)
        {
            parts.Add(new Panel(new Rows(remarks.Select(remark => new Text(remark)))).RoundedBorder().Header("Remarks").BorderColor(Color.Yellow).Expand());
        }

        parts.Add(new Markup("[grey]Ctrl-C stops. In another terminal: [/]mentions[grey], [/]alerts[grey], [/]poison[grey]; [/]--help[grey] tells more.[/]"));
        return new Rows(parts);
    }

    private static Table Sources(LocalHost host, RunCounters counters, Snapshot now)
    {
        var table = new Table().Border(TableBorder.Rounded).Title("Sources").AddColumns(
            new TableColumn("Source"), new TableColumn("Fetched").RightAligned(), new TableColumn("New").RightAligned(), new TableColumn("State"));
        foreach (var source in host.Config.Current.Sources)
        {
            var checkpoint = now.Checkpoints.GetValueOrDefault(source.Name);
            table.AddRow(
                new Text(source.Name),
                new Text(Number(counters.FetchedFrom(source.Name))),
                new Text(Number(counters.NewFrom(source.Name))),
                checkpoint switch
                {
                    null => new Markup("[grey]not read yet[/]"),
                    { Problem: { } problem } => new Text(problem.Sentence, new Style(Color.Red)),
                    { HealthyAt: { } healthy } => new Markup($"[green]well[/] [grey]{Ago(DateTimeOffset.UtcNow - healthy)} ago[/]"),
                    _ => new Markup("[grey]ordered[/]"),
                });
        }

        return table;
    }

    private static Table Queues(Snapshot now)
    {
        var table = new Table().Border(TableBorder.Rounded).Title("Queues").AddColumns(new TableColumn("Queue"), new TableColumn("Waiting").RightAligned());
        foreach (var (name, count) in now.Queues)
        {
            var poisoned = count > 0 && name.EndsWith("-poison", StringComparison.Ordinal);
            table.AddRow(new Text(name), new Text(Number(count), poisoned ? new Style(Color.Red) : Style.Plain));
        }

        return table;
    }

    private static Panel Verdicts(RunCounters counters)
    {
        (string Name, Color Color)[] polarities = [("negative", Color.Red), ("neutral", Color.Grey), ("positive", Color.Green), ("unsure", Color.Yellow)];
        IRenderable content = counters.New == 0
            ? new Markup("[grey]nothing judged yet[/]")
            : new BreakdownChart().Width(46).AddItems(polarities.Select(polarity => new BreakdownChartItem(polarity.Name, counters.NewOf(polarity.Name), polarity.Color)));
        return new Panel(content).RoundedBorder().Header($"Verdicts on {Number(counters.New)} new mentions");
    }

    private static Panel Alerts(Snapshot now, int width)
    {
        if (now.Alerts.Count == 0)
        {
            return new Panel(new Markup("[grey]No alert yet. Negative posts the model is sure of will show here.[/]")).RoundedBorder().Header("Last alerts").Expand();
        }

        var table = new Table().Border(TableBorder.None).HideHeaders().Expand()
            .AddColumns(new TableColumn("").RightAligned().NoWrap(), new TableColumn("").NoWrap(), new TableColumn(""));
        foreach (var alert in now.Alerts.Select(alert => alert.Data))
        {
            var room = Math.Max(20, width - 34);
            var words = alert.Text.ReplaceLineEndings(" ");
            table.AddRow(
                new Text(Number(alert.Priority), new Style(alert.Priority >= 80 ? Color.Red : Color.Yellow)),
                new Text(TextCutter.Truncate(alert.Author?.Name ?? alert.Author?.Handle ?? "unknown", 20).Text, new Style(Color.Grey)),
                new Text(words.Length > room ? TextCutter.Truncate(words, room).Text + "…" : words));
        }

        return new Panel(table).RoundedBorder().Header("Last alerts: priority, author, words").Expand();
    }

    private static string Number(long number) => number.ToString("N0", System.Globalization.CultureInfo.InvariantCulture);

    private static string Ago(TimeSpan span) => span.TotalSeconds < 90 ? $"{Math.Max(0, (int)span.TotalSeconds)} s" : $"{(int)span.TotalMinutes} min";
}
