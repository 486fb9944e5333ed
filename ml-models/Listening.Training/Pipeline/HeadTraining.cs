using Listening.Training.Card;
using Listening.Training.Corpora;
using Listening.Training.Heads;
using Listening.Training.Metrics;
using Microsoft.ML.Data;

namespace Listening.Training.Pipeline;

/// <summary>A labelled text with its features.</summary>
internal sealed record FeaturizedExample(PreparedExample Prepared, VBuffer<float> Features)
{
    public Corpus Corpus => Prepared.Example.Corpus;
}

/// <summary>Measures one head fold by fold, then trains it on everything.</summary>
internal sealed class HeadTraining(HeadTrainer trainer, HeadRecipe head, int folds, int seed)
{
    /// <summary>With fewer texts of a class per fold, its figures would be noise.</summary>
    private const int LeastPerFold = 4;

    /// <param name="examples">Of all corpora; the head takes those it has a use for.</param>
    /// <param name="fitted">Is told of each of the folds + 1 fits.</param>
    /// <exception cref="TrainingDataException">A class has too few texts.</exception>
    public TrainedHead Run(IReadOnlyList<FeaturizedExample> examples, Action<string> fitted)
    {
        var train = Learnable(examples, CorpusRole.Train);
        ExpectEnough(train);
        var weights = ExampleWeights.Of(head, [.. train.Select(text => (text.Example.Corpus, text.Target))]);
        var foldOf = train.Select(text => Folds.Of(text.Example.Prepared.Mask, folds, seed)).ToArray();

        var outOfFold = new float[train.Count][];
        for (var fold = 0; fold < folds; fold++)
        {
            var without = trainer.Fit(Rows(train, weights, i => foldOf[i] != fold));
            for (var i = 0; i < train.Count; i++)
            {
                outOfFold[i] = foldOf[i] == fold ? without.Logits(train[i].Example.Features) : outOfFold[i];
            }

            fitted($"{head.Name}: fold {fold + 1} of {folds}");
        }

        var whole = trainer.Fit(Rows(train, weights, _ => true));
        fitted($"{head.Name}: all texts");

        var judged = train.Zip(outOfFold).Where(pair => head.SpeaksFor(pair.First.Example.Corpus)).Select(pair => new Judged(pair.First.Example, Index(pair.First.Target), pair.Second)).ToList();
        var dev = Learnable(examples, CorpusRole.Dev).Where(text => head.SpeaksFor(text.Example.Corpus))
            .Select(text => new Judged(text.Example, Index(text.Target), whole.Logits(text.Example.Features))).ToList();

        // Each text counts as its corpus does, so that one large corpus does not set temperature and threshold alone; classes count as they come.
        var temperature = Temperature.Fit([.. judged.Select(text => (text.Logits, text.Right, (float)text.Example.Corpus.Weight))]);
        var threshold = Abstention.Choose([.. judged.Select(text => (text.Prediction(temperature), (float)text.Example.Corpus.Weight))], head.Precision).Threshold;
        return new(head.Name, head.Labels, trainer.Zip(whole), temperature, threshold, new(Groups(judged, temperature, threshold), Groups(dev, temperature, threshold)));
    }

    private List<(FeaturizedExample Example, string Target)> Learnable(IEnumerable<FeaturizedExample> examples, CorpusRole role) =>
        [.. from example in examples
            where example.Corpus.Role == role && (head.SpeaksFor(example.Corpus) || head.Others > 0)
            let target = head.Target(example.Prepared.Example)
            where target is not null
            select (example, target)];

    private static List<FeatureRow> Rows(List<(FeaturizedExample Example, string Target)> texts, float[] weights, Func<int, bool> chosen) =>
        [.. Enumerable.Range(0, texts.Count).Where(chosen).Select(i => new FeatureRow { Features = texts[i].Example.Features, Label = texts[i].Target, Weight = weights[i] })];

    private void ExpectEnough(List<(FeaturizedExample Example, string Target)> texts)
    {
        foreach (var label in head.Labels)
        {
            var count = texts.Count(text => text.Target == label);
            if (count < folds * LeastPerFold)
            {
                throw new TrainingDataException("heads.json", null,
                    $"head {head.Name} has {count} texts labelled {label} to learn from, but needs {folds * LeastPerFold}; add a corpus, or take the label out");
            }
        }
    }

    private int Index(string label) => head.Labels.ToList().IndexOf(label);

    private List<GroupMetrics> Groups(List<Judged> texts, float temperature, double threshold)
    {
        var languages = texts.GroupBy(text => text.Example.Prepared.Example.Language).OrderBy(group => group.Key, StringComparer.Ordinal);
        var corpora = texts.GroupBy(text => text.Example.Corpus.Name).OrderBy(group => group.Key, StringComparer.Ordinal);
        return [.. new[] { (Name: "all", IsLanguage: false, Texts: texts.AsEnumerable()) }
            .Concat(languages.Select(group => (Name: group.Key, IsLanguage: true, Texts: group.AsEnumerable())))
            .Concat(corpora.Select(group => (Name: group.Key, IsLanguage: false, Texts: group.AsEnumerable())))
            .Where(group => group.Texts.Any())
            .Select(group => GroupMetrics.Of(group.Name, head.Labels, [.. group.Texts.Select(text => text.Prediction(temperature))], threshold, seed) with
            {
                IsLanguage = group.IsLanguage,
            })];
    }

    private sealed record Judged(FeaturizedExample Example, int Right, float[] Logits)
    {
        public Prediction Prediction(float temperature) => new(Right, Temperature.Probabilities(Logits, temperature));
    }
}
