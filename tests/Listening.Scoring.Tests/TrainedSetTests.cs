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

    public static TheoryData<string> Sets => [.. Directory.GetFiles(ModelFiles.Folder, "*.json")
        .Select(manifest => Path.GetFileNameWithoutExtension(manifest))
        .Where(name => File.Exists(GoldenOf(name)) && ModelSetManifest.Read(Path.Combine(ModelFiles.Folder, $"{name}.json"))
            .Normalizer is not null)];

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

            set.Read(text, logits);
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

        Assert.True(texts >= 300, $"{GoldenOf(name)} has only {texts} texts");
    }

    private static string GoldenOf(string name) => Path.Combine(ModelFiles.Folder, $"{name}.golden.jsonl");
}
