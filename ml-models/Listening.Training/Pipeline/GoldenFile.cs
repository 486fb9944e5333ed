using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Listening.Scoring;
using Microsoft.ML;

namespace Listening.Training.Pipeline;

/// <summary>What ML.NET itself says of fixed texts, so that another reader of the zips can be held to it.</summary>
internal static class GoldenFile
{
    /// <param name="ml">Loads the zips anew: what was saved is what counts.</param>
    /// <param name="heads">The set.</param>
    /// <param name="featurization">Fills the zips' input columns.</param>
    /// <param name="texts">One JSON string a line.</param>
    /// <returns>One JSON object a line.</returns>
    public static string Of(MLContext ml, IReadOnlyList<TrainedHead> heads, Featurization featurization, IEnumerable<string> texts)
    {
        var schema = featurization.Schema;
        var engines = heads.Select(head => ml.Model.CreatePredictionEngine<TextRow, GoldenRow>(ml.Model.Load(new MemoryStream(head.Zip), out _), inputSchemaDefinition: schema)).ToList();
        var golden = new StringBuilder();
        foreach (var text in texts.Select(line => JsonSerializer.Deserialize(line, GoldenJson.Default.String)!))
        {
            var normalized = TextNormalizer.Normalize(text);
            var said = heads.Zip(engines).ToDictionary(pair => pair.First.Name, pair =>
            {
                var row = pair.Second.Predict(TextRow.Of(normalized, featurization.Meanings));
                return new GoldenScore(row.PredictedLabel, row.Score, [.. row.Score.Select(score => BitConverter.SingleToUInt32Bits(score).ToString("x8", null))]);
            });
            golden.Append(JsonSerializer.Serialize(new GoldenText(text, normalized.Text, normalized.Signs, said), GoldenJson.Default.GoldenText)).Append('\n');
        }

        return golden.ToString();
    }
}

/// <summary>What a zip says, as ML.NET fills it in.</summary>
internal sealed class GoldenRow
{
    public string PredictedLabel { get; set; } = "";

    public float[] Score { get; set; } = [];
}

/// <param name="Text">As people write.</param>
/// <param name="Heads">By the heads' names.</param>
internal sealed record GoldenText(string Text, string Normalized, string Signs, IReadOnlyDictionary<string, GoldenScore> Heads);

/// <param name="Score">Probabilities at temperature 1.</param>
/// <param name="ScoreBits">The same as IEEE-754 bits in hexadecimal.</param>
internal sealed record GoldenScore(string Label, IReadOnlyList<float> Score, IReadOnlyList<string> ScoreBits);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(GoldenText))]
[JsonSerializable(typeof(string))]
internal sealed partial class GoldenJson : JsonSerializerContext;
