using System.Runtime.CompilerServices;
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
            Description = "The brand of the configuration that the texts were found for, by its id: what it says of itself is used.",
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
            source, brand, explain,
        };
        score.SetAction(async (parsed, stopping) =>
        {
            var options = SharedOptions.Read(parsed);
            var described = parsed.GetValue(brand) is { } id ? await FindBrandAsync(id, options, output, stopping) : null;
            return await RunAsync(
                ZipTextModel.LoadShipped(), Console.OpenStandardInput(), parsed.GetValue(source), output, stopping, described,
                parsed.GetValue(explain));
        });
        return score;
    }

    /// <param name="source">
    /// The name of the source that all texts come from: they are read twice, to learn its profile and to judge them. Null if they are
    /// unrelated; then each is judged as it comes.
    /// </param>
    /// <param name="brand">The brand that the texts were found for; null if they are read for none.</param>
    /// <param name="explain">Whether to add which words weighed most.</param>
    internal static async Task<int> RunAsync(
        ITextModel model, Stream input, string? source, ConsoleOutput output, CancellationToken stopping, BrandConfig? brand = null,
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

        var context = new TextContext { Learned = profile, Brand = brand };
        await foreach (var text in texts.WithCancellation(stopping))
        {
            output.Json(JsonLine(understand.Judge(text, context), scored, explain ? understand.Explain(text, context) : null));
        }

        return ExitCodes.Done;
    }

    /// <summary>The fields are named as the columns of a mention's row are; what the model does not predict is null.</summary>
    internal static object JsonLine(Verdict verdict, ScoredSource? source, TextExplanation? explanation) => new
    {
        Sentiment = verdict.Polarity,
        verdict.LikeliestSentiment,
        verdict.Confidence,
        verdict.Probabilities,
        verdict.Language,
        verdict.Care?.NeedsAction,
        verdict.Care?.Level,
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

    private static async Task<BrandConfig> FindBrandAsync(
        string id, LocalHostOptions options, ConsoleOutput output, CancellationToken stopping)
    {
        await using var located = await LocatedConfig.LocateAsync(options, stopping);
        var config = await located.ReadAsync(options, output, stopping);
        return config.Brand(id) ?? throw new InvalidDataException(
            $"There is no brand '{id}'; the known ones are {string.Join(", ", config.Brands.Select(brand => brand.Id))}.");
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
