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
        var weights = Weights(train);
        var foldOf = train.Select(text => Folds.Of(text.Example.Prepared.Mask, folds, seed)).ToArray();

        var logits = new float[]?[examples.Count];
        for (var fold = 0; fold < folds; fold++)
        {
            var without = trainer.Fit(Rows(train, weights, i => weights[i] > 0 && foldOf[i] != fold));
            foreach (var text in train.Where((_, i) => foldOf[i] == fold))
            {
                logits[text.Place] = without.Logits(text.Example.Features);
            }

            fitted($"{head.Name}: fold {fold + 1} of {folds}");
        }

        var whole = trainer.Fit(Rows(train, weights, i => weights[i] > 0));
        fitted($"{head.Name}: all texts");

        // What it was not trained on, the whole has not seen either.
        foreach (var (place, example) in examples.Index().Where(example => example.Item.Corpus.Task == head.Task))
        {
            logits[place] ??= whole.Logits(example.Features);
        }

        // Each text counts as its corpus does, so that one large corpus does not set temperature and threshold alone; classes count as they come, but
        // for schools, which are balanced from the start.
        var measured = Enumerable.Range(0, train.Count).Where(i => head.SpeaksFor(train[i].Example.Corpus))
            .Select(i => (train[i].Example, Right: Index(train[i].Target), Logits: logits[train[i].Place]!, Weight: head.TellsSchool ? weights[i] : (float)train[i].Example.Corpus.Weight))
            .ToList();
        var temperature = Temperature.Fit([.. measured.Select(text => (text.Logits, text.Right, text.Weight))]);
        var judged = measured.Select(text => Judge(text.Example, text.Right, text.Logits, temperature)).ToList();
        var threshold = Math.Max(head.Least, Abstention.Choose([.. judged.Zip(measured, (said, text) => (said.Prediction, text.Weight))], head.Precision).Threshold);
        var dev = Learnable(examples, CorpusRole.Dev).Where(text => head.SpeaksFor(text.Example.Corpus))
            .Select(text => Judge(text.Example, Index(text.Target), logits[text.Place]!, temperature)).ToList();
        return new(head.Name, head.Labels, trainer.Zip(whole), logits, temperature, threshold,
            new(Judged.Groups(judged, head.Labels, threshold, seed), Judged.Groups(dev, head.Labels, threshold, seed)));
    }

    /// <summary>What the head says of a school's texts if it has never heard of that school, by their places.</summary>
    public IReadOnlyDictionary<int, float[]> Unseen(IReadOnlyList<FeaturizedExample> examples, string school)
    {
        var others = Learnable(examples, CorpusRole.Train).Where(text => text.Example.Corpus.School != school).ToList();
        var weights = Weights(others);
        var without = trainer.Fit(Rows(others, weights, i => weights[i] > 0));
        return examples.Index().Where(example => example.Item.Corpus.Task == head.Task && example.Item.Corpus.School == school)
            .ToDictionary(example => example.Index, example => without.Logits(example.Item.Features));
    }

    // What a corpus has more than the head takes weighs nothing: it is judged, but not learned from. What is taken is balanced.
    private float[] Weights(List<(int Place, FeaturizedExample Example, string Target)> texts)
    {
        var taken = Enumerable.Range(0, texts.Count).GroupBy(i => texts[i].Example.Corpus.Name)
            .SelectMany(corpus => corpus.OrderBy(i => Folds.Of(texts[i].Example.Prepared.Mask, int.MaxValue, seed)).Take(head.Most)).ToList();
        var weights = new float[texts.Count];
        foreach (var (i, weight) in taken.Zip(ExampleWeights.Of(head, [.. taken.Select(i => (texts[i].Example.Corpus, texts[i].Target))])))
        {
            weights[i] = weight;
        }

        return weights;
    }

    private List<(int Place, FeaturizedExample Example, string Target)> Learnable(IEnumerable<FeaturizedExample> examples, CorpusRole role) =>
        [.. from text in examples.Index()
            where text.Item.Corpus.Role == role && (head.SpeaksFor(text.Item.Corpus) || head.Others > 0)
            let target = head.Target(text.Item.Prepared.Example)
            where target is not null
            select (text.Index, text.Item, target)];

    private static List<FeatureRow> Rows(List<(int Place, FeaturizedExample Example, string Target)> texts, float[] weights, Func<int, bool> chosen) =>
        [.. Enumerable.Range(0, texts.Count).Where(chosen).Select(i => new FeatureRow { Features = texts[i].Example.Features, Label = texts[i].Target, Weight = weights[i] })];

    private void ExpectEnough(List<(int Place, FeaturizedExample Example, string Target)> texts)
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

    private static Judged Judge(FeaturizedExample example, int right, float[] logits, float temperature) =>
        new(example.Prepared.Example, new(right, Temperature.Probabilities(logits, temperature)));
}
