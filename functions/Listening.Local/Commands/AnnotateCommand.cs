using System.CommandLine.Parsing;

namespace Listening.Local.Commands;

/// <summary><c>annotate</c>: a person says what a mention is.</summary>
internal static class AnnotateCommand
{
    private static readonly Argument<string> Brand = new("brand") { Description = "The brand it is about, by its id.", HelpName = "BRAND" };

    private static readonly Argument<MentionId> Id = new("mention")
    {
        Description = "The mention's id: 32 hex digits, as in 'mentions' and 'alerts'.",
        CustomParser = result => new MentionId(result.Tokens[0].Value) is { IsWellFormed: true } id
            ? id
            : SharedOptions.Refuse<MentionId>(
                result, $"'{result.Tokens[0].Value}' is not a mention id; it has 32 hex digits, and 'mentions' prints it."),
        HelpName = "MENTION",
    };

    private static readonly Argument<Polarity> Sentiment = new("sentiment")
    {
        Description = "Its sentiment towards the brand: negative, neutral or positive.",
        CustomParser = result => ParseWord(result, [Polarity.Negative, Polarity.Neutral, Polarity.Positive]),
        HelpName = "SENTIMENT",
    };

    private static readonly Option<Intent?> AuthorIntent = new("--intent")
    {
        Description = "What its author wants: complaint, question, praise, suggestion, purchase or other.",
        CustomParser = result => ParseWord(
            result, [Intent.Complaint, Intent.Question, Intent.Praise, Intent.Suggestion, Intent.Purchase, Intent.Other]),
        HelpName = "INTENT",
    };

    private static readonly Option<string> By = new("--by")
    {
        Description = "Who annotates. Default: your login name.",
        DefaultValueFactory = _ => Environment.UserName,
        CustomParser = result => string.IsNullOrWhiteSpace(result.Tokens[0].Value)
            ? SharedOptions.Refuse<string>(result, "--by is empty; name who annotates.")
            : result.Tokens[0].Value,
        HelpName = "NAME",
    };

    public static Command Create(ConsoleOutput output)
    {
        return new Command("annotate", """
            Correct or confirm what the model made of a mention. The latest annotation of a mention counts.
            Examples:
              listening annotate morgenrot 5b1f0c2e9a7d4c3b8e6f1a2b3c4d5e6f negative --intent complaint
              listening annotate morgenrot 5b1f0c2e9a7d4c3b8e6f1a2b3c4d5e6f neutral --by Jana
            """)
        {
            Brand, Id, Sentiment, AuthorIntent, By,
        }.WithStorageAction(output, async (parsed, account, stopping) =>
        {
            var (brand, id, sentiment) = (parsed.GetValue(Brand)!, parsed.GetValue(Id), parsed.GetValue(Sentiment));
            var (intent, by) = (parsed.GetValue(AuthorIntent), parsed.GetValue(By)!);
            var judged = (await new TableMentions(account).FindAsync([(brand, id)], stopping)).Single();
            if (judged is null or { Mention.Deleted: true })
            {
                output.Log(judged is null
                    ? $"There is no mention {id} of brand '{brand}'; 'mentions' prints the ids, and an alert its mentionId."
                    : $"Mention {id} was deleted by its author, so there is no text to learn from.");
                return ExitCodes.Failed;
            }

            var annotation = new Annotation(brand, id, sentiment, intent, by, DateTimeOffset.UtcNow);
            await new TableAnnotations(account).SaveAsync(annotation, stopping);
            output.Result($"{id} is annotated as {sentiment.ToWord()}{(intent is { } known ? $", {known.ToWord()}" : "")} by {by}; "
                + $"{judged.Verdict.Model} predicted {judged.Verdict.LikeliestSentiment.ToWord()}.");
            return ExitCodes.Done;
        }, withoutData: ExitCodes.Failed);
    }

    private static T ParseWord<T>(ArgumentResult result, T[] allowed)
        where T : struct, Enum
    {
        var words = allowed.Select(value => value.ToWord()).ToArray();
        var (written, index) = (result.Tokens[0].Value, Array.IndexOf(words, result.Tokens[0].Value));
        return index >= 0
            ? allowed[index]
            : SharedOptions.Refuse<T>(result, $"'{written}' is not valid here; write {string.Join(", ", words[..^1])} or {words[^1]}.");
    }
}
