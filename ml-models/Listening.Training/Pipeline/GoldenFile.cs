using Microsoft.ML;

namespace Listening.Training.Pipeline;

/// <summary>Scores of fixed texts by ML.NET itself, to test other readers of the zips.</summary>
internal static class GoldenFile
{
    /// <summary>A vector takes five kilobytes.</summary>
    private const int MostWithSentences = 100;

    /// <param name="ml">Loads the zips again, to test what was saved.</param>
    /// <param name="heads">The heads of the set.</param>
    /// <param name="featurization">Fills the input columns of the zips.</param>
    /// <param name="texts">One JSON string per line.</param>
    /// <returns>One JSON object per line.</returns>
    public static string Create(MLContext ml, IReadOnlyList<TrainedHead> heads, Featurization featurization, IEnumerable<string> texts)
    {
        var engines = heads.ToDictionary(head => head.Name, head => ml.Model.CreatePredictionEngine<TextRow, GoldenRow>(
            ml.Model.Load(new MemoryStream(head.Zip), out _), inputSchemaDefinition: featurization.Schema));
        var golden = new StringBuilder();
        var count = featurization.Sentences is null ? int.MaxValue : MostWithSentences;
        foreach (var text in texts.Take(count).Select(json => JsonSerializer.Deserialize(json, GoldenJson.Default.String)!))
        {
            var normalized = TextNormalizer.Normalize(text);
            var input = TextRow.Create(text, normalized, featurization);
            var scores = engines.ToDictionary(engine => engine.Key, engine =>
            {
                var row = engine.Value.Predict(input);
                return new GoldenScore(row.PredictedLabel, [.. row.Score]);
            });
            var line = new GoldenText(text, normalized.Text, normalized.NegationTokens, scores, featurization.Sentences?.Vector(text));
            golden.Append(JsonSerializer.Serialize(line, GoldenJson.Default.GoldenText)).Append('\n');
        }

        return golden.ToString();
    }
}

/// <summary>The output of a zip.</summary>
internal sealed class GoldenRow
{
    public string PredictedLabel { get; set; } = "";

    public float[] Score { get; set; } = [];
}

/// <param name="Text">The post, not normalised.</param>
/// <param name="Heads">By the names of the heads.</param>
/// <param name="Sentence">
/// The encoder's vector, whose last digits differ between processors; null if the heads read words alone.
/// </param>
internal sealed record GoldenText(
    string Text, string Normalized, string NegationTokens, IReadOnlyDictionary<string, GoldenScore> Heads,
    IReadOnlyList<float>? Sentence);

/// <param name="Score">Probabilities at temperature 1.</param>
internal sealed record GoldenScore(string Label, IReadOnlyList<float> Score);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GoldenText))]
[JsonSerializable(typeof(string))]
internal sealed partial class GoldenJson : JsonSerializerContext;
