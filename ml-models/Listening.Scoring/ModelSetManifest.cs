using System.Diagnostics.CodeAnalysis;
using Listening.Scoring.Format;

namespace Listening.Scoring;

/// <summary>Describes the models of one release, in a JSON file beside their zips. Unknown properties are ignored.</summary>
public sealed record ModelSetManifest
{
    private const int MaximumBytes = 1 << 20;
    private const int MostHeads = 32;
    private const float HottestTemperature = 100;
    private const string FileNameRule = "letters, digits, dots, dashes and underscores, no folder";

    /// <summary>Name of the set in stored rows, for instance <c>listening-4</c>. Other zips have another version.</summary>
    public required string Version { get; init; }

    /// <summary>The <see cref="TextNormalizer.Version"/> that prepared the training texts; null if they were not normalised.</summary>
    public required string? Normalizer { get; init; }

    /// <summary>The languages it was trained on, as BCP 47 tags; it scores any text.</summary>
    public required IReadOnlyList<string> Languages { get; init; }

    /// <summary>What it was trained on, for people.</summary>
    public string? Description { get; init; }

    /// <summary><c>all</c>, or <c>commercial</c> if all training data permits commercial use.</summary>
    public string? Profile { get; init; }

    /// <summary>The seed of the training: it determines the folds and the order of the data.</summary>
    public int? Seed { get; init; }

    /// <summary>The word embeddings, if the models read them.</summary>
    public WordsManifest? Words { get; init; }

    /// <summary>The sentence vectors that the models read beside the words; null if they read words alone.</summary>
    public SentenceManifest? Sentence { get; init; }

    /// <summary>The models, in the order of their logits.</summary>
    public required IReadOnlyList<HeadManifest> Heads { get; init; }

    /// <summary>How the sentiment heads are combined for a source, if they were trained for it.</summary>
    public SourceProfilesManifest? SourceProfiles { get; init; }

    /// <summary>The files it was trained on, as far as they are recorded.</summary>
    public IReadOnlyList<TrainingFile>? Data { get; init; }

    /// <summary>The name of <see cref="SourceProfiles"/> in manifests of earlier builds, which are refused.</summary>
    [JsonInclude]
    internal JsonElement? Streams { get; init; }

    /// <exception cref="ModelFormatException">The manifest is not JSON, or a property is missing or not valid.</exception>
    public static ModelSetManifest Read(string path) =>
        ManifestFile.Read(path, MaximumBytes, ManifestJson.Default.ModelSetManifest, (manifest, name) => manifest.Check(name));

    private void Check(string name)
    {
        Expect(IsName(Version), "version must be 1 to 64 letters, digits, dots and dashes");
        Expect(Normalizer is null || IsName(Normalizer), "normalizer must be null or 1 to 64 letters, digits, dots and dashes");
        Expect(Languages.Count > 0 && Languages.All(IsLanguage), "languages must name at least one BCP 47 tag");
        Expect(Words is null || IsFileName(Words.File, ".bin"), $"words.file must be the name of a .bin: {FileNameRule}");
        Expect(Words is null || IsHash(Words.Sha256), "words.sha256 must be 64 lower-case hexadecimal digits");
        Expect(Sentence is null || IsName(Sentence.Encoder), "sentence.encoder must be 1 to 64 letters, digits, dots and dashes");
        Expect(
            Sentence is null || (Sentence.Mean.Count > 0 && Sentence.Mean.Count == Sentence.Scale.Count
                && Sentence.Mean.Concat(Sentence.Scale).All(float.IsFinite)),
            "sentence must have as many finite numbers in mean as in scale, at least one");
        Expect(Heads.Count is > 0 and <= MostHeads, $"heads must hold 1 to {MostHeads} models");
        for (var i = 0; i < Heads.Count; i++)
        {
            var (head, at) = (Heads[i], $"heads[{i}]");
            Expect(head is not null, $"{at} must not be null");
            Expect(IsName(head.Name), $"{at}.name must be 1 to 64 letters, digits, dots and dashes");
            Expect(Heads.Count(other => other?.Name == head.Name) == 1, $"{at}.name must not be that of another head");
            Expect(IsFileName(head.File, ".zip"), $"{at}.file must be the name of a zip: {FileNameRule}");
            Expect(IsHash(head.Sha256), $"{at}.sha256 must be 64 lower-case hexadecimal digits");
            Expect(
                head.Labels.Count >= 2 && head.Labels.All(label => !string.IsNullOrWhiteSpace(label)),
                $"{at}.labels must name at least two labels");
            Expect(
                head.Labels.Distinct(StringComparer.Ordinal).Count() == head.Labels.Count, $"{at}.labels must not name a label twice");
            Expect(
                head.Temperature is > 0 and <= HottestTemperature, $"{at}.temperature must be above 0 and at most {HottestTemperature}");
            Expect(head.Threshold is null or >= 0 and <= 1, $"{at}.threshold must be 0 to 1");
            Expect(head.Positive?.All(head.Labels.Contains) != false, $"{at}.positive must name labels of the head");
            Expect(
                head.Levels?.Values.All(level => level.Threshold is >= 0 and <= 1) != false, $"{at}.levels must have thresholds of 0 to 1");
        }

        Expect(
            Streams is null, "an earlier build wrote it; rename its property streams to sourceProfiles, or train the models again");
        var error = SourceProfiles?.FindError(Heads);
        Expect(error is null, error!);

        void Expect([DoesNotReturnIf(false)] bool fulfilled, string rule) => ModelFormatException.ThrowUnless(fulfilled, name, null, rule);
    }

