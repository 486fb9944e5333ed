using System.Text.Json;

namespace Listening.Tests.Scoring;

/// <summary>Texts with the scores that ML.NET itself gave them.</summary>
internal static class Golden
{
    public static readonly string Models = Path.Combine(AppContext.BaseDirectory, "models");

    public static readonly string Starter = Path.Combine(Models, "starter.zip");

    public static readonly string Sparse = Path.Combine(Models, "sparse.zip");

    public static IReadOnlyList<GoldenScore> Read(string model) =>
        [.. File.ReadLines(Path.Combine(Models, $"{model}.golden.jsonl")).Select(Parse)];

    private static GoldenScore Parse(string line)
    {
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        return new(
            root.GetProperty("text").GetString()!,
            root.GetProperty("label").GetString()!,
            [.. root.GetProperty("score").EnumerateArray().Select(score => score.GetSingle())]);
    }
}

internal sealed record GoldenScore(string Text, string Label, float[] Score);
