using System.CommandLine.Parsing;

namespace Listening.Local.Commands;

/// <summary><c>annotate</c>: a person says what a mention is.</summary>
internal static class AnnotateCommand
{
    private static readonly Argument<Polarity?> Sentiment = new("sentiment")
    {
        Description = "Its sentiment towards the brand: negative, neutral or positive.",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = result => ParseWord(result, "the sentiment", [Polarity.Negative, Polarity.Neutral, Polarity.Positive]),
        HelpName = "SENTIMENT",
    };

    private static readonly Option<YesOrNo?> NeedsAction = Words<YesOrNo>(
        "--needs-action", "Whether a person of the brand must answer or act", YesOrNo.Yes, YesOrNo.No);

    private static readonly Option<Severity?> HowSevere = Words<Severity>(
        "--severity", "What makes it severe", Severity.Safety, Severity.Legal, Severity.Privacy, Severity.Press, Severity.Leaving,
        Severity.None);

    private static readonly Option<Voice?> Kind = Words<Voice>(
        "--voice", "What kind of post it is", Voice.Experience, Voice.Question, Voice.Opinion, Voice.Report, Voice.Advert, Voice.Other);

    private static readonly Option<Intent?> AuthorIntent = Words<Intent>(
        "--intent", "What its author wants", Intent.Complaint, Intent.Question, Intent.Praise, Intent.Suggestion, Intent.Purchase,
        Intent.Other);

    private static readonly Option<Department?> Concerned = Words<Department>(
        "--department", "Whom in the company it concerns", Department.Care, Department.Product, Department.Marketing, Department.Pr,
        Department.Sales, Department.Hr, Department.None);

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
        var command = new Command("annotate", """
            Correct or confirm what the model made of a mention. Of several annotations of a mention the latest answer to each question
            counts; what you leave out stays as it is. From 20 annotations of a brand on, its further posts are judged accordingly.
            Examples:
              listening annotate morgenrot 5b1f0c2e9a7d4c3b8e6f1a2b3c4d5e6f negative --intent complaint
              listening annotate morgenrot 5b1f0c2e9a7d4c3b8e6f1a2b3c4d5e6f --needs-action yes --severity legal --department care --by Jana
            """)
        {
            SharedOptions.OneBrand, SharedOptions.MentionId, Sentiment, NeedsAction, HowSevere, Kind, AuthorIntent, Concerned, By,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(Sentiment) is not { Tokens.Count: > 0 }
                && ((Option[])[NeedsAction, HowSevere, Kind, AuthorIntent, Concerned]).All(option => result.GetResult(option) is null))
            {
                result.AddError(
                    "There is nothing to annotate; add a sentiment, --needs-action, --severity, --voice, --intent or --department.");
            }
        });
        return command.WithStorageAction(output, async (parsed, account, stopping) =>
        {
            if (await SharedOptions.FindMentionAsync(parsed, account, "learn from", output, stopping) is not { } judged)
            {
                return ExitCodes.Failed;
            }

            var id = judged.Mention.Id;
            var annotation = new Annotation(judged.Brand, id, parsed.GetValue(By)!, DateTimeOffset.UtcNow)
            {
                Sentiment = parsed.GetValue(Sentiment),
                NeedsAction = parsed.GetValue(NeedsAction) is { } answer ? answer == YesOrNo.Yes : null,
                Severity = parsed.GetValue(HowSevere),
                Voice = parsed.GetValue(Kind),
                Intent = parsed.GetValue(AuthorIntent),
                Department = parsed.GetValue(Concerned),
            };
            await new TableAnnotations(account).SaveAsync(annotation, stopping);
            var (said, predicted) = Describe(annotation, judged.Verdict);
            output.Result($"{id} is annotated as {said} by {annotation.By}; {judged.Verdict.Model} predicted {predicted}.");
            return ExitCodes.Done;
        }, withoutData: ExitCodes.Failed);
    }

    /// <summary>What a person said, and what the model had predicted of the same.</summary>
    internal static (string Said, string Predicted) Describe(Annotation annotation, Verdict verdict)
    {
        var care = verdict.Care;
        (string? Said, string? Predicted)[] answers =
        [
            (annotation.Sentiment?.ToWord(), verdict.LikeliestSentiment.ToWord()),
            (annotation.Intent?.ToWord(), verdict.Intent?.Intent.ToWord()),
            (
                annotation.NeedsAction is { } act ? act ? "needs action" : "needs no action" : null,
                care is null ? null : FormattableString.Invariant($"{care.NeedsAction:P0} needs action")),
            (annotation.Severity is { } severity ? $"severity {severity.ToWord()}" : null, $"severity {care?.Severity.ToWord()}"),
            (annotation.Voice is { } voice ? $"voice {voice.ToWord()}" : null, $"voice {care?.Voice.ToWord()}"),
            (annotation.Department is { } concerned ? $"department {concerned.ToWord()}" : null, $"department {care?.Department.ToWord()}"),
        ];
        var given = answers.Where(answer => answer.Said is not null).ToList();
        var predicted = given.Select(answer => answer.Predicted is null || answer.Predicted.EndsWith(' ') ? "nothing" : answer.Predicted);
        return (string.Join(", ", given.Select(answer => answer.Said)), string.Join(", ", predicted));
    }

    private static Option<T?> Words<T>(string name, string question, params T[] allowed)
        where T : struct, Enum => new(name)
        {
            Description = $"{question}: {OneOf(allowed)}.",
            CustomParser = result => ParseWord(result, name, allowed),
            HelpName = name[2..].ToUpperInvariant(),
        };

    private static T? ParseWord<T>(ArgumentResult result, string name, T[] allowed)
        where T : struct, Enum
    {
        if (result.Tokens.Count == 0)
        {
            return null;
        }

        var written = result.Tokens[0].Value;
        var index = Array.FindIndex(allowed, value => value.ToWord() == written);
        return index >= 0
            ? allowed[index]
            : SharedOptions.Refuse<T?>(result, $"'{written}' is not valid for {name}; write {OneOf(allowed)}.");
    }

    /// <summary><c>negative, neutral or positive</c>.</summary>
    private static string OneOf<T>(T[] values)
        where T : struct, Enum =>
        $"{string.Join(", ", values[..^1].Select(value => value.ToWord()))} or {values[^1].ToWord()}";

    /// <summary>Instead of a truth value, after which the parser expects nothing but <c>true</c> and <c>false</c>.</summary>
    private enum YesOrNo
    {
        No,
        Yes,
    }
}
