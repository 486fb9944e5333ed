using BenchmarkDotNet.Attributes;
using Listening.Scoring;

namespace Listening.Benchmarks;

/// <summary>The shipped models over golden texts. Time and bytes are per text, but for <see cref="Load"/>.</summary>
[MemoryDiagnoser]
public class ScoringBenchmarks
{
    private const int GoldenTexts = 1378;
    private readonly string _manifest = ShippedSet.Manifest;
    private ModelSet _first = null!;
    private ModelSet _all = null!;
    private string[] _texts = [];
    private string _long = "";
    private float[] _logits = [];
    private float[] _probabilities = [];

    [GlobalSetup]
    public void Setup()
    {
        (_first, _all) = (ShippedSet.LoadFirstHead(), ModelSet.Load(_manifest));
        _texts = ShippedSet.GoldenTexts();
        if (_texts.Length != GoldenTexts)
        {
            throw new InvalidOperationException($"The golden file has {_texts.Length} texts, but the time per text counts {GoldenTexts}.");
        }

        _long = string.Join(' ', _texts)[..32_000];
        _logits = new float[_all.Size];
        _probabilities = new float[_all.Size];
    }

    /// <summary>The first head alone: the measure for what the others add.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = GoldenTexts)]
    public float OneHead() => ScoreGoldenTexts(_first);

    [Benchmark(OperationsPerInvoke = GoldenTexts)]
    public float AllHeads() => ScoreGoldenTexts(_all);

    [Benchmark]
    public float AllHeadsLongText() => Score(_all, _long);

    /// <summary>Manifest, hashes, zips and weights, in a process that is warm.</summary>
    [Benchmark]
    public ModelSet Load() => ModelSet.Load(_manifest);

    private float ScoreGoldenTexts(ModelSet models)
    {
        var sum = 0f;
        foreach (var text in _texts)
        {
            sum += Score(models, text);
        }

        return sum;
    }

    private float Score(ModelSet models, string text)
    {
        models.Read(text, _logits);
        for (var head = 0; head < models.Heads.Count; head++)
        {
            models.Heads[head].Probabilities(_logits, _probabilities);
        }

        return _probabilities[0];
    }
}
