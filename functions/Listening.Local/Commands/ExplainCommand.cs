using Listening.Cases;
using Listening.Configuration;
using Listening.Understand;

namespace Listening.Local.Commands;

/// <summary><c>explain</c>: which words of a stored mention weighed most in its verdict.</summary>
internal static class ExplainCommand
{
    public static Command Create(ConsoleOutput output)
    {
        return new Command("explain", """
            Show how a stored mention is judged now, and which words weighed most: +1.20 means that the log-odds of the answer are higher by
            that because of them. 'score --explain' does the same for any text.
            Example: listening explain morgenrot 5b1f0c2e9a7d4c3b8e6f1a2b3c4d5e6f
            """)
        {
            SharedOptions.OneBrand, SharedOptions.MentionId, SharedOptions.Config, SharedOptions.Json,
        }.WithStorageAction(output, async (parsed, account, stopping) =>
        {
            if (await SharedOptions.FindMentionAsync(parsed, account, "explain", output, stopping) is not { } judged)
            {
                return ExitCodes.Failed;
            }

            var profile = (await new TableSourceProfiles(account).AllAsync(stopping))
                .FirstOrDefault(item => item.Brand == judged.Brand && item.Source == judged.Mention.Source);
            var config = await LocatedConfig.TryReadAsync(SharedOptions.Read(parsed), output, stopping);
            var context = TextContext.Of(judged.Brand, judged.Mention, profile, config);
            using var model = ZipTextModel.LoadShipped();
            var understand = new UnderstandStep(model);
            var verdict = understand.Judge(judged.Mention.OwnText, context);
            var explanation = understand.Explain(judged.Mention.OwnText, context);
            var (now, rules) = (judged with { Verdict = verdict }, config?.Routing ?? ListeningConfig.DefaultRouting);
            var alert = RoutingRules.Decide(now, rules);
            if (parsed.GetValue(SharedOptions.Json))
            {
                output.Json(ScoreCommand.JsonLine(verdict, alert, source: null, explanation));
            }
            else
            {
                output.Result(Format(verdict, explanation));
                output.Result(alert is null ? $"no alert: {RoutingRules.Silence(now, rules)}" : $"alert to {alert.Queue}: {alert.Reason}");
            }

            return ExitCodes.Done;
        }, withoutData: ExitCodes.Failed);
    }

    internal static string Format(Verdict verdict, TextExplanation explanation)
    {
        string[] care = verdict.Care is { } read
            ?
            [
                FormattableString.Invariant(
                    $"needs action {read.NeedsAction:P0} ({read.Level.ToWord()}): {Words(explanation.NeedsAction)}"),
                FormattableString.Invariant(
                    $"severity {read.SeverityProbability:P0} ({read.Severity.ToWord()}): {Words(explanation.Severity)}"),
            ]
            : [];
        return string.Join('\n',
        [
            .. care,
            FormattableString.Invariant(
                $"{verdict.LikeliestSentiment.ToWord()} {verdict.Probabilities.Probability(verdict.LikeliestSentiment):P0}: ")
                + Words(explanation.Sentiment),
            .. verdict.OtherMeaning is { } other ? [other] : Array.Empty<string>(),
            .. verdict.SourcePrior is { } prior ? [$"source profile: {prior}"] : Array.Empty<string>(),
            .. verdict.Correction is { } correction ? [$"correction: {correction}"] : Array.Empty<string>(),
        ]);
    }

    private static string Words(IReadOnlyList<WordWeight> words) => words.Count == 0
        ? "no word weighs more than the others"
        : string.Join(", ", words.Select(word => FormattableString.Invariant(
            $"{word.Weight:+0.00;-0.00} {TextTable.OneLine(word.Words, int.MaxValue)}")));
}
