using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Listening.Adapters.Models;
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
            var verdict = understand.Judge(text);
            talk.Result(JsonSerializer.Serialize(
                new Scored(verdict.Probabilities.Likeliest.ToString().ToLowerInvariant(), verdict.Probabilities, verdict.Language, verdict.Model),
                ScoredJson.Relaxed.Scored));
        }

        return ExitCodes.Done;
    }
}

/// <param name="Label">The likeliest of the three, in any language.</param>
/// <param name="Language"><c>de</c>, <c>en</c> or <c>other</c>, for which the service stores <c>unsure</c> instead of the label.</param>
internal sealed record Scored(string Label, Domain.SentimentScores Probabilities, string Language, string Model);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Scored))]
internal sealed partial class ScoredJson : JsonSerializerContext
{
    public static ScoredJson Relaxed => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
