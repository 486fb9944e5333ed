using Listening.Testing.Models;

namespace Listening.Scoring.Tests;

/// <summary>Texts with the scores that ML.NET itself gave them.</summary>
internal static class Golden
{
    public static readonly string Starter = Path.Combine(ModelFiles.Folder, "starter.zip");

    public static readonly string Sparse = Path.Combine(ModelFiles.Folder, "sparse.zip");

    public static IReadOnlyList<GoldenScore> Read(string model) =>
        [.. File.ReadLines(Path.Combine(ModelFiles.Folder, $"{model}.golden.jsonl")).Select(Parse)];

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
