using Listening.Admit;
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
            can be tried on sources that store everything ("relevance": "all") or keep such posts ("keepIrrelevant": 1000), and on what is
            stored for other brands.
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
        var brandsStored = await table.BrandsAsync(stopping).ToListAsync(stopping);
        var brands = parsed.GetValue(SharedOptions.Brand) is { } one ? [one] : brandsStored;
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
            var own = new HashSet<MentionId>();
            await foreach (var mention in StoredAsync([brand]))
            {
                own.Add(mention.Id);
                trial.Add(mention);
                if (trial.Posts % Step == 0)
                {
                    output.Progress($"{trial.Matched} of {trial.Posts} mentions so far …");
                }
            }

            var listened = config?.SourcesOf(brand).ToList() ?? [];
            var sources = listened.Select(source => source.Name).ToHashSet();
            var others = StoredAsync([.. brandsStored.Where(other => other != brand)]).Concat(KeptAsync(listened));
            await foreach (var mention in others.Where(mention => sources.Contains(mention.Source) && own.Add(mention.Id)))
            {
                trial.AddOther(mention);
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

        IAsyncEnumerable<Mention> StoredAsync(IReadOnlyList<string> of) => table.SinceAsync(of, since, now, stopping)
            .Where(judged => !judged.Mention.Deleted && !judged.Irrelevant).Select(judged => judged.Mention);

        async IAsyncEnumerable<Mention> KeptAsync(IEnumerable<SourceConfig> of)
        {
            var table = new TableIrrelevantMentions(account);
            foreach (var source in of.Where(source => source.KeepIrrelevant > 0))
            {
                var kept = await table.OfSourceAsync(source.Name, stopping).ToListAsync(stopping);
                foreach (var mention in IrrelevantRules.Current(kept, source, now).Where(mention => mention.Timestamp >= since))
                {
                    yield return mention;
                }
            }
        }
    }

    private static string Format(string brand, BrandConfig? configured, QueryTrial trial)
    {
        var compared = configured is null
            ? "the configuration has no such brand, so nothing is compared"
            : $"{trial.Matched - trial.Added} of them the query in use finds too; "
                + $"{trial.Added} would be new, {trial.Lost} that it finds would be lost";
        string[] lines =
        [
            $"{brand}: finds {trial.Matched} of {Quantity.Format(trial.Posts, "stored mention")}; {compared}",
            .. trial.Others == 0 ? (string[])[] : [$"  and {trial.MatchedOthers} of {Quantity.Format(trial.Others, "other post")}, "
                + "stored for other brands or kept for trying queries"],
            .. configured?.Query is { } inUse ? (string[])[$"  in use: {inUse}"] : [],
            .. trial.Parts.Select(part =>
                $"  {part.Query}: in {Quantity.Format(part.Posts, "post")}; the query finds {part.Found}, {part.Alone} by it alone"),
            .. Examples("new", trial.AddedExamples, trial.Added + trial.MatchedOthers),
            .. Examples("lost", trial.LostExamples, trial.Lost),
            .. Examples("found", trial.KeptExamples, trial.Matched - trial.Added),
        ];
        return string.Join('\n', lines);
    }

    private static IEnumerable<string> Examples(string kind, IReadOnlyList<QueryExample> examples, int count) =>
    [
        .. examples.Select(example => $"  {kind}: {Excerpt(example)} ({example.Mention.Id})"),
        .. count > examples.Count ? (string[])[$"  {kind}: and {count - examples.Count} more"] : [],
    ];

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
        trial.Others,
        trial.MatchedOthers,
        Parts = trial.Parts.Select(part => new { part.Query, part.Posts, part.Found, part.Alone }),
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
