using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Listening.Scoring;
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

    public required ReleasedWords Words { get; init; }

    public required IReadOnlyList<ReleasedHead> Heads { get; init; }

    /// <summary>How the sentiment heads read streams; null if too few of them were trained.</summary>
    public StreamsManifest? Streams { get; init; }

    public required IReadOnlyList<ReleasedCorpus> Data { get; init; }

    /// <summary>The most telling figures per head and group; <see cref="ReleaseFigures"/> has all of them.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, ReleasedFigure>> Metrics { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, ReleaseJson.Readable.Release) + "\n";
}

/// <summary>
/// All figures of a release. They stand in a file of their own, because the manifest is read at every cold start and they are many times longer.
/// </summary>
/// <param name="Heads">By the heads' names.</param>
/// <param name="Streams">Null if the set does not read streams.</param>
internal sealed record ReleaseFigures(string Version, IReadOnlyDictionary<string, HeadFigures> Heads, StreamFigures? Streams = null)
{
    public string ToJson() => JsonSerializer.Serialize(this, ReleaseJson.Readable.ReleaseFigures) + "\n";

    /// <summary>The figures for the manifest: out of fold, on all texts and per language.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, ReleasedFigure>> Summary() => Heads.ToDictionary(
        head => head.Key,
        head => (IReadOnlyDictionary<string, ReleasedFigure>)head.Value.OutOfFold.Where(group => group.Group == "all" || group.IsLanguage).ToDictionary(
            group => group.Group,
            group => new ReleasedFigure(group.Texts, Math.Round(group.Accuracy, 4), Math.Round(group.MacroF1, 4), Math.Round(group.CalibrationError, 4))));
}

/// <param name="Texts">How many were judged out of fold.</param>
/// <param name="CalibrationError">Expected calibration error, 10 bins.</param>
internal sealed record ReleasedFigure(int Texts, double Accuracy, double MacroF1, double CalibrationError);

/// <summary>The file of word meanings.</summary>
internal sealed record ReleasedWords(string File, string Sha256);

/// <param name="Temperature">Divides the logits before the softmax.</param>
/// <param name="Threshold">Below this probability of the likeliest label the verdict is unsure.</param>
internal sealed record ReleasedHead(string Name, string File, string Sha256, IReadOnlyList<string> Labels, float Temperature, double Threshold);

/// <param name="Texts">How many of its texts were trained on, near-duplicates left out.</param>
internal sealed record ReleasedCorpus(string Name, string Sha256, string Licence, bool Commercial, int Texts);

/// <param name="OutOfFold">Each text judged by a model that had not seen its fold.</param>
/// <param name="Dev">The finished model on corpora that it never saw.</param>
internal sealed record HeadFigures(IReadOnlyList<GroupMetrics> OutOfFold, IReadOnlyList<GroupMetrics> Dev);

/// <summary>Sentiment with each corpus as one stream that was learned from its texts, unlabelled.</summary>
/// <param name="AsStreams">As the set does it.</param>
/// <param name="FrequenciesLeftAlone">Without adapting how frequent each label is.</param>
/// <param name="Unseen">Without the head and the weights of the corpus' school. The general head still knows the school's other texts.</param>
internal sealed record StreamFigures(HeadFigures AsStreams, HeadFigures FrequenciesLeftAlone, HeadFigures Unseen);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Release))]
[JsonSerializable(typeof(ReleaseFigures))]
internal sealed partial class ReleaseJson : JsonSerializerContext
{
    public static ReleaseJson Readable => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" });
}
