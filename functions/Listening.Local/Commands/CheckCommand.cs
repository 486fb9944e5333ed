using Listening.Domain;
using Listening.Functions;
using Listening.Local.Views;
using Listening.Queries;
using Listening.Sources;
using Microsoft.Extensions.DependencyInjection;

namespace Listening.Local.Commands;

/// <summary><c>check</c>: is the configuration valid, and does each source answer? Stores nothing.</summary>
internal static class CheckCommand
{
    public static async Task<int> RunAsync(LocalHostOptions options, ConsoleOutput output, CancellationToken stopping)
    {
        await using var found = await LocatedConfig.LocateAsync(options, stopping);
        using var app = LocalHost.CreateBuilder(found.File, output.Log, options.MinimumLevel).Build();
        var config = app.Services.ReadSettings().Current;
        output.Result($"{found.File} is valid: {Quantity.Format(config.Brands.Count, "brand")}, {Quantity.Format(config.Sources.Count, "source")}, {Quantity.Format(config.Routing.Count, "routing rule")}.");
        var connectors = app.Services.GetServices<IConnector>().ToDictionary(connector => connector.Description.Type);
        var unreadable = 0;
        foreach (var source in config.Sources)
        {
            output.Progress($"Asking {source.Name} …");
            var queries = config.BrandsOf(source).Select(brand => brand.Query).OfType<BrandQuery>().ToList();
            var outcome = await connectors[source.Type].FetchAsync(new FetchRequest(source, queries, Cursor: null, DateTimeOffset.UtcNow, source.MonthlyBudget), stopping);
            output.EndProgress();
            var (well, finding) = Finding(outcome);
            unreadable += well ? 0 : 1;
            output.Result($"  {(well ? "ok     " : "PROBLEM")} {source.Name}: {finding}");
        }

        return unreadable > 0 ? ExitCodes.SourceUnreadable : ExitCodes.Done;
    }

    private static (bool Well, string Finding) Finding(FetchOutcome outcome) => outcome switch
    {
        FetchOutcome.Page { Rejected.Count: > 0 } page => (true, $"{Quantity.Format(page.Mentions.Count, "mention")}, {Quantity.Format(page.Rejected.Count, "item")} skipped, the first: {page.Rejected[0]}."),
        FetchOutcome.Page page => (true, $"{Quantity.Format(page.Mentions.Count, "mention")}{(page.More ? " on its first page" : "")}."),
        FetchOutcome.Unchanged => (true, "nothing there yet."),
        FetchOutcome.SlowDown slow => (false, $"asks us to wait {slow.For.TotalSeconds:0} s: {slow.Problem}."),
        FetchOutcome.Failed failed => (false, $"{failed.Problem}."),
        _ => throw new InvalidOperationException($"An outcome unknown here: {outcome.GetType().Name}."),
    };
}
