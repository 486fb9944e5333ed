using System.CommandLine.Parsing;
using Listening.Configuration;

namespace Listening.Local.Commands;

/// <summary><c>mentions</c>: the stored mentions of one brand or of all, newest first.</summary>
internal static class MentionsCommand
{
    /// <summary>The table shows this many UTF-16 units of a text.</summary>
    private const int MaxText = 160;

    /// <summary>A narrower terminal gets records instead of a table.</summary>
    private const int TableWidth = 150;

    /// <summary>Stored mentions are counted up to this many, as counting reads them all.</summary>
    private const int MaxCounted = 10_000;

    private static readonly string[] Headers = ["At (UTC)", "Brand", "Verdict", "Source", "Author", "Text", "Id"];

    /// <summary>How far back, where <c>--since</c> does not say.</summary>
    private const int Days = 1;

    private static readonly Option<TimeSpan?> Since = SharedOptions.Since(Days);

    public static Command Create(ConsoleOutput output)
    {
        return new Command(
            "mentions", "Print stored mentions, newest first. Example: listening mentions --brand morgenrot --since 12h --json")
        {
            SharedOptions.Brand, Since, SharedOptions.Json,
        }.WithStorageAction(output, async (parsed, account, stopping) =>
        {
            var table = new TableMentions(account);
            var now = DateTimeOffset.UtcNow;
            var since = now - (parsed.GetValue(Since) ?? TimeSpan.FromDays(Days));
            var brand = parsed.GetValue(SharedOptions.Brand);
            var brands = brand is not null ? [brand] : await table.BrandsAsync(stopping).ToListAsync(stopping);
            var mentions = table.SinceAsync(brands, since, now, stopping);
            var json = parsed.GetValue(SharedOptions.Json);
            var shown = 0;
            if (json)
            {
                await foreach (var judged in mentions)
                {
                    output.Json(JsonLine(judged));
                    shown++;
                }
            }
            else if (await mentions.ToListAsync(stopping) is { Count: > 0 } all)
            {
                output.Result(Format(all));
                shown = all.Count;
            }

            var stored = await CountAsync(table, brands, shown, stopping);
            if (stored == 0)
            {
                Action<string> say = json ? output.Log : output.Result;
                var unknown = await SharedOptions.UnknownBrandAsync(table, brand, SharedOptions.Read(parsed), output, stopping);
                say(unknown ?? "No mentions yet.");
            }
            else if (shown == 0 && !json)
            {
                output.Result("No mentions in that time.");
            }

            await ReportHiddenAsync(table, brands, shown, stored, since, now, output, stopping);
            return ExitCodes.Done;
        });
    }

    /// <summary>How many mentions are stored, counted up to <see cref="MaxCounted"/> more than are shown.</summary>
    private static async Task<int> CountAsync(
        TableMentions table, IReadOnlyList<string> brands, int shown, CancellationToken stopping)
    {
        var stored = 0;
        foreach (var brand in brands.TakeWhile(_ => stored <= shown + MaxCounted))
        {
            stored += await table.CountAsync(brand, shown + MaxCounted + 1 - stored, stopping);
        }

        return stored;
    }

    private static async Task ReportHiddenAsync(
        TableMentions table, IReadOnlyList<string> brands, int shown, int stored, DateTimeOffset since, DateTimeOffset now,
        ConsoleOutput output, CancellationToken stopping)
    {
        if (stored > shown
            && await table.SinceAsync(brands, DateTimeOffset.UnixEpoch, since, stopping)
                .FirstOrDefaultAsync(judged => judged.Mention.Timestamp < since, stopping) is { } newest)
        {
            var all = stored > shown + MaxCounted ? $"more than {shown + MaxCounted}" : $"{stored}";
            output.Log($"Shown: {shown} of {all} stored mentions; the others are older, and "
                + $"'--since {SpanThatShows(now - newest.Mention.Timestamp)}' looks further back.");
        }
    }

