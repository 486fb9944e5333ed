using System.Text.Json;
using System.Text.Json.Nodes;
using Listening.Scoring;

namespace Listening.Scoring.Tests.Streams;

public sealed class StreamsManifestTests
{
    private static readonly JsonSerializerOptions CamelCase = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    [Fact]
    public void A_manifest_may_say_how_streams_are_read()
    {
        var streams = Read(_ => { }).Streams!;

        Assert.Equal(("sentiment", "school", 1.5f), (streams.General, streams.School, streams.PriorBound));
        Assert.Equal([0.5f, 0, -0.5f], streams.Schools[0].Bias);
    }

    [Theory]
    [InlineData("general", "\"mood\"", "streams.general and streams.school must name two heads of the set")]
    [InlineData("school", "\"sentiment\"", "streams.general and streams.school must name two heads of the set")]
    [InlineData("prior", "[0.5, 0.5]", "streams.prior must hold a share above 0 for each label of the general head, 1 together")]
    [InlineData("balance", "1", "streams.balance must be 0 to below 1")]
    [InlineData("priorBound", "0.9", "streams.priorBound must be 1 to 10")]
    [InlineData("schools", "[]", "streams.schools must name at least one school, and none twice")]
    [InlineData("schools", "[null]", "streams.schools must name at least one school, and none twice")]
    [InlineData("schools", "7", "the manifest is not valid at $.streams.schools, line ")]
    public void A_field_that_is_not_what_it_must_be_is_refused(string field, string value, string reason) =>
        AssertRefused(streams => streams[field] = JsonNode.Parse(value), reason);

    [Theory]
    [InlineData("name", "\"c\"", "streams.schools[1].name must be a label of the school head")]
    [InlineData("name", "\"a\"", "streams.schools must name at least one school, and none twice")]
    [InlineData("head", "\"school\"", "streams.schools[1].head must name a head of the set with the labels of the general one")]
    [InlineData("ownWeight", "1e9", "streams.schools[1].generalWeight and ownWeight must be -100 to 100")]
    [InlineData("bias", "[0, 0]", "streams.schools[1].bias must hold a number from -100 to 100 for each label")]
    [InlineData("prior", "[0, 0.5, 0.5]", "streams.schools[1].prior must hold a share above 0 for each label, 1 together")]
    [InlineData("prior", "null", "the manifest is not valid at $.streams.schools[1].prior, line ")]
    public void A_field_of_a_school_that_is_not_what_it_must_be_is_refused(string field, string value, string reason) =>
        AssertRefused(streams => streams["schools"]![1]![field] = JsonNode.Parse(value), reason);

    private static void AssertRefused(Action<JsonObject> change, string reason) =>
        Assert.StartsWith($"manifest.json: {reason}", Assert.Throws<ModelFormatException>(() => Read(change)).Message, StringComparison.Ordinal);

    private static ModelSetManifest Read(Action<JsonObject> change)
    {
        var json = JsonSerializer.SerializeToNode(
            new ModelSetManifest { Version = "made-1", Normalizer = null, Languages = ["de"], Heads = MadeStreams.Heads, Streams = MadeStreams.Manifest }, CamelCase)!;
        change(json["streams"]!.AsObject());
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
