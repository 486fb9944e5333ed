using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Listening.Domain;
using Listening.Local.Views;
using Listening.Understand;
using Microsoft.Extensions.Logging;

namespace Listening.Local.Commands;

/// <summary><c>score</c>: one text a line in, one JSON object a line out.</summary>
internal static class ScoreCommand
{
    /// <param name="stream">
    /// What to call the stream that all texts come from: they are then read twice, once to learn from them and once to judge them. Null if they do
    /// not belong together; then each is judged as it comes.
    /// </param>
    public static async Task<int> RunAsync(ITextModel model, Stream input, string? stream, ConsoleOutput output, CancellationToken stopping)
    {
        var understand = new UnderstandStep(model);
        using var lines = new StreamReader(input, Encoding.UTF8);
        if (stream is null)
        {
            while (await lines.ReadLineAsync(stopping) is { } text)
            {
                Print(ScoredText.FromVerdict(understand.Judge(text, learned: null)));
            }

            return ExitCodes.Done;
        }

        var texts = new List<string>();
        while (await lines.ReadLineAsync(stopping) is { } text)
        {
            texts.Add(text);
        }

        var telling = texts.Distinct().Where(text => model.Languages.Contains(understand.Judge(text, learned: null).Language)).ToList();
        var profile = Learn(model, telling, output);
        var scoredStream = new ScoredSource(stream, telling.Count, profile?.Describe);
        foreach (var text in texts)
        {
            stopping.ThrowIfCancellationRequested();
            Print(ScoredText.FromVerdict(understand.Judge(text, profile)) with { Stream = scoredStream });
        }

        return ExitCodes.Done;

        void Print(ScoredText scored) => output.Result(JsonSerializer.Serialize(scored, ScoredJson.Relaxed.ScoredText));
    }

    private static LearnedProfile? Learn(ITextModel model, List<string> texts, ConsoleOutput output)
    {
        if (model.LearnsSourceProfiles && texts.Count >= SourceProfileRules.MinTexts)
        {
            return model.Learn(texts);
        }

        output.Log(LogLevel.Warning, model.LearnsSourceProfiles
            ? $"A stream is learned from {SourceProfileRules.MinTexts} different texts in a language the model knows; here are {texts.Count}, so each is read for itself."
            : $"The models {model.Version} were trained without streams, so each text is read for itself.");
        return null;
    }
}

/// <param name="Label">The likeliest of the three, in any language.</param>
/// <param name="Verdict">What the service acts on: the label, or <c>unsure</c>.</param>
/// <param name="Language">ISO 639 code, or <c>other</c>.</param>
/// <param name="Intent">The likeliest, whether or not a rule may go by it; null if the model does not tell, as are the three after it.</param>
/// <param name="Abuse">Probability that it insults or threatens.</param>
/// <param name="Spam">Probability that it is advertising or the like.</param>
internal sealed record ScoredText(
    string Label, string Verdict, SentimentScores Probabilities, string Language, string? Intent, double? IntentConfidence, double? Abuse, double? Spam, string Model)
{
    /// <summary>What was learned of all texts together; null if nobody said that they belong together.</summary>
    public ScoredSource? Stream { get; init; }

    public static ScoredText FromVerdict(Verdict verdict) => new(
        Lower(verdict.LikeliestSentiment), Lower(verdict.Polarity), verdict.Probabilities, verdict.Language, verdict.Intent is { } intent ? Lower(intent.Intent) : null,
        verdict.Intent?.Probability, verdict.Abuse?.Probability, verdict.Spam?.Probability, verdict.Model);

    private static string Lower(Enum word) => word.ToString().ToLowerInvariant();
}

/// <param name="Name">As the caller calls it.</param>
/// <param name="Texts">How many different ones there are in a language the model knows.</param>
/// <param name="Prior">What was made of it, as the column <c>Prior</c> says it; null if they were too few, or the model knows of no streams.</param>
internal sealed record ScoredSource(string Name, int Texts, string? Prior);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ScoredText))]
internal sealed partial class ScoredJson : JsonSerializerContext
{
    public static ScoredJson Relaxed => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
