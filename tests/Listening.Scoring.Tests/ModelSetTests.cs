using System.Text.Json.Nodes;
using Listening.Scoring;
using Listening.Testing.Models;

namespace Listening.Scoring.Tests;

public sealed class ModelSetTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("listening-model-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_shipped_models_are_those_that_their_manifest_means()
    {
        var models = ModelSet.Load(Path.Combine(ModelFiles.Folder, "starter.json"));

        Assert.Equal("starter-1", models.Manifest.Version);
        Assert.Equal(["negative", "neutral", "positive"], Assert.Single(models.Heads).Labels);
        Assert.Equal(["de", "en"], models.Manifest.Languages);
    }

    [Fact]
    public void Another_zip_than_the_manifests_is_refused()
    {
        var manifest = Write(_ => { });
        File.Copy(Golden.Sparse, Path.Combine(_folder, "starter.zip"), overwrite: true);

        var fault = Assert.Throws<ModelFormatException>(() => ModelSet.Load(manifest));

        Assert.StartsWith("starter.zip: its SHA-256 is ", fault.Message, StringComparison.Ordinal);
        Assert.Contains("but manifest.json says d8d440b3", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_in_another_order_are_refused()
    {
        var manifest = Write(json => Head(json)["labels"] = new JsonArray("positive", "neutral", "negative"));

        Assert.Equal(
            "starter.zip: its labels are negative, neutral, positive, but manifest.json says positive, neutral, negative.",
            Assert.Throws<ModelFormatException>(() => ModelSet.Load(manifest)).Message);
    }

    [Theory]
    [InlineData("0", "the models are older: train them again or use those of this release")]
    [InlineData("1000", "this build is older: use the one that the models were released with")]
    public void Another_normalizer_than_this_builds_is_refused(string version, string remedy)
    {
        var manifest = Write(json => json["normalizer"] = version);

        Assert.Equal(
            $"manifest.json: the models were trained with normalizer {version}, "
            + $"but this build has normalizer {TextNormalizer.Version}; {remedy}.",
            Assert.Throws<ModelFormatException>(() => ModelSet.Load(manifest)).Message);
    }

    [Fact]
    public void Members_that_a_newer_trainer_adds_are_ignored()
    {
        var manifest = Write(json =>
        {
            json["trainer"] = new JsonObject { ["seed"] = 7 };
            Head(json)["confusion"] = new JsonArray(1, 2, 3);
        });

        Assert.Equal("starter-1", ModelSet.Load(manifest).Manifest.Version);
    }

    [Fact]
    public void What_the_manifest_says_of_a_head_is_what_the_head_says()
    {
        var manifest = Write(json => (Head(json)["temperature"], Head(json)["threshold"]) = (1.5, 0.45));

        var head = Assert.Single(ModelSet.Load(manifest).Heads);

        Assert.Equal(("sentiment", 1.5f, 0.45f), (head.Name, head.Temperature, head.Threshold));
    }

    [Theory]
    [InlineData("version", "\"\"", "version must be 1 to 64 letters, digits, dots and dashes")]
    [InlineData("normalizer", "\"\"", "normalizer must be null or 1 to 64 letters, digits, dots and dashes")]
    [InlineData("languages", "[]", "languages must name at least one BCP 47 tag")]
    [InlineData("languages", "[\"de_DE\"]", "languages must name at least one BCP 47 tag")]
    [InlineData("heads", "[]", "heads must hold 1 to 32 models")]
    [InlineData("heads", "[null]", "heads[0] must not be null")]
    [InlineData("heads", "7", "the manifest is not valid at $.heads, line ")]
    [InlineData("data", "[{\"name\": \"posts.tsv\"}]", "the manifest is not valid at $.data[0], line ")]
    public void A_field_that_is_not_what_it_must_be_is_refused(string field, string value, string reason) =>
        AssertRefused(json => json[field] = JsonNode.Parse(value), reason);

    [Theory]
    [InlineData("name", "\"sentiment of posts\"", "heads[0].name must be 1 to 64 letters, digits, dots and dashes")]
    [InlineData("file", "\"../starter.zip\"", "heads[0].file must be the name of a zip")]
    [InlineData("file", "\"..\"", "heads[0].file must be the name of a zip")]
    [InlineData("sha256", "\"d8d4\"", "heads[0].sha256 must be 64 lower-case hexadecimal digits")]
    [InlineData("labels", "[\"negative\"]", "heads[0].labels must name at least two labels")]
    [InlineData("labels", "[\"negative\", null]", "heads[0].labels must name at least two labels")]
    [InlineData("labels", "[\"negative\", \"negative\"]", "heads[0].labels must not name a label twice")]
    [InlineData("temperature", "0", "heads[0].temperature must be above 0 and at most 100")]
    [InlineData("temperature", "1e9", "heads[0].temperature must be above 0 and at most 100")]
    [InlineData("threshold", "1.1", "heads[0].threshold must be 0 to 1")]
    [InlineData("labels", "7", "the manifest is not valid at $.heads[0].labels, line ")]
    [InlineData("sha256", "null", "the manifest is not valid at $.heads[0].sha256, line ")]
    public void A_field_of_a_head_that_is_not_what_it_must_be_is_refused(string field, string value, string reason) =>
        AssertRefused(json => Head(json)[field] = JsonNode.Parse(value), reason);

    [Fact]
    public void Two_heads_of_one_name_are_refused() =>
        AssertRefused(json => json["heads"]!.AsArray().Add(Head(json).DeepClone()), "heads[0].name must not be that of another head");

    [Theory]
    [InlineData("version")]
    [InlineData("normalizer")]
    [InlineData("languages")]
    [InlineData("heads")]
    public void A_missing_field_is_refused(string field) => AssertRefused(json => json.Remove(field), "the manifest is not valid at $");

    [Theory]
    [InlineData("name")]
    [InlineData("file")]
    [InlineData("sha256")]
    [InlineData("labels")]
    [InlineData("temperature")]
    public void A_missing_field_of_a_head_is_refused(string field) =>
        AssertRefused(json => Head(json).Remove(field), "the manifest is not valid at $.heads[0]");

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"version\":")]
    public void A_manifest_that_is_no_manifest_is_refused(string text)
    {
        var manifest = Path.Combine(_folder, "manifest.json");
        File.WriteAllText(manifest, text);

        Assert.Throws<ModelFormatException>(() => ModelSetManifest.Read(manifest));
    }

    private static JsonObject Head(JsonObject manifest) => manifest["heads"]![0]!.AsObject();

    private void AssertRefused(Action<JsonObject> change, string reason)
    {
        var manifest = Write(change);

        var fault = Assert.Throws<ModelFormatException>(() => ModelSet.Load(manifest));

        Assert.StartsWith($"manifest.json: {reason}", fault.Message, StringComparison.Ordinal);
    }

    private string Write(Action<JsonObject> change)
    {
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(ModelFiles.Folder, "starter.json")))!.AsObject();
        change(json);
        var path = Path.Combine(_folder, "manifest.json");
        File.WriteAllText(path, json.ToJsonString());
        File.Copy(Golden.Starter, Path.Combine(_folder, "starter.zip"), overwrite: true);
        return path;
    }
}
