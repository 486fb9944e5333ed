namespace Listening.Encoder;

/// <summary>Describes an encoder, in a JSON file beside its model and tokenizer. Unknown properties are ignored.</summary>
/// <param name="Version">Names the encoder: heads belong to the version that they were trained with.</param>
/// <param name="Length">Values of a vector.</param>
/// <param name="MaxTokens">Most tokens that are read of a text, the first and the last one included.</param>
/// <param name="Prefix">What the model expects before each text.</param>
public sealed record EncoderManifest(
    string Version, EncoderFile Model, EncoderFile Tokenizer, int Length, int MaxTokens, string Prefix)
{
    private const int MaximumBytes = 1 << 16;

    /// <exception cref="ModelFormatException">The manifest is not JSON, or a property is missing or not valid.</exception>
    public static EncoderManifest Read(string path) =>
        ManifestFile.Read(path, MaximumBytes, EncoderJson.Default.EncoderManifest, (manifest, name) => manifest.Check(name));

    private void Check(string name)
    {
        Expect(Version.Length is > 0 and <= 64, "version must be 1 to 64 characters");
        Expect(Length is > 0 and <= 4096, "length must be 1 to 4096");
        Expect(MaxTokens is > 2 and <= 512, "maxTokens must be 3 to 512");
        Expect(IsFileName(Model.File) && IsFileName(Tokenizer.File), "files must be names without a folder");

        void Expect(bool fulfilled, string rule) => ModelFormatException.ThrowUnless(fulfilled, name, null, rule);
    }

    private static bool IsFileName(string file) => file.Length > 0 && file == Path.GetFileName(file);
}

/// <param name="File">The file's name, in the manifest's own folder.</param>
/// <param name="Sha256">SHA-256 of the file, as 64 lower-case hexadecimal digits.</param>
public sealed record EncoderFile(string File, string Sha256);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(EncoderManifest))]
internal sealed partial class EncoderJson : JsonSerializerContext;
