using System.Security.Cryptography;

namespace Listening.Encoder.Tests;

/// <summary>A damaged, foreign or missing file is one sentence that names it.</summary>
public sealed class DamagedEncoderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("listening-encoder-").FullName;

    public DamagedEncoderTests()
    {
        foreach (var file in Directory.EnumerateFiles(ShippedEncoder.Folder, "encoder-1.*"))
        {
            File.CreateSymbolicLink(Path.Combine(_folder, Path.GetFileName(file)), file);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("encoder-1.onnx")]
    [InlineData("encoder-1.tokenizer.model")]
    public void A_file_that_was_cut_is_not_the_one_of_the_manifest(string file)
    {
        Replace(file, File.ReadAllBytes(Path.Combine(ShippedEncoder.Folder, file))[..^1]);

        Assert.StartsWith($"{file}: its SHA-256 is ", Refused(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("encoder-1.onnx", "it is no ONNX model that this version can run")]
    [InlineData("encoder-1.tokenizer.model", "it is no SentencePiece model")]
    public void A_file_of_another_format_is_named(string file, string reason)
    {
        byte[] foreign = [.. Encoding.UTF8.GetBytes("<html>not what it should be</html>")];
        Replace(file, foreign);
        var manifest = File.ReadAllText(ShippedEncoder.Manifest);
        var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(ShippedEncoder.Folder, file))));
        ReplaceManifest(manifest.Replace(hash, Convert.ToHexStringLower(SHA256.HashData(foreign)), StringComparison.Ordinal));

        Assert.Equal($"{file}: {reason}.", Refused());
    }

    [Fact]
    public void A_model_of_another_length_is_refused()
    {
        ReplaceManifest(File.ReadAllText(ShippedEncoder.Manifest).Replace("384", "768", StringComparison.Ordinal));

        Assert.Equal("encoder-1.onnx: it must turn input_ids and attention_mask into embedding of 768 values.", Refused());
    }

    [Theory]
    [InlineData("{", "encoder-1.json: the manifest is not valid at $, line 1.")]
    [InlineData("null", "encoder-1.json: the manifest is null.")]
    public void A_manifest_that_is_none_is_refused(string manifest, string expected)
    {
        ReplaceManifest(manifest);

        Assert.Equal(expected, Refused());
    }

    [Theory]
    [InlineData("\"encoder-1.onnx\"", "\"../encoder-1.onnx\"", "files must be names without a folder")]
    [InlineData("128", "100000", "maxTokens must be 3 to 512")]
    [InlineData("384", "0", "length must be 1 to 4096")]
    [InlineData("\"version\": \"encoder-1\"", "\"version\": \"\"", "version must be 1 to 64 characters")]
    public void A_manifest_with_a_wrong_value_names_the_rule(string old, string value, string rule)
    {
        ReplaceManifest(File.ReadAllText(ShippedEncoder.Manifest).Replace(old, value, StringComparison.Ordinal));

        Assert.Equal($"encoder-1.json: {rule}.", Refused());
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        File.Delete(Path.Combine(_folder, "encoder-1.onnx"));

        var refused = Assert.Throws<FileNotFoundException>(() => SentenceEncoder.Load(Path.Combine(_folder, "encoder-1.json")));
        Assert.Contains("encoder-1.onnx", refused.Message, StringComparison.Ordinal);
    }

    private string Refused() =>
        Assert.Throws<ModelFormatException>(() => SentenceEncoder.Load(Path.Combine(_folder, "encoder-1.json"))).Message;

    private void ReplaceManifest(string manifest) => Replace("encoder-1.json", Encoding.UTF8.GetBytes(manifest));

    private void Replace(string file, byte[] bytes)
    {
        var path = Path.Combine(_folder, file);
        File.Delete(path);
        File.WriteAllBytes(path, bytes);
    }
}
