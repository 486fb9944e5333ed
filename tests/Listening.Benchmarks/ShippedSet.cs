using System.Text.Json.Nodes;
using Listening.Scoring;

namespace Listening.Benchmarks;

/// <summary>The models that ship, all together or only the first, and the texts to read with them.</summary>
internal static class ShippedSet
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "models");

    public static readonly string Manifest = Path.Combine(Folder, "listening-4.json");

    /// <summary>A set of the first head alone, which shows what the others add.</summary>
    public static ModelSet LoadFirstHead()
    {
        var folder = Directory.CreateTempSubdirectory("listening-one-head-");
        try
        {
            var manifest = JsonNode.Parse(File.ReadAllText(Manifest))!.AsObject();
            var heads = manifest["heads"]!.AsArray();
            while (heads.Count > 1)
            {
                heads.RemoveAt(1);
            }

            manifest.Remove("sourceProfiles");
            foreach (var part in new[] { heads[0]!, manifest["words"]! })
            {
                var file = part["file"]!.GetValue<string>();
                File.Copy(Path.Combine(Folder, file), Path.Combine(folder.FullName, file));
            }

            var path = Path.Combine(folder.FullName, "one.json");
            File.WriteAllText(path, manifest.ToJsonString());
            return ModelSet.Load(path);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Posts of 76 characters on average, the longest of 2,000.</summary>
    public static string[] GoldenTexts() => [.. File.ReadLines(Path.Combine(Folder, "starter.golden.jsonl")).Select(Text)];

    /// <summary>The texts of our own posts that nothing is trained on.</summary>
    public static IReadOnlyList<string> Posts() =>
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "posts", "test.tsv")).Skip(1)
            .Select(line => line.Split('\t')[^1].Replace("\\n", "\n", StringComparison.Ordinal)),
    ];

    private static string Text(string line)
    {
        using var json = JsonDocument.Parse(line);
        return json.RootElement.GetProperty("text").GetString()!;
    }
}
