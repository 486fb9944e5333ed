using Listening.Configuration;
using Listening.Understand;

namespace Listening.Local.Commands;

/// <summary><c>config explain</c>: what alerts to expect of the configuration. Reads no source and stores nothing.</summary>
internal static class ConfigCommand
{
    public static Command Create(ConsoleOutput output)
    {
        var explain = new Command("explain", """
            Say for each brand which rules alert on posts that somebody must act on, how many of these alerts will be right, and how many
            of those posts will be found.
            Example: listening config explain --config listening.json
            """)
        {
            SharedOptions.Config,
        };
        explain.SetAction((parsed, stopping) => RunAsync(SharedOptions.Read(parsed), output, stopping));
        return new Command("config", "Explain the configuration.") { explain };
    }

    private static async Task<int> RunAsync(LocalHostOptions options, ConsoleOutput output, CancellationToken stopping)
    {
        await using var located = await LocatedConfig.LocateAsync(options, stopping);
        var config = await located.ReadAsync(options, output, stopping);
        using var model = ZipTextModel.LoadShipped();
        if (model.Warm() is { } problem)
        {
            output.Log(LocalHost.WithoutEncoder(problem));
        }

        foreach (var line in Explain(config, model))
        {
            output.Result(line);
        }

        return ExitCodes.Done;
    }

    /// <summary>One line for each brand, and below it one for each of its rules and each way in which its sources are read.</summary>
    internal static IEnumerable<string> Explain(ListeningConfig config, ITextModel model)
    {
        foreach (var brand in config.Brands)
        {
            yield return $"{brand.Name} ({brand.Id})";
            if (brand.Listen == Listen.Observe)
            {
                yield return "  is only observed: nobody is alerted";
                continue;
            }

            var rules = config.Routing.Where(rule => rule.Brands?.Contains(brand.Id) != false).ToList();
            var sources = config.SourcesOf(brand.Id).Where(source => source.Listen != Listen.Observe).ToList();
            var lines = rules.SelectMany(rule => ExplainRule(rule, brand, sources, model)).ToList();
            foreach (var line in lines.DefaultIfEmpty("no rule alerts on posts that somebody must act on"))
            {
                yield return $"  {line}";
            }
        }

        yield return "Estimated on posts by writers that the model never saw. A rule's other conditions make its alerts fewer; what is "
            + "severe is alerted besides.";
    }

    private static IEnumerable<string> ExplainRule(
        RoutingRule rule, BrandConfig brand, IReadOnlyList<SourceConfig> sources, ITextModel model) =>
        rule is { NeedsAction: { } level, Queue: { } queue }
            ? sources.Where(source => rule.Sources?.Contains(source.Name) != false)
                .GroupBy(source => source.Understanding ?? brand.Understanding)
                .OrderBy(group => group.Key)
                .Select(group => $"{rule.Name} → {queue}, {Read(group.Key)} from {string.Join(", ", group.Select(source => source.Name))}: "
                    + $"{level.ToWord()}{Expected(model.Expect(level, group.Key))}")
            : [];

    private static string Read(Understanding understanding) =>
        understanding == Understanding.Words ? "posts read by their words alone" : "posts";

    private static string Expected(ExpectedAlerts? expected) => expected is { } alerts
        ? string.Create(CultureInfo.InvariantCulture, $": about {alerts.Precision * 100:0} of 100 alerts are right, and ")
            + string.Create(CultureInfo.InvariantCulture, $"{alerts.Recall * 100:0} of 100 posts that need somebody are found")
        : "; the model does not say how good its alerts are";
}
