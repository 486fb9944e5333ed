using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Listening.Adapters.Models;
using Listening.Domain;
using Listening.Local.Views;
using Listening.Understand;

namespace Listening.Local.Commands;

/// <summary><c>score</c>: one text a line in, one JSON object a line out.</summary>
internal static class ScoreCommand
{
    public static async Task<int> RunAsync(Stream input, Talk talk, CancellationToken stopping)
    {
        var understand = new UnderstandStep(ZipTextModel.LoadShipped());
        using var lines = new StreamReader(input, Encoding.UTF8);
        while (await lines.ReadLineAsync(stopping) is { } text)
        {
            talk.Result(JsonSerializer.Serialize(Scored.Of(understand.Judge(text, stream: null)), ScoredJson.Relaxed.Scored));
        }

        return ExitCodes.Done;
    }
}

/// <param name="Label">The likeliest of the three, in any language.</param>
/// <param name="Verdict">What the service acts on: the label, or <c>unsure</c>.</param>
/// <param name="Language">ISO 639 code, or <c>other</c>.</param>
/// <param name="Intent">The likeliest, whether or not a rule may go by it; null if the model does not tell, as are the three after it.</param>
/// <param name="Abuse">Probability that it insults or threatens.</param>
/// <param name="Spam">Probability that it is advertising or the like.</param>
internal sealed record Scored(
    string Label, string Verdict, SentimentScores Probabilities, string Language, string? Intent, double? IntentConfidence, double? Abuse, double? Spam, string Model)
{
    public static Scored Of(Verdict verdict) => new(
        Lower(verdict.Label), Lower(verdict.Polarity), verdict.Probabilities, verdict.Language, verdict.Intent is { } intent ? Lower(intent.Intent) : null,
        verdict.Intent?.Probability, verdict.Abuse?.Probability, verdict.Spam?.Probability, verdict.Model);

    private static string Lower(Enum word) => word.ToString().ToLowerInvariant();
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Scored))]
internal sealed partial class ScoredJson : JsonSerializerContext
{
    public static ScoredJson Relaxed => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
