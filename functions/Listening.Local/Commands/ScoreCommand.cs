using System.Runtime.CompilerServices;
using Listening.Cases;
using Listening.Configuration;
using Listening.Understand;

namespace Listening.Local.Commands;

/// <summary><c>score</c>: one text a line in, one JSON object a line out.</summary>
internal static class ScoreCommand
{
    public static Command Create(ConsoleOutput output)
    {
        var source = new Option<string?>("--source")
        {
            Description = $"All texts come from one source, called NAME. If there are {SourceProfileRules.MinTexts} or more, a profile of "
                + "the source is learned from all of them and used to judge each.",
            HelpName = "NAME",
        };
        var brand = new Option<string?>("--brand")
        {
            Description = "The brand of the configuration that the texts were found for, by its id: what it says of itself, its queries "
                + "and the routing rules are used.",
            HelpName = "BRAND",
        };
        var explain = new Option<bool>("--explain")
        {
            Description = "Add which words weighed most for and against each verdict, in log-odds. Reads each text up to "
                + $"{ExplanationRules.MaxReadings} times.",
        };
        var score = new Command("score", """
            Classify texts: one per line on standard input, one JSON object per line on standard output.
            Examples:
              echo "Wo bleibt mein Paket?" | listening score
              listening score --source "app reviews" < reviews.txt
              listening score --brand morgenrot < posts.txt
              listening score --explain < complaints.txt
            """)
        {
            source, brand, explain, SharedOptions.Config,
        };
        score.SetAction(async (parsed, stopping) =>
        {
            var options = SharedOptions.Read(parsed);
            var found = parsed.GetValue(brand) is { } id ? await FindBrandAsync(id, options, output, stopping) : null;
            return await RunAsync(
                ZipTextModel.LoadShipped(), Console.OpenStandardInput(), parsed.GetValue(source), output, stopping, found,
                parsed.GetValue(explain));
        });
        return score;
    }

    /// <param name="source">
    /// The name of the source that all texts come from: they are read twice, to learn its profile and to judge them. Null if they are
    /// unrelated; then each is judged as it comes.
    /// </param>
    /// <param name="foundFor">
    /// The brand that the texts were found for; null if they are read for none, and the default rule decides.
    /// </param>
    /// <param name="explain">Whether to add which words weighed most.</param>
    internal static async Task<int> RunAsync(
        ITextModel model, Stream input, string? source, ConsoleOutput output, CancellationToken stopping, FoundFor? foundFor = null,
        bool explain = false)
    {
        var understand = new UnderstandStep(model);
        var texts = ReadLinesAsync(input, stopping);
        LearnedProfile? profile = null;
        ScoredSource? scored = null;
        if (source is not null)
        {
            var all = await texts.ToListAsync(stopping);
            var learnable = all.Distinct().Where(text => model.Languages.Contains(understand.Judge(text).Language)).ToList();
            profile = Learn(model, learnable, output);
            scored = new ScoredSource(source, learnable.Count, profile?.Describe);
            texts = all.ToAsyncEnumerable();
        }

        var context = new TextContext { Learned = profile, Brand = foundFor?.Brand };
        await foreach (var text in texts.WithCancellation(stopping))
        {
            var verdict = understand.Judge(text, context);
            var explanation = explain ? understand.Explain(text, context) : null;
            output.Json(JsonLine(verdict, Route(text, verdict, source ?? "", foundFor), scored, explanation));
        }

        return ExitCodes.Done;
    }

