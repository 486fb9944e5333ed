using System.Collections.Concurrent;
using Listening.Local.Hosting;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Listening.Local.Views;

/// <summary>For a terminal: sources, queues, verdicts and the latest alerts, redrawn twice a second.</summary>
internal static class LiveView
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>On a narrower terminal the panels are stacked.</summary>
    private const int SideBySideWidth = 110;

    private const int LogLinesShown = 4;

    public static async Task ShowAsync(LocalHost host, RunCounters counters, ConsoleOutput output, CancellationToken stopping)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        var log = new ConcurrentQueue<string>();
        output.LogView = line =>
        {
            log.Enqueue($"{DateTimeOffset.Now:HH:mm:ss} {line}");
            if (log.Count > LogLinesShown)
            {
                log.TryDequeue(out _);
            }
        };
        try
        {
            await console.Live(new Text("Starting …")).AutoClear(false).StartAsync(async live =>
            {
                while (!stopping.IsCancellationRequested)
                {
                    live.UpdateTarget(await RenderAsync(host, counters, [.. log], console.Profile.Width, stopping));
                    await Task.Delay(Interval, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            });
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Stopped while a snapshot was taken.
        }
        finally
        {
            output.LogView = null;
        }
    }

    private static async Task<IRenderable> RenderAsync(
        LocalHost host, RunCounters counters, IReadOnlyList<string> log, int width, CancellationToken stopping)
    {
        Snapshot now;
        try
        {
            now = await Snapshot.TakeAsync(host, stopping);
        }
        catch (Exception e) when (StorageFailure.Is(e))
        {
            return Plain($"Cannot read the storage account: {StorageFailure.Describe(e)}. Trying again.");
        }

        IRenderable figures = width >= SideBySideWidth
            ? new Columns(Sources(host, counters, now), new Rows(Queues(now), Verdicts(counters)))
            : new Rows(Sources(host, counters, now), Queues(now), Verdicts(counters));
        var parts = new List<IRenderable> { figures, Alerts(now, width) };
        if (log.Count > 0)
        {
            var lines = new Rows(log.Select(line => Plain(line)));
            parts.Add(new Panel(lines).RoundedBorder().Header("Log").BorderColor(Color.Yellow).Expand());
        }

        parts.Add(new Markup(
            "[grey]Ctrl-C stops. In another terminal: [/]mentions[grey], [/]alerts[grey], [/]poison[grey]; more: [/]--help[grey].[/]"));
        return new Rows(parts);
    }

    private static Table Sources(LocalHost host, RunCounters counters, Snapshot now)
    {
        var table = new Table().Border(TableBorder.Rounded).Title("Sources since this start").AddColumns(
            new("Source"), new TableColumn("Fetched").RightAligned(), new TableColumn("New").RightAligned(), new("State"));
        foreach (var source in host.Config.Current.Sources)
        {
            var (fetched, added, _) = counters.OfSource(source.Name);
            table.AddRow(
                Plain(source.Name),
                new Text(Number(fetched)),
                new Text(Number(added)),
                now.Checkpoints.GetValueOrDefault(source.Name) switch
                {
                    null => new Markup("[grey]not read yet[/]"),
                    { Problem: { } problem } => Plain(problem.Sentence, new Style(Color.Red)),
                    { HealthyAt: { } healthy } => new Markup($"[green]ok[/] [grey]{Ago(DateTimeOffset.UtcNow - healthy)} ago[/]"),
                    _ => new Markup("[grey]queued[/]"),
                });
        }

        return table;
    }

    private static Table Queues(Snapshot now)
    {
        var table = new Table().Border(TableBorder.Rounded).Title("Queues")
            .AddColumns(new TableColumn("Queue"), new TableColumn("Messages").RightAligned());
        foreach (var (name, count) in now.Queues)
        {
            var poisoned = count > 0 && name.EndsWith("-poison", StringComparison.Ordinal);
            table.AddRow(Plain(name), new Text(Number(count), poisoned ? new Style(Color.Red) : Style.Plain));
        }

        return table;
    }

    private static Panel Verdicts(RunCounters counters)
    {
        IRenderable content = counters.New == 0
            ? new Markup("[grey]no mentions yet[/]")
            : new BreakdownChart().Width(46).AddItems(
                [Item("negative", Color.Red), Item("neutral", Color.Grey), Item("positive", Color.Green), Item("unsure", Color.Yellow)]);
        return new Panel(content).RoundedBorder().Header($"Verdicts on {Number(counters.New)} new mentions since this start");

        BreakdownChartItem Item(string polarity, Color color) => new(polarity, counters.NewOf(polarity), color);
    }

    private static Panel Alerts(Snapshot now, int width)
    {
        if (now.Alerts.Count == 0)
        {
            const string None = "[grey]No alerts since this start. Mentions that are confidently negative appear here; "
                + "[/]alerts[grey] lists those that wait.[/]";
            return new Panel(new Markup(None))
                .RoundedBorder().Header("Latest alerts since this start").Expand();
        }

        var table = new Table().Border(TableBorder.None).HideHeaders().Expand()
            .AddColumns(new TableColumn("").RightAligned().NoWrap(), new TableColumn("").NoWrap(), new TableColumn(""));
        foreach (var alert in now.Alerts.Select(alert => alert.Data))
        {
            table.AddRow(
                new Text(Number(alert.Priority), new Style(alert.Priority >= 80 ? Color.Red : Color.Yellow)),
                Plain(TextCutter.Truncate(alert.Author?.Name ?? alert.Author?.Handle ?? "unknown", 20).Text, new Style(Color.Grey)),
                Plain(TextTable.OneLine(alert.Text, Math.Max(20, width - 34))));
        }

        return new Panel(table).RoundedBorder().Header("Latest alerts since this start: priority, author, text").Expand();
    }

    private static Text Plain(string text, Style? style = null) => new(TerminalText.Clean(text), style);

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Ago(TimeSpan span) =>
        span.TotalSeconds < 90 ? $"{Math.Max(0, (int)span.TotalSeconds)} s" : $"{(int)span.TotalMinutes} min";
}
