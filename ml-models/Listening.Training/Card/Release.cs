using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Listening.Training.Corpora;
using Listening.Training.Metrics;

namespace Listening.Training.Card;

/// <summary>The manifest of a model set as training writes it: what <c>Listening.Scoring</c> needs to load it, and what people need to judge it.</summary>
internal sealed record Release
{
    public required string Version { get; init; }

    /// <summary>Version of the text preparation it was trained with.</summary>
    public required string Normalizer { get; init; }

    public required IReadOnlyList<string> Languages { get; init; }

    public required string Description { get; init; }

    /// <summary><c>all</c>, or <c>commercial</c> if only data whose licence permits commercial use was seen.</summary>
    public required string Profile { get; init; }

    /// <summary>Fixes the folds and the order of the data.</summary>
    public required int Seed { get; init; }

    public required IReadOnlyList<ReleasedHead> Heads { get; init; }

    public required IReadOnlyList<ReleasedCorpus> Data { get; init; }

    /// <summary>Figures per head.</summary>
    public required IReadOnlyDictionary<string, HeadFigures> Metrics { get; init; }

    public static Release Read(string path) => RecipeFile.Read(path, ReleaseJson.Default.Release, (_, _) => { });

    public void Write(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, ReleaseJson.Readable.Release) + "\n");
}

/// <param name="Temperature">Divides the logits before the softmax.</param>
/// <param name="Threshold">Below this probability of the likeliest label the verdict is unsure.</param>
internal sealed record ReleasedHead(string Name, string File, string Sha256, IReadOnlyList<string> Labels, float Temperature, double Threshold);

/// <param name="Texts">How many of its texts were trained on, near-duplicates left out.</param>
internal sealed record ReleasedCorpus(string Name, string Sha256, string Licence, bool Commercial, int Texts);

/// <param name="OutOfFold">Each text judged by a model that had not seen its fold.</param>
/// <param name="Dev">The finished model on corpora that it never saw.</param>
internal sealed record HeadFigures(IReadOnlyList<GroupMetrics> OutOfFold, IReadOnlyList<GroupMetrics> Dev);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Release))]
internal sealed partial class ReleaseJson : JsonSerializerContext
{
    public static ReleaseJson Readable => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" });
}
