using System.Text.Json.Nodes;
using Listening.Scoring;

namespace Listening.Scoring.Tests.SourceProfiles;

public sealed class SourceProfilesManifestTests
{
    private static readonly JsonSerializerOptions CamelCase = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    [Fact]
    public void A_manifest_may_contain_source_profiles()
    {
        var profiles = Read(_ => { }).SourceProfiles!;

        Assert.Equal(("sentiment", "school", 1.5f), (profiles.General, profiles.School, profiles.PriorBound));
        Assert.Equal([0.5f, 0, -0.5f], profiles.Schools[0].Bias);
    }

    [Theory]
    [InlineData("general", "\"mood\"", "sourceProfiles.general and sourceProfiles.school must name two heads of the set")]
    [InlineData("school", "\"sentiment\"", "sourceProfiles.general and sourceProfiles.school must name two heads of the set")]
    [InlineData("prior", "[0.5, 0.5]", "sourceProfiles.prior must hold a share above 0 for each label of the general head, with sum 1")]
    [InlineData("balance", "1", "sourceProfiles.balance must be 0 to below 1")]
    [InlineData("priorBound", "0.9", "sourceProfiles.priorBound must be 1 to 10")]
    [InlineData("schools", "[]", "sourceProfiles.schools must name at least one school and none twice")]
    [InlineData("schools", "[null]", "sourceProfiles.schools must name at least one school and none twice")]
    [InlineData("schools", "7", "the manifest is not valid at $.sourceProfiles.schools, line ")]
    public void A_field_that_is_not_what_it_must_be_is_refused(string field, string value, string reason) =>
        AssertRefused(profiles => profiles[field] = JsonNode.Parse(value), reason);

    [Theory]
    [InlineData("name", "\"c\"", "sourceProfiles.schools[1].name must be a label of the school head")]
    [InlineData("name", "\"a\"", "sourceProfiles.schools must name at least one school and none twice")]
    [InlineData("head", "\"school\"", "sourceProfiles.schools[1].head must name a head of the set with the labels of the general one")]
    [InlineData("ownWeight", "1e9", "sourceProfiles.schools[1].generalWeight and ownWeight must be -100 to 100")]
    [InlineData("bias", "[0, 0]", "sourceProfiles.schools[1].bias must hold a number from -100 to 100 for each label")]
    [InlineData("prior", "[0, 0.5, 0.5]", "sourceProfiles.schools[1].prior must hold a share above 0 for each label, with sum 1")]
    [InlineData("sureness", "0", "sourceProfiles.schools[1].sureness must be above 0 and at most 1, or left out")]
    [InlineData("sureness", "1.5", "sourceProfiles.schools[1].sureness must be above 0 and at most 1, or left out")]
    [InlineData("prior", "null", "the manifest is not valid at $.sourceProfiles.schools[1].prior, line ")]
    public void A_field_of_a_school_that_is_not_what_it_must_be_is_refused(string field, string value, string reason) =>
        AssertRefused(profiles => profiles["schools"]![1]![field] = JsonNode.Parse(value), reason);

    [Fact]
    public void A_set_from_before_there_was_sureness_is_read() =>
        Assert.Null(Read(profiles => profiles["schools"]![1]!.AsObject().Remove("sureness")).SourceProfiles!.Schools[1].Sureness);

    [Fact]
    public void A_manifest_of_an_earlier_build_is_refused_with_the_remedy() => Assert.Equal(
        "manifest.json: an earlier build wrote it; rename its property streams to sourceProfiles, or train the models again.",
        Assert.Throws<ModelFormatException>(() => Read(profiles =>
        {
            var manifest = profiles.Parent!.AsObject();
            manifest.Remove("sourceProfiles");
            manifest["streams"] = profiles;
        })).Message);

    private static void AssertRefused(Action<JsonObject> change, string reason) =>
        Assert.StartsWith($"manifest.json: {reason}", Assert.Throws<ModelFormatException>(() => Read(change)).Message,
            StringComparison.Ordinal);

    private static ModelSetManifest Read(Action<JsonObject> change)
    {
        var json = JsonSerializer.SerializeToNode(
            new ModelSetManifest
            {
                Version = "made-1",
                Normalizer = null,
                Languages = ["de"],
                Heads = HandWrittenHeads.Heads,
                SourceProfiles = HandWrittenHeads.Manifest,
            },
            CamelCase)!;
        change(json["sourceProfiles"]!.AsObject());
        var folder = Directory.CreateTempSubdirectory("listening-model-");
        try
        {
            var path = Path.Combine(folder.FullName, "manifest.json");
            File.WriteAllText(path, json.ToJsonString());
            return ModelSetManifest.Read(path);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
