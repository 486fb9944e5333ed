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
            Unescape(root.GetProperty("text").GetRawText()),
            root.GetProperty("label").GetString()!,
            [.. root.GetProperty("score").EnumerateArray().Select(score => score.GetSingle())]);
    }

    // GetString refuses lone surrogates, which are among the texts on purpose.
    private static string Unescape(string raw)
    {
        var text = new System.Text.StringBuilder();
        for (var i = 1; i < raw.Length - 1; i++)
        {
            if (raw[i] != '\\')
            {
                text.Append(raw[i]);
                continue;
            }

            i++;
            text.Append(raw[i] switch
            {
                'u' => (char)Convert.ToUInt16(raw.Substring(i + 1, 4), 16),
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'b' => '\b',
                'f' => '\f',
                var itself => itself,
            });
            i += raw[i] == 'u' ? 4 : 0;
        }

        return text.ToString();
    }
}

internal sealed record GoldenScore(string Text, string Label, float[] Score);
