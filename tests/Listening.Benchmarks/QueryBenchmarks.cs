using BenchmarkDotNet.Attributes;
using Listening.Queries;

namespace Listening.Benchmarks;

/// <summary>
/// One query and 500 over golden texts. Time and bytes are per text, of which each is made ready anew, as where a post is admitted. Every
/// query has words, a phrase, wildcards, NEAR and exclusions, of a brand of its own and of words that all share.
/// </summary>
[MemoryDiagnoser]
public class QueryBenchmarks
{
    private const int GoldenTexts = 1378;
    private string[] _texts = [];
    private QuerySet _one = null!;
    private QuerySet _many = null!;

    [GlobalSetup]
    public void Setup()
    {
        _texts = ShippedSet.GoldenTexts();
        if (_texts.Length != GoldenTexts)
        {
            throw new InvalidOperationException($"The golden file has {_texts.Length} texts, but the time per text counts {GoldenTexts}.");
        }

        // Names that occur in the texts, so that matching queries are among them, and others that do not.
        var words = _texts.SelectMany(text => text.Split(' '))
            .Where(word => word.Length > 7 && word.All(char.IsLetter)).Distinct().ToArray();
        var trees = Enumerable.Range(0, 500).Select(number => Tree(words[number % words.Length], $"marke{number}")).ToArray();
        (_one, _many) = (new QuerySet(trees[..1]), new QuerySet(trees));
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = GoldenTexts)]
    public int OneQuery() => Match(_one);

    [Benchmark(OperationsPerInvoke = GoldenTexts)]
    public int FiveHundredQueries() => Match(_many);

    private static QueryNode Tree(string name, string brand)
    {
        var query = $"({brand} OR \"{brand} ag\" OR {brand}s* OR {name}) "
            + "(liefer* OR *maschine OR kaputt OR \"nicht\" OR (broken NEAR/5 new*)) -wetter* -lang:fr";
        return QueryParser.Parse(query, out var problem) ?? throw new InvalidOperationException($"{query}: {problem}");
    }

    private int Match(QuerySet queries)
    {
        var matches = 0;
        foreach (var text in _texts)
        {
            matches += queries.Matching(new QueryPost(null, text)).Count;
        }

        return matches;
    }
}
