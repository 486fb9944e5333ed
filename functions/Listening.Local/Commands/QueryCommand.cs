using Listening.Configuration;
using Listening.Queries;

namespace Listening.Local.Commands;

/// <summary><c>query try</c>: what a query would have found among the stored mentions. It asks no source.</summary>
internal static class QueryCommand
{
    /// <summary>After so many mentions the first figures are shown, and then again.</summary>
    private const int Step = 2_000;

    /// <summary>UTF-16 units of a post that are shown around its first marked word.</summary>
    private const int Context = 60;

    private static readonly Argument<string> Text = new("query") { Description = "The query, in quotes.", HelpName = "QUERY" };

    /// <summary>How far back, where <c>--since</c> does not say.</summary>
    private const int Days = 30;

    private static readonly Option<TimeSpan?> Since = SharedOptions.Since(Days);

    public static Command Create(ConsoleOutput output) => new("query", "Try queries before you use them.")
    {
        new Command("try", """
            Show what a query would have found among the stored mentions of a brand, beside the query in use: how many, which would be
            new or lost, and what each word brings. No source is asked. A post that no brand's query found is not stored: a wider query
            can be tried on sources that store everything ("relevance": "all") or keep such posts ("keepIrrelevant": 1000).
            Examples:
              listening query try "morgenrot (defekt OR kaputt) -sonnenaufgang"
              listening query try "morgenrot NEAR/5 liefer*" --brand morgenrot --since 7d --json
            """)
        {
            Text, SharedOptions.Brand, Since, SharedOptions.Config, SharedOptions.Json,
        }.WithStorageAction(output, (parsed, account, stopping) => TryAsync(parsed, account, output, stopping)),
    };

    private static async Task<int> TryAsync(
        ParseResult parsed, StorageAccount account, ConsoleOutput output, CancellationToken stopping)
    {
        if (Query.TryParse(parsed.GetValue(Text)!, out var problem) is not { } query)
        {
            output.Log($"The query cannot be used: {problem!.Sentence}." + (problem.Place is { } place ? $"\n{place.Caret}" : ""));
            return ExitCodes.Invalid;
        }

        var table = new TableMentions(account);
        var brands = parsed.GetValue(SharedOptions.Brand) is { } one ? [one] : await table.BrandsAsync(stopping).ToListAsync(stopping);
        var config = await LocatedConfig.TryReadAsync(SharedOptions.Read(parsed), output, stopping);
        var now = DateTimeOffset.UtcNow;
        var since = now - (parsed.GetValue(Since) ?? TimeSpan.FromDays(Days));
        if (parsed.GetValue(SharedOptions.Brand) is { } named && config?.Brand(named) is null
            && await SharedOptions.UnknownBrandAsync(table, named, SharedOptions.Read(parsed), output, stopping) is { } unknown)
        {
            output.Log(unknown);
            return ExitCodes.Invalid;
        }

        foreach (var brand in brands)
        {
            var configured = config?.Brand(brand);
            var trial = new QueryTrial(query, configured?.Query);
            await foreach (var judged in table.SinceAsync([brand], since, now, stopping))
            {
                if (!judged.Mention.Deleted)
                {
                    trial.Add(judged.Mention);
                }

                if (trial.Posts % Step == 0 && trial.Posts > 0)
                {
                    output.Progress($"{trial.Matched} of {trial.Posts} mentions so far …");
                }
            }

            foreach (var source in config?.SourcesOf(brand) ?? [])
            {
                await foreach (var kept in new TableIrrelevantMentions(account).OfSourceAsync(source.Name, stopping))
                {
                    trial.AddIrrelevant(kept);
                }
            }

            output.EndProgress();
            if (parsed.GetValue(SharedOptions.Json))
            {
                output.Json(JsonLine(brand, query, configured, trial));
            }
            else
            {
                output.Result(Format(brand, configured, trial));
            }
        }

        if (brands.Count == 0)
        {
            output.Result("No mentions yet.");
        }

        return ExitCodes.Done;
    }

    private static string Format(string brand, BrandConfig? configured, QueryTrial trial)
    {
        var inUse = configured?.Query is { } used ? $"the query in use, {used}," : "the brand without a query";
        string[] lines =
        [
            $"{brand}: the query finds {trial.Matched} of {Quantity.Format(trial.Posts, "stored mention")}; "
                + (configured is null ? "the configuration has no such brand, so nothing is compared"
                    : $"{inUse} also finds {trial.Matched - trial.Added}, misses {trial.Added}, and finds {trial.Lost} more"),
            .. trial.Irrelevant == 0 ? (string[])[]
                : [$"  of {Quantity.Format(trial.Irrelevant, "kept post")} that no query finds, it finds {trial.MatchedIrrelevant}"],
            .. trial.Parts.Select(part => $"  {part.Query}: in {part.Found}, alone in {part.Alone}"),
            .. Examples("new", trial.AddedExamples),
            .. Examples("lost", trial.LostExamples),
            .. Examples("found", trial.KeptExamples),
        ];
        return string.Join('\n', lines);
    }

    private static IEnumerable<string> Examples(string kind, IReadOnlyList<QueryExample> examples) =>
        examples.Select(example => $"  {kind}: {Excerpt(example)} ({example.Mention.Id})");

    /// <summary>Title and text around the first marked word, the marked words in brackets.</summary>
    private static string Excerpt(QueryExample example)
    {
        var (title, text) = (example.Mention.Title is { } written ? $"{written} | " : "", example.Mention.Text);
        var whole = title + text;
        var marks = example.Marks.Select(mark => (Start: mark.InTitle ? mark.Start : title.Length + mark.Start, mark.Length)).ToList();
        var from = Math.Max(0, (marks is [var first, ..] ? first.Start : 0) - Context);
        var to = Math.Min(whole.Length, from + (3 * Context));
        var shown = new StringBuilder(from > 0 ? "…" : "");
        var at = from;
        foreach (var (start, length) in marks.Where(mark => mark.Start >= from && mark.Start + mark.Length <= to))
        {
            shown.Append(whole, at, start - at).Append('[').Append(whole, start, length).Append(']');
            at = start + length;
        }

        shown.Append(whole, at, to - at).Append(to < whole.Length ? "…" : "");
        return TerminalText.Clean(shown.ToString().ReplaceLineEndings(" "));
    }

    private static object JsonLine(string brand, Query query, BrandConfig? configured, QueryTrial trial) => new
    {
        Brand = brand,
        Query = query.Text,
        InUse = configured?.Query?.Text,
        trial.Posts,
        trial.Matched,
        trial.Added,
        trial.Lost,
        trial.Irrelevant,
        trial.MatchedIrrelevant,
        Parts = trial.Parts.Select(part => new { part.Query, part.Found, part.Alone }),
        AddedExamples = Json(trial.AddedExamples),
        LostExamples = Json(trial.LostExamples),
        KeptExamples = Json(trial.KeptExamples),
    };

    private static IEnumerable<object> Json(IReadOnlyList<QueryExample> examples) => examples.Select(example => new
    {
        Id = example.Mention.Id.Value,
        example.Mention.Title,
        example.Mention.Text,
        Marks = example.Marks.Select(mark => new { mark.InTitle, mark.Start, mark.Length }),
    });
}
