using System.Text.Json.Nodes;
using Listening.Scoring;

namespace Listening.Tests.Scoring;

public sealed class ModelPackageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("listening-model-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_shipped_model_is_the_one_its_manifest_means()
    {
        var package = ModelPackage.Load(Path.Combine(Golden.Models, "starter.json"));

        Assert.Equal("starter-1", package.Manifest.Version);
        Assert.Equal(["negative", "neutral", "positive"], package.Model.Labels);
        Assert.Equal(["de", "en"], package.Manifest.Languages);
    }

    [Fact]
    public void Another_zip_than_the_manifests_is_refused()
    {
        var manifest = Write(_ => { });
        File.Copy(Golden.Sparse, Path.Combine(_folder, "starter.zip"), overwrite: true);

        var fault = Assert.Throws<ModelFormatException>(() => ModelPackage.Load(manifest));

        Assert.StartsWith("starter.zip: its SHA-256 is ", fault.Message, StringComparison.Ordinal);
        Assert.Contains("but manifest.json says d8d440b3", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_in_another_order_are_refused()
    {
        var manifest = Write(json => json["labels"] = new JsonArray("positive", "neutral", "negative"));

        Assert.Equal(
            "starter.zip: its labels are negative, neutral, positive, but manifest.json says positive, neutral, negative.",
            Assert.Throws<ModelFormatException>(() => ModelPackage.Load(manifest)).Message);
    }

    [Theory]
    [InlineData("version", "\"\"", "version must be 1 to 64 letters, digits, dots and dashes")]
    [InlineData("file", "\"../starter.zip\"", "file must be the name of a zip")]
    [InlineData("file", "\"..\"", "file must be the name of a zip")]
    [InlineData("sha256", "\"d8d4\"", "sha256 must be 64 lower-case hexadecimal digits")]
    [InlineData("labels", "[\"negative\"]", "labels must name at least two labels")]
    [InlineData("labels", "[\"negative\", null]", "labels must name at least two labels")]
    [InlineData("labels", "[\"negative\", \"negative\"]", "labels must not name a label twice")]
    [InlineData("languages", "[]", "languages must name at least one BCP 47 tag")]
    [InlineData("languages", "[\"de_DE\"]", "languages must name at least one BCP 47 tag")]
    [InlineData("labels", "7", "the manifest is not valid at $.labels, line ")]
    [InlineData("sha256", "null", "the manifest is not valid at $.sha256, line ")]
    public void A_field_that_is_not_what_it_must_be_is_refused(string field, string value, string reason)
    {
        var manifest = Write(json => json[field] = JsonNode.Parse(value));

        var fault = Assert.Throws<ModelFormatException>(() => ModelPackage.Load(manifest));

        Assert.StartsWith($"manifest.json: {reason}", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("version")]
    [InlineData("file")]
    [InlineData("sha256")]
    [InlineData("labels")]
    [InlineData("languages")]
    public void A_missing_field_is_refused(string field)
    {
        var manifest = Write(json => json.Remove(field));

        Assert.Throws<ModelFormatException>(() => ModelPackage.Load(manifest));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"version\":")]
    public void A_manifest_that_is_no_manifest_is_refused(string text)
    {
        var manifest = Path.Combine(_folder, "manifest.json");
        File.WriteAllText(manifest, text);

        Assert.Throws<ModelFormatException>(() => ModelManifest.Read(manifest));
    }

    private string Write(Action<JsonObject> change)
    {
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(Golden.Models, "starter.json")))!.AsObject();
        change(json);
        var path = Path.Combine(_folder, "manifest.json");
        File.WriteAllText(path, json.ToJsonString());
        File.Copy(Golden.Starter, Path.Combine(_folder, "starter.zip"), overwrite: true);
        return path;
    }
}
