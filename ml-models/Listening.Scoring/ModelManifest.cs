using System.Text.Json;
using System.Text.Json.Serialization;
using Listening.Scoring.Format;

namespace Listening.Scoring;

/// <summary>What we say about a model zip, in a JSON file beside it: which bytes it must be, and what it is for.</summary>
public sealed record ModelManifest
{
    private const int MaximumBytes = 64 << 10;

    /// <summary>Names the model in stored rows, for instance <c>starter-1</c>; another model gets another version.</summary>
    public required string Version { get; init; }

    /// <summary>The zip's file name, in the manifest's own folder.</summary>
    public required string File { get; init; }

    /// <summary>SHA-256 of the zip, as 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The labels, in the order of the probabilities.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>The languages it was trained on, as BCP 47 tags; it scores any text.</summary>
    public required IReadOnlyList<string> Languages { get; init; }

    /// <summary>What it was trained on and how well it does, for people.</summary>
    public string? Description { get; init; }

    /// <exception cref="ModelFormatException">The manifest is not JSON, or a field is missing or not what it must be.</exception>
    public static ModelManifest Read(string path)
    {
        var name = Path.GetFileName(path);
        try
        {
            var manifest = JsonSerializer.Deserialize(BoundedFile.Read(path, MaximumBytes), ManifestJson.Default.ModelManifest)
                ?? throw new ModelFormatException(name, null, "the manifest is null");
            manifest.Check(name);
            return manifest;
        }
        catch (JsonException fault)
        {
            throw new ModelFormatException(name, null, $"the manifest is not valid at {fault.Path ?? "$"}, line {fault.LineNumber + 1}", fault);
        }
    }

    private void Check(string name)
    {
        Expect(IsVersion(Version), "version must be 1 to 64 letters, digits, dots and dashes");
        Expect(IsZipName(File), "file must be the name of a zip: letters, digits, dots, dashes and underscores, no folder");
        Expect(IsHash(Sha256), "sha256 must be 64 lower-case hexadecimal digits");
        Expect(Labels.Count >= 2 && Labels.All(label => !string.IsNullOrWhiteSpace(label)), "labels must name at least two labels");
        Expect(Labels.Distinct(StringComparer.Ordinal).Count() == Labels.Count, "labels must not name a label twice");
        Expect(Languages.Count > 0 && Languages.All(IsLanguage), "languages must name at least one BCP 47 tag");

        void Expect(bool fulfilled, string rule)
        {
            if (!fulfilled)
            {
                throw new ModelFormatException(name, null, rule);
            }
        }
    }

    private static bool IsVersion(string text) =>
        text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-');

    private static bool IsZipName(string text) =>
        text.EndsWith(".zip", StringComparison.Ordinal) && text.Length is > 4 and <= 100
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    private static bool IsHash(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);

    private static bool IsLanguage(string? text) =>
        text is { Length: >= 2 and <= 35 } && text.Split('-').All(part => part.Length is > 0 and <= 8 && part.All(char.IsAsciiLetterOrDigit));
}

/// <summary>Reads manifests without reflection, which would take longer than the model at a cold start.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ModelManifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;
