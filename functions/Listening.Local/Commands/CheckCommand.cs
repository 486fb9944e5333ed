using Listening.Configuration;
using Listening.Functions;
using Listening.Local.Hosting;
using Listening.Queries;
using Listening.Sources;
using Listening.Understand;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Listening.Local.Commands;

/// <summary><c>check</c>: whether the configuration is valid and each source can be read. Stores nothing.</summary>
internal static class CheckCommand
{
    public static Command Create(ConsoleOutput output)
    {
        var check = new Command(
            "check", "Check the configuration and read each source once, storing nothing. Example: listening check --config listening.json")
        {
            SharedOptions.Config,
        };
        check.SetAction((parsed, stopping) => RunAsync(SharedOptions.Read(parsed), output, stopping));
        return check;
    }

    private static async Task<int> RunAsync(LocalHostOptions options, ConsoleOutput output, CancellationToken stopping)
    {
        await using var located = await LocatedConfig.LocateAsync(options, stopping);
        var app = LocalHost.CreateBuilder(located.File, output, options.MinimumLevel).Build();
        try
        {
            return await CheckAsync(app, located.File, output, stopping);
        }
        finally
        {
            await Ending.DisposeAsync((IAsyncDisposable)app, stopping);
        }
    }

    private static async Task<int> CheckAsync(IHost app, string file, ConsoleOutput output, CancellationToken stopping)
    {
        var config = app.Services.ReadSettings().Current;
        output.Result($"{file} is valid: {Quantity.Format(config.Brands.Count, "brand")}, "
            + $"{Quantity.Format(config.Sources.Count, "source")}, {Quantity.Format(config.Routing.Count, "routing rule")}.");
        if (app.Services.GetRequiredService<UnderstandStep>().Warm() is { } problem)
        {
            output.Result($"  PROBLEM {LocalHost.WithoutEncoder(problem)}");
        }

        foreach (var brand in config.Brands.Where(brand => brand.Listen == Listen.Observe))
        {
            output.Result($"  note    {brand.Name} is observed: its posts are stored and alert nobody, until 'listen' is 'alert'.");
        }

        var connectors = app.Services.GetServices<IConnector>().ToDictionary(connector => connector.Description.Type);
        var unreadable = 0;
        foreach (var source in config.Sources)
        {
            output.Progress($"Reading {source.Name} …");
            var brands = config.BrandsOf(source).Where(brand => brand.Query is not null).ToList();
            var queries = brands.Select(brand => brand.Query!).ToList();
            var request = new FetchRequest(source, queries, Cursor: null, DateTimeOffset.UtcNow, source.MonthlyBudget);
            // A connector that computes, or is blocked by its file, does not notice a stop.
            var fetching = Task.Run(() => connectors[source.Type].FetchAsync(request, stopping), stopping);
            var outcome = await fetching.WaitAsync(stopping);
            var (readable, finding) = Describe(outcome);
            output.EndProgress();
            unreadable += readable ? 0 : 1;
            var silent = source.Listen == Listen.Observe ? "; observed, so that it alerts nobody" : "";
            output.Result($"  {(readable ? "ok     " : "PROBLEM")} {source.Name}: {finding}{silent}.");
            var posts = Posts(outcome);
            var search = source.Options as ISearchOptions;
            var notes = (search is { Query: { } own } ? SearchNotes("its query", own, search) : [])
                .Concat(brands.SelectMany(brand => Notes(brand, search is { Query: null } ? search : null, posts)));
            foreach (var note in notes)
            {
                output.Result($"          {note}.");
            }
        }

        return unreadable > 0 ? ExitCodes.SourceUnreadable : ExitCodes.Done;
    }

    /// <summary>What a brand's query asks for and this source does not give.</summary>
    private static IEnumerable<string> Notes(BrandConfig brand, ISearchOptions? search, IReadOnlyList<QueryPost> posts) =>
        SearchNotes($"query of {brand.Id}", brand.Query!, search)
            .Concat(UnansweredFields.Find(brand.Query!.Tree, posts).Select(field =>
                $"query of {brand.Id}: no post of its first page says what '{field}' asks for, so that part of it matches none of them"));

    /// <summary>What the platform cannot be asked for.</summary>
    private static IEnumerable<string> SearchNotes(string name, Query query, ISearchOptions? search)
    {
        var translation = search?.Translator?.Translate(query.Tree);
        return (translation?.NotFound ?? []).Concat(translation?.CheckedLocally ?? []).Select(note => $"{name}: {note}");
    }

    private static List<QueryPost> Posts(FetchOutcome outcome) => outcome is FetchOutcome.Page page
        ? [.. page.Mentions.Where(mention => !mention.Deleted).Select(QueryPost.From)]
        : [];

    private static (bool Readable, string Finding) Describe(FetchOutcome outcome) => outcome switch
    {
        FetchOutcome.Page page => (true, Quantity.Format(page.Mentions.Count, "mention")
            + (page.Rejected is [var first, ..] ? $", {Quantity.Format(page.Rejected.Count, "item")} skipped, the first: {first}"
                : page.More ? " on its first page" : "")
            + string.Concat(page.Notes.Select(note => $"; note: {note}"))),
        FetchOutcome.Unchanged => (true, "no mentions yet"),
        FetchOutcome.SlowDown slow => (false, $"asks for a pause of {slow.For.TotalSeconds:0} s: {slow.Problem}"),
        FetchOutcome.Failed failed => (false, failed.Problem.Sentence),
        _ => throw new InvalidOperationException($"Unknown outcome: {outcome.GetType().Name}."),
    };
}