    /// <summary>The fields are named as the columns of a mention's row are; what the model does not predict is null.</summary>
    /// <param name="alert">Who would be alerted; null if nobody.</param>
    internal static object JsonLine(Verdict verdict, RouteDecision? alert, ScoredSource? source, TextExplanation? explanation) => new
    {
        Sentiment = verdict.Polarity,
        verdict.LikeliestSentiment,
        verdict.Confidence,
        verdict.Probabilities,
        verdict.Language,
        verdict.Care?.NeedsAction,
        verdict.Care?.Level,
        WouldAlert = alert is not null,
        Reasons = alert is null ? [] : (string[])[alert.Reason],
        verdict.Care?.Severity,
        verdict.Care?.SeverityProbability,
        verdict.Care?.Voice,
        verdict.Care?.Department,
        verdict.Care?.Heads,
        verdict.Care?.Passage,
        verdict.Intent?.Intent,
        IntentConfidence = verdict.Intent?.Probability,
        Abuse = verdict.Abuse?.Probability,
        Spam = verdict.Spam?.Probability,
        verdict.OtherMeaning,
        verdict.Model,
        verdict.Correction,
        Source = source,
        Explanation = explanation,
    };

    /// <summary>Who would be alerted if it were posted now, by somebody who is not of the brand; null if nobody.</summary>
    private static RouteDecision? Route(string text, Verdict verdict, string source, FoundFor? foundFor)
    {
        var mention = new Mention
        {
            Id = MentionId.For("score", text),
            Platform = "score",
            NativeId = "",
            Source = source,
            Text = text,
            FetchedAt = DateTimeOffset.UtcNow,
            Revision = "",
        };
        var judged = new JudgedMention(foundFor?.Brand.Id ?? "", mention, verdict)
        {
            Observed = foundFor?.Brand.Listen == Listen.Observe,
            Purpose = foundFor?.Brand.Queries.FirstOrDefault(named => named.Query.Matches(text))?.Purpose,
        };
        return RoutingRules.Decide(judged, foundFor?.Routing ?? ListeningConfig.DefaultRouting);
    }

    private static async Task<FoundFor> FindBrandAsync(
        string id, LocalHostOptions options, ConsoleOutput output, CancellationToken stopping)
    {
        await using var located = await LocatedConfig.LocateAsync(options, stopping);
        var config = await located.ReadAsync(options, output, stopping);
        var brand = config.Brand(id) ?? throw new InvalidDataException(
            $"There is no brand '{id}'; the known ones are {string.Join(", ", config.Brands.Select(known => known.Id))}.");
        return new FoundFor(brand, config.Routing);
    }

    private static LearnedProfile? Learn(ITextModel model, List<string> texts, ConsoleOutput output)
    {
        if (model.LearnsSourceProfiles && texts.Count >= SourceProfileRules.MinTexts)
        {
            return model.Learn([.. texts.Select(PlainLetters.Of)]);
        }

        output.Log(model.LearnsSourceProfiles
            ? $"A source profile needs {SourceProfileRules.MinTexts} different texts in a language the model was trained on; "
                + $"there are {texts.Count}, so each is judged on its own."
            : $"The model {model.Version} was trained without source profiles, so each text is judged on its own.");
        return null;
    }

    private static async IAsyncEnumerable<string> ReadLinesAsync(Stream input, [EnumeratorCancellation] CancellationToken stopping)
    {
        using var reader = new StreamReader(input, Encoding.UTF8);
        while (await ReadLineAsync(reader, stopping) is { } line)
        {
            yield return line;
        }
    }

    private static async Task<string?> ReadLineAsync(StreamReader reader, CancellationToken stopping)
    {
        try
        {
            return await reader.ReadLineAsync(stopping);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException(
                "Standard input cannot be read: it is a folder, or closed; give it a file or a pipe and try again.", e);
        }
    }
}

/// <param name="Name">As given by the caller.</param>
/// <param name="Texts">How many different texts there are in a language the model was trained on.</param>
/// <param name="Prior">How the profile changes the verdicts, as in column <c>SourcePrior</c>; null if there is no profile.</param>
internal sealed record ScoredSource(string Name, int Texts, string? Prior);

/// <summary>The brand that texts were found for, and the rules that say who is alerted.</summary>
internal sealed record FoundFor(BrandConfig Brand, IReadOnlyList<RoutingRule> Routing);
