using Listening.Scoring;
using Listening.Testing.Models;

namespace Listening.Scoring.Tests;

/// <summary>
/// Every set that ships, loaded as the service does. Each has a golden file with the scores of ML.NET itself.
/// </summary>
public sealed class TrainedSetTests
{
    /// <summary>ML.NET adds the same floats in another order.</summary>
    private const float Tolerance = 5e-6f;

    public static TheoryData<string> Sets => [.. Names()];

    private static IEnumerable<string> Names() => Directory.GetFiles(ModelFiles.Folder, "*.json", SearchOption.AllDirectories)
        .Select(manifest => Path.ChangeExtension(Path.GetRelativePath(ModelFiles.Folder, manifest), null))
        .Where(name => File.Exists(GoldenOf(name)) && ModelSetManifest.Read(Path.Combine(ModelFiles.Folder, $"{name}.json"))
            .Normalizer is not null);

    [Theory]
    [MemberData(nameof(Sets))]
    public void Posts_are_prepared_and_scored_as_in_training(string name)
    {
        var set = ModelSet.Load(Path.Combine(ModelFiles.Folder, $"{name}.json"));
        var logits = new float[set.Size];
        var texts = 0;
        foreach (var line in File.ReadLines(GoldenOf(name)))
        {
            using var golden = JsonDocument.Parse(line);
            var text = golden.RootElement.GetProperty("text").GetString()!;
            Assert.Equal(
                new NormalizedText(golden.RootElement.GetProperty("normalized").GetString()!,
                    golden.RootElement.GetProperty("negationTokens").GetString()!),
                TextNormalizer.Normalize(text));

            var sentence = golden.RootElement.TryGetProperty("sentence", out var vector)
                ? vector.EnumerateArray().Select(value => value.GetSingle()).ToArray()
                : [];
            set.Read(text, logits, sentence);
            foreach (var head in set.Heads)
            {
                var expected = golden.RootElement.GetProperty("heads").GetProperty(head.Name);
                var probabilities = logits[head.First..(head.First + head.Labels.Count)];
                Assert.Equal(expected.GetProperty("label").GetString(), head.Labels[Softmax.Apply(probabilities)]);
                Assert.All(expected.GetProperty("score").EnumerateArray().Zip(probabilities), pair =>
                    Assert.True(MathF.Abs(pair.First.GetSingle() - pair.Second) <= Tolerance,
                        $"{head.Name}: {pair.Second} instead of {pair.First} for {text}"));
            }

            texts++;
        }

        Assert.True(texts >= (set.SentenceLength > 0 ? 100 : 300), $"{GoldenOf(name)} has only {texts} texts");
    }

    [Fact]
    public void The_sets_that_ship_are_all_there() => Assert.Superset(
        new HashSet<string> { "listening-4", "listening-4-encoder", "care/care-5-words", "care/care-5-encoder", "research/listening-2" },
        Names().Select(name => name.Replace('\\', '/')).ToHashSet());

    [Fact]
    public void A_vector_of_another_length_is_refused()
    {
        var set = ModelSet.Load(Path.Combine(ModelFiles.Folder, "care", "care-5-encoder.json"));

        var refused = Assert.Throws<ArgumentException>(() => set.Read("Wo bleibt mein Paket?", new float[set.Size], new float[83]));
        Assert.StartsWith("The models read sentence vectors of 384 values, not of 83.", refused.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => set.Read("Wo bleibt mein Paket?", new float[set.Size]));
    }

    private static string GoldenOf(string name) => Path.Combine(ModelFiles.Folder, $"{name}.golden.jsonl");
}
