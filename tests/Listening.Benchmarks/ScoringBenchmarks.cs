using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Listening.Scoring;

namespace Listening.Benchmarks;

/// <summary>The shipped model over its golden texts. Time and bytes are per text, but for <see cref="Load"/>.</summary>
[MemoryDiagnoser]
public class ScoringBenchmarks
{
    internal static readonly string Models = Path.Combine(AppContext.BaseDirectory, "models");

    private const int GoldenTexts = 1378;
    private readonly string _manifest = Path.Combine(Models, "starter.json");
    private readonly float[] _probabilities = new float[3];
    private TextModel _model = null!;
    private string[] _texts = [];
    private string _long = "";

    [GlobalSetup]
    public void Setup()
    {
        _model = ModelPackage.Load(_manifest).Model;
        _texts = [.. File.ReadLines(Path.Combine(Models, "starter.golden.jsonl")).Select(Text)];
        if (_texts.Length != GoldenTexts)
        {
            throw new InvalidOperationException($"The golden file has {_texts.Length} texts, but the time per text counts {GoldenTexts}.");
        }

        _long = string.Join(' ', _texts)[..32_000];
    }

    /// <summary>Posts of 76 characters on average, the longest of 2,000.</summary>
    [Benchmark(OperationsPerInvoke = GoldenTexts)]
    public int ScoreGoldenText()
    {
        var sum = 0;
        foreach (var text in _texts)
        {
            sum += _model.Score(text, _probabilities);
        }

        return sum;
    }

    [Benchmark]
    public int ScoreLongText() => _model.Score(_long, _probabilities);

    /// <summary>Manifest, hash, zip and weights, in a process that is warm.</summary>
    [Benchmark]
    public TextModel Load() => ModelPackage.Load(_manifest).Model;

    private static string Text(string line)
    {
        using var json = JsonDocument.Parse(line);
        return json.RootElement.GetProperty("text").GetString()!;
    }
}
