using System.Text.Json.Nodes;
using Listening.Domain;
using Listening.Testing;
using Listening.Understand;

namespace Listening.Tests.Understand;

/// <summary>Source profiles of a set made of one small zip: its two schools predict more negatives, or more positives, for any text.</summary>
public sealed class ZipTextModelTests : IDisposable
{
    private static readonly string Starter = Path.Combine(AppContext.BaseDirectory, "models", "starter.json");

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_stream_is_learned_and_its_posts_are_read_by_what_was_learned()
    {
        var model = ZipTextModel.Load(Set());
        var complaints = Enumerable.Range(0, 200)
            .Select(i => i % 10 == 0 ? $"Das Paket, Nummer {i}." : $"Ich bin enttäuscht und wütend, Nummer {i}").ToList();

        var stream = model.Learn(complaints);

        Assert.Equal(("streams-1", 200), (stream.Model, stream.Texts));
        Assert.InRange(stream.Schools["negative"], 0.8, 1);
        Assert.Equal(1, stream.Schools.Values.Sum(), 1e-5);
        Assert.StartsWith("negative ", stream.Resembles, StringComparison.Ordinal);
        Assert.InRange(stream.Factors.Negative, 1.001, 1.5);
        var (alone, within) = (model.Read("Hm, das Paket.", learned: null).Sentiment, model.Read("Hm, das Paket.", stream).Sentiment);
        Assert.True(within.Negative > alone.Negative + 0.05, $"{alone} became {within}");
        Assert.Equal(1, within.Negative + within.Neutral + within.Positive, 1e-5);
        Assert.Equal(within, model.Read("Hm, das Paket.", model.Learn(complaints)).Sentiment);
    }

    [Fact]
    public void Without_a_stream_it_reads_as_the_set_without_streams_does()
    {
        var (with, without) = (ZipTextModel.Load(Set()), ZipTextModel.Load(Starter));

        Assert.Equal((true, false), (with.LearnsSourceProfiles, without.LearnsSourceProfiles));
        const string Text = "Das Paket ist da, danke!";
        Assert.Equal(without.Read(Text, learned: null).Sentiment, with.Read(Text, learned: null).Sentiment);
        var refused = Assert.Throws<NotSupportedException>(() => without.Learn([Text]));
        Assert.Contains("without source profiles", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_another_version_learned_is_refused()
    {
        var model = ZipTextModel.Load(Set());
        var stream = model.Learn(["Das Paket ist da."]);

        Assert.Throws<ArgumentException>(() => model.Read("Das Paket ist da.", stream with { Model = "streams-0" }));
    }

    [Fact]
    public void Streams_that_start_from_another_head_than_sentiment_are_refused() => Assert.Equal(
        "The source profiles of model set streams-1 start from head school; name a set where that is sentiment.",
        Assert.Throws<InvalidDataException>(() => ZipTextModel.Load(Set(general: "school", school: "sentiment"))).Message);

    public void Dispose() => _folder.Dispose();

    private string Set(string general = "sentiment", string school = "school")
    {
        var set = JsonNode.Parse(File.ReadAllText(Starter))!;
        var head = set["heads"]![0]!;
        var zip = head["file"]!.GetValue<string>();
        var labels = head["labels"]!.AsArray().Select(label => label!.GetValue<string>()).ToList();
        var second = head.DeepClone();
        second["name"] = "school";
        set["heads"]!.AsArray().Add(second);
        set["version"] = "streams-1";
        var share = 1f / 3;
        set["sourceProfiles"] = new JsonObject
        {
            ["general"] = general,
            ["school"] = school,
            ["prior"] = new JsonArray(share, share, share),
            ["balance"] = 0,
            ["priorBound"] = 1.5,
            ["schools"] = new JsonArray(School("negative"), School("positive")),
        };
        File.Copy(Path.Combine(Path.GetDirectoryName(Starter)!, zip), Path.Combine(_folder.Path, zip), overwrite: true);
        var manifest = Path.Combine(_folder.Path, "streams.json");
        File.WriteAllText(manifest, set.ToJsonString());
        return manifest;

        JsonObject School(string label) => new()
        {
            ["name"] = label,
            ["head"] = "sentiment",
            ["generalWeight"] = 0.5,
            ["ownWeight"] = 0.5,
            ["bias"] = new JsonArray([.. labels.Select(each => (JsonNode)(each == label ? 1f : 0f))]),
            ["prior"] = new JsonArray(share, share, share),
            ["sureness"] = 0.5,
        };
    }
}
