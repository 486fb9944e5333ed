using System.CommandLine.Parsing;

namespace Listening.Local.Commands;

/// <summary><c>mentions</c>: the stored mentions of one brand or of all, newest first.</summary>
internal static class MentionsCommand
{
    /// <summary>The table shows this many UTF-16 units of a text.</summary>
    private const int MaxText = 160;

    private static readonly Option<TimeSpan?> Since = new("--since")
    {
        Description = "How far back: 30m, 12h, 1d, 2w. Default: 1d.",
        CustomParser = ParseSpan,
        HelpName = "SPAN",
    };

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
            var since = now - (parsed.GetValue(Since) ?? TimeSpan.FromDays(1));
            var brands = parsed.GetValue(SharedOptions.Brand) is { } brand
                ? [brand]
                : await table.BrandsAsync(stopping).ToListAsync(stopping);
            var mentions = table.SinceAsync(brands, since, now, stopping);
            if (!parsed.GetValue(SharedOptions.Json))
            {
                output.Result(Format(await mentions.ToListAsync(stopping)));
                return ExitCodes.Done;
            }

            await foreach (var judged in mentions)
            {
                output.Json(JsonLine(judged));
            }

            return ExitCodes.Done;
        });
    }

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
            Sentiment = verdict.Polarity,
            verdict.Confidence,
            verdict.LikeliestSentiment,
            verdict.Probabilities,
            verdict.Intent?.Intent,
            IntentConfidence = verdict.Intent?.Probability,
            Abuse = verdict.Abuse?.Probability,
            Spam = verdict.Spam?.Probability,
            verdict.Language,
            verdict.Model,
            verdict.SourcePrior,
            ComparedModel = verdict.Compared?.Model,
            ComparedSentiment = verdict.Compared?.LikeliestSentiment,
            ComparedConfidence = verdict.Compared?.Probability,
            mention.Thread,
        };
    }

    private static string Format(List<JudgedMention> mentions) => mentions.Count == 0
        ? "No mentions in that time. '--since 7d' looks further back."
        : TextTable.Format(
            TextTable.CurrentWidth,
            [TextTable.Fixed("At (UTC)"), TextTable.Fixed("Brand"), TextTable.Fixed("Verdict"), new("Source"), new("Author"), new("Text")],
            mentions.Select(judged => (string[])
            [
                TextTable.Minute(judged.Mention.Timestamp), judged.Brand, FormatVerdict(judged.Verdict), judged.Mention.Source,
                AuthorName(judged.Mention) ?? "", judged.Mention.Deleted ? "(deleted)" : TextTable.OneLine(judged.Mention.Text, MaxText),
            ]),
            Quantity.Format(mentions.Count, "mention"));

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

    private static TimeSpan? ParseSpan(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var minutes = text.LastOrDefault() switch { 'm' => 1, 'h' => 60, 'd' => 24 * 60, 'w' => 7 * 24 * 60, _ => 0 };
        return minutes > 0
            && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number is > 0 and < 10_000
                ? TimeSpan.FromMinutes(minutes * number)
                : SharedOptions.Refuse<TimeSpan?>(result, $"'{text}' is not a time span; write 30m, 12h, 1d or 2w.");
    }
}