    private static bool IsName(string text) =>
        text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-');

    private static bool IsFileName(string text, string extension) =>
        text.EndsWith(extension, StringComparison.Ordinal) && text.Length is > 4 and <= 100
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    private static bool IsHash(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);

    private static bool IsLanguage(string? text) =>
        text is { Length: >= 2 and <= 35 }
        && text.Split('-').All(part => part.Length is > 0 and <= 8 && part.All(char.IsAsciiLetterOrDigit));
}

/// <summary>The file of the set's <see cref="WordEmbeddings"/>.</summary>
/// <param name="File">The file's name, in the manifest's own folder.</param>
/// <param name="Sha256">SHA-256 of the file, as 64 lower-case hexadecimal digits.</param>
public sealed record WordsManifest(string File, string Sha256);

/// <summary>
/// How the vector of an encoder becomes a part of the embedding that the heads read: each value minus its mean, times its scale.
/// </summary>
/// <param name="Encoder">The version of the encoder.</param>
/// <param name="Mean">One number for each value of the vector: its mean over the training texts.</param>
/// <param name="Scale">One number for each value: what brings it to the size of the other features.</param>
public sealed record SentenceManifest(string Encoder, IReadOnlyList<float> Mean, IReadOnlyList<float> Scale)
{
    /// <param name="vector">The encoder's vector of a text.</param>
    /// <param name="standardized">Room for as many values.</param>
    public void Standardize(ReadOnlySpan<float> vector, Span<float> standardized)
    {
        for (var i = 0; i < vector.Length; i++)
        {
            standardized[i] = (vector[i] - Mean[i]) * Scale[i];
        }
    }
}

/// <summary>One model of the set.</summary>
/// <param name="Name">What it classifies, for instance <c>sentiment</c>.</param>
/// <param name="File">The zip's file name, in the manifest's own folder.</param>
/// <param name="Sha256">SHA-256 of the zip, as 64 lower-case hexadecimal digits.</param>
/// <param name="Labels">The labels, in the order of the probabilities.</param>
/// <param name="Temperature">Divides the logits before softmax, so that probabilities are calibrated; 1 leaves them as trained.</param>
/// <param name="Threshold">The highest probability, 0 to 1, below which the model is unsure; null if it always decides.</param>
/// <param name="Positive">The labels whose probabilities together say that somebody is alerted; null for a head that alerts nobody.</param>
/// <param name="Levels">By name, from which probability of <paramref name="Positive"/> to alert, and what to expect of that.</param>
public sealed record HeadManifest(
    string Name, string File, string Sha256, IReadOnlyList<string> Labels, float Temperature, float? Threshold = null,
    IReadOnlyList<string>? Positive = null, IReadOnlyDictionary<string, AlertLevel>? Levels = null);

/// <summary>A probability from which to alert.</summary>
/// <param name="Threshold">0 to 1.</param>
/// <param name="Precision">The share of the alerts that are right, on posts of writers who were not trained on.</param>
/// <param name="Recall">The share of the posts that need an alert and get one, on the same posts.</param>
public sealed record AlertLevel(double Threshold, double Precision, double Recall);

/// <summary>A file that a set was trained on.</summary>
/// <param name="Sha256">SHA-256 of the file, in hexadecimal digits.</param>
/// <param name="Licence">The licence as its source states it.</param>
/// <param name="Commercial">Whether the licence permits commercial use.</param>
/// <param name="Texts">How many of its texts were trained on, near-duplicates left out.</param>
public sealed record TrainingFile(string Name, string Sha256, string Licence, bool Commercial, int? Texts = null);

/// <summary>Reads manifests without reflection, which would take longer at a cold start than loading the models.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ModelSetManifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;
