using Listening.Testing.Models;

namespace Listening.Scoring.Tests;

public sealed class GoldenTests
{
    // ML.NET's own last bits depend on the processor; adding up a text of one repeated letter carelessly is off by 5e-6.
    private const float Tolerance = 2e-6f;

    [Theory]
    [InlineData("starter")]
    [InlineData("sparse")]
    public void Every_golden_text_gets_the_label_and_the_probabilities_that_ML_NET_gave_it(string name)
    {
        var model = SingleHeadSet.Load(Path.Combine(ModelFiles.Folder, $"{name}.zip"));
        var golden = Golden.Read(name);

        Assert.Equal(1378, golden.Count);
        AssertReproduces(model, golden);
    }

    internal static void AssertReproduces(SingleHeadSet model, IReadOnlyList<GoldenScore> golden)
    {
        Span<float> probabilities = stackalloc float[model.Labels.Count];
        foreach (var (text, label, score) in golden)
        {
            var best = model.Score(text, probabilities);

            Assert.Equal(label, model.Labels[best]);
            for (var i = 0; i < score.Length; i++)
            {
                Assert.True(MathF.Abs(score[i] - probabilities[i]) <= Tolerance, $"{text}: {probabilities[i]} instead of {score[i]}");
            }
        }
    }
}
