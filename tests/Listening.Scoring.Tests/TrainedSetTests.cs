using System.Text.Json;
using Listening.Scoring;
using Listening.Testing.Models;

namespace Listening.Scoring.Tests;

/// <summary>
/// What training wrote, read by what the service loads: every set that ships. Each has a golden file with what ML.NET itself said.
/// </summary>
public sealed class TrainedSetTests
{
    /// <summary>ML.NET adds the same floats up in another order.</summary>
    private const float Tolerance = 5e-6f;

    public static TheoryData<string> Sets => [.. Directory.GetFiles(ModelFiles.Folder, "*.json")
        .Select(manifest => Path.GetFileNameWithoutExtension(manifest))
        .Where(name => File.Exists(GoldenOf(name)) && ModelSetManifest.Read(Path.Combine(ModelFiles.Folder, $"{name}.json")).Normalizer is not null)];

    [Theory]
    [MemberData(nameof(Sets))]
    public void Raw_texts_are_prepared_and_judged_as_in_training(string name)
    {
        var set = ModelSet.Load(Path.Combine(ModelFiles.Folder, $"{name}.json"));
        var logits = new float[set.Size];
        var texts = 0;
        foreach (var line in File.ReadLines(GoldenOf(name)))
        {
            using var golden = JsonDocument.Parse(line);
            var text = golden.RootElement.GetProperty("text").GetString()!;
            Assert.Equal(
                new NormalizedText(golden.RootElement.GetProperty("normalized").GetString()!, golden.RootElement.GetProperty("signs").GetString()!),
                TextNormalizer.Normalize(text));

            set.Read(text, logits);
            foreach (var head in set.Heads)
            {
                var said = golden.RootElement.GetProperty("heads").GetProperty(head.Name);
                var probabilities = logits[head.First..(head.First + head.Labels.Count)];
                Assert.Equal(said.GetProperty("label").GetString(), head.Labels[Softmax.Of(probabilities)]);
                Assert.All(said.GetProperty("score").EnumerateArray().Zip(probabilities), pair =>
                    Assert.True(MathF.Abs(pair.First.GetSingle() - pair.Second) <= Tolerance, $"{head.Name}: {pair.Second} instead of {pair.First} for {text}"));
            }

            texts++;
        }

        Assert.True(texts >= 300, $"{GoldenOf(name)} has only {texts} texts");
    }

    private static string GoldenOf(string name) => Path.Combine(ModelFiles.Folder, $"{name}.golden.jsonl");
}
