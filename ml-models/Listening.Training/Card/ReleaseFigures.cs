using System.Text.Encodings.Web;
using Listening.Training.Metrics;
using Listening.Training.SourceProfiles;

namespace Listening.Training.Card;

/// <summary>All figures of a set, in a file of their own, because the manifest is read at every cold start.</summary>
/// <param name="Version">Version of the set.</param>
/// <param name="Heads">By the names of the heads.</param>
/// <param name="SourceProfiles">Null if the set was trained without source profiles.</param>
internal sealed record ReleaseFigures(
    string Version, IReadOnlyDictionary<string, HeadFigures> Heads, SourceFigures? SourceProfiles = null);

/// <param name="OutOfFold">Each text predicted by a model that was not trained on its fold.</param>
/// <param name="Dev">The finished model on corpora that it was not trained on.</param>
internal sealed record HeadFigures(IReadOnlyList<GroupMetrics> OutOfFold, IReadOnlyList<GroupMetrics> Dev)
{
    /// <summary>Average precision of the alerts, out of fold and on dev; null for heads that alert nobody.</summary>
    public RankingFigures? Alerts { get; init; }
}

/// <param name="OutOfFold">Average precision on texts of the training corpora, by models not trained on them.</param>
/// <param name="Dev">The same on texts never trained on.</param>
internal sealed record RankingFigures(double OutOfFold, double Dev);

/// <summary>Sentiment with each corpus as one source, whose profile was learned from its texts without labels.</summary>
/// <param name="WithProfile">As the set does it.</param>
/// <param name="FixedPriors">Without adapting to the label frequencies of the source.</param>
/// <param name="UnseenSchool">
/// Without the head and the weights of the corpus' school. The general head was still trained on the school's texts.
/// </param>
internal sealed record SourceFigures(HeadFigures WithProfile, HeadFigures FixedPriors, HeadFigures UnseenSchool)
{
    /// <summary>Sources of texts of several corpora; null in figures from before they were measured.</summary>
    public MixtureFigures? Mixtures { get; init; }

    /// <summary>The same where one of the corpora is of a school without a head; null if there are fewer than two schools.</summary>
    public MixtureFigures? MixturesWithUnseenSchool { get; init; }
}

/// <summary>Writes the manifest and the figures as indented JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ModelSetManifest))]
[JsonSerializable(typeof(ReleaseFigures))]
internal sealed partial class ReleaseJson : JsonSerializerContext
{
    private static ReleaseJson Readable => field ??=
        new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" });

    public static string Serialize(ModelSetManifest manifest) => JsonSerializer.Serialize(manifest, Readable.ModelSetManifest) + "\n";

    public static string Serialize(ReleaseFigures figures) => JsonSerializer.Serialize(figures, Readable.ReleaseFigures) + "\n";
}