    /// <summary>A time span that still shows a mention of this age an hour later: 7d, 52w, or the weeks that it takes.</summary>
    private static string SpanThatShows(TimeSpan age) => (age + TimeSpan.FromHours(1)).TotalDays switch
    {
        <= 7 => "7d",
        <= 52 * 7 => "52w",
        var days => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(days / 7)}w"),
    };

    /// <summary>Named as the columns of the row; <c>at</c> is when it was posted, or fetched if no time is known.</summary>
    private static object JsonLine(JudgedMention judged)
    {
        var (mention, verdict) = (judged.Mention, judged.Verdict);
        return new
        {
            judged.Brand,
            Id = mention.Id.Value,
            mention.Source,
            mention.Platform,
            mention.Url,
            Author = AuthorName(mention),
            mention.Title,
            mention.Text,
            At = mention.Timestamp,
            mention.FetchedAt,
            judged.EditedAt,
            mention.Deleted,
            judged.Own,
            judged.Observed,
            judged.Purpose?.Query,
            Objective = judged.Purpose?.Objective?.ToWord(),
            judged.Purpose?.Audience,
            Sentiment = verdict.Polarity,
            verdict.Confidence,
            verdict.LikeliestSentiment,
            verdict.Probabilities,
            verdict.Care?.NeedsAction,
            AlertLevel = verdict.Care?.Level,
            verdict.Care?.Severity,
            verdict.Care?.SeverityProbability,
            verdict.Care?.Severe,
            verdict.Care?.Voice,
            verdict.Care?.Department,
            verdict.Care?.Heads,
            verdict.Care?.Passage,
            verdict.Intent?.Intent,
            IntentConfidence = verdict.Intent?.Probability,
            Abuse = verdict.Abuse?.Probability,
            Spam = verdict.Spam?.Probability,
            verdict.Language,
            verdict.Model,
            verdict.OtherMeaning,
            verdict.SourcePrior,
            verdict.Correction,
            ComparedModel = verdict.Compared?.Model,
            ComparedSentiment = verdict.Compared?.LikeliestSentiment,
            ComparedConfidence = verdict.Compared?.Probability,
            mention.Thread,
        };
    }

    private static string Format(List<JudgedMention> mentions) => TextTable.CurrentWidth < TableWidth
        ? TextTable.FormatRecords(Headers, mentions.Select(Row), Quantity.Format(mentions.Count, "mention"))
        : TextTable.Format(
            TextTable.CurrentWidth,
            [
                TextTable.Fixed(Headers[0]), TextTable.Fixed(Headers[1]), TextTable.Fixed(Headers[2]), new(Headers[3]), new(Headers[4]),
                new(Headers[5]), TextTable.Fixed(Headers[6]),
            ],
            mentions.Select(Row),
            Quantity.Format(mentions.Count, "mention"));

    private static string[] Row(JudgedMention judged) =>
    [
        TextTable.Minute(judged.Mention.Timestamp), judged.Brand, FormatVerdict(judged),
        judged.Mention.Source,
        AuthorName(judged.Mention) ?? "", judged.Mention.Deleted ? "(deleted)" : TextTable.OneLine(judged.Mention.Text, MaxText),
        judged.Mention.Id.Value,
    ];

    private static string FormatVerdict(JudgedMention judged) => judged.Own ? "own post"
        : judged.Verdict.OtherMeaning is not null ? "other meaning"
        : FormatVerdict(judged.Verdict);

    /// <summary><c>negative 91 %</c>, or <c>unsure (negative 45 %)</c> with the likeliest sentiment.</summary>
    internal static string FormatVerdict(Verdict verdict) => verdict.Polarity switch
    {
        Polarity.Unknown => "unknown",
        Polarity.Unsure => $"unsure ({WithProbability(verdict.LikeliestSentiment, verdict)})",
        _ => WithProbability(verdict.Polarity, verdict),
    };

    private static string WithProbability(Polarity polarity, Verdict verdict) => string.Create(
        CultureInfo.InvariantCulture, $"{polarity.ToWord()} {verdict.Probabilities.Probability(polarity):P0}");

    private static string? AuthorName(Mention mention) => mention.Author?.Name ?? mention.Author?.Handle;
}
