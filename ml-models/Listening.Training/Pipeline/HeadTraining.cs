using Listening.Training.Card;
using Listening.Training.Heads;
using Listening.Training.Metrics;
using Microsoft.ML.Data;

namespace Listening.Training.Pipeline;

/// <summary>An example with its features.</summary>
internal sealed record FeaturizedExample(PreparedExample Prepared, VBuffer<float> Features)
{
    public Corpus Corpus => Prepared.Example.Corpus;
}

/// <summary>Measures one head by cross-validation, then trains it on all texts.</summary>
internal sealed class HeadTraining(HeadTrainer trainer, HeadRecipe head, int folds, int seed, bool withEncoder)
{
    /// <summary>With fewer texts of a class per fold, its figures would be mostly chance.</summary>
    private const int LeastPerFold = 4;

    /// <param name="examples">Examples of all corpora; the head uses those of its task.</param>
    /// <param name="fitted">Called after each of the folds + 1 fits.</param>
    /// <exception cref="TrainingDataException">A class has too few texts.</exception>
    public TrainedHead Run(IReadOnlyList<FeaturizedExample> examples, Action<string> fitted)
    {
        var train = Learnable(examples, CorpusRole.Train);
        ExpectEnough(train);
        var weights = Weights(train);
        var foldOf = train.Select(text => Folds.Assign(text.Example.Prepared.Fold, folds, seed)).ToArray();

        var logits = new float[]?[examples.Count];
        for (var fold = 0; fold < folds; fold++)
        {
            var without = trainer.Fit(Rows(train, weights, i => foldOf[i] != fold));
            foreach (var text in train.Where((_, i) => foldOf[i] == fold))
            {
                logits[text.Index] = without.Logits(text.Example.Features);
            }

            fitted($"{head.Name}: fold {fold + 1} of {folds}");
        }

        var whole = trainer.Fit(Rows(train, weights, _ => true));
        fitted($"{head.Name}: all texts");

        // The final model was not trained on the remaining texts.
        foreach (var (index, example) in examples.Index().Where(example => example.Item.Corpus.Task == head.Task))
        {
            logits[index] ??= whole.Logits(example.Features);
        }

        // A head of a corpus that the encoder was trained on as a whole has nothing else to be measured with.
        var unseen = train.Where(text => head.AppliesTo(text.Example.Corpus) && !(withEncoder && text.Example.Corpus.EncoderSaw))
            .Select(text => text.Index).ToHashSet();

        // Each text has the weight of its corpus, so that a large corpus does not determine temperature and threshold alone. Classes count
        // by their frequency, except schools, which are balanced.
        var measured = train.Zip(weights, (text, weight) => (text.Example, Actual: Index(text.Target), Logits: logits[text.Index]!,
                Weight: head.PredictsSchool ? weight : (float)text.Example.Corpus.Weight))
            .Where((_, i) => unseen.Count == 0 ? head.AppliesTo(train[i].Example.Corpus) : unseen.Contains(train[i].Index)).ToList();
        var temperature = Temperature.Fit([.. measured.Select(text => (text.Logits, text.Actual, text.Weight))]);
        var outOfFold = measured.Select(text => Predict(text.Example, text.Actual, text.Logits, temperature)).ToList();
        var chosen = Abstention.Choose([.. outOfFold.Zip(measured, (text, source) => (text.Prediction, source.Weight))], head.Precision);
        var threshold = Math.Max(head.MinThreshold, chosen.Threshold);
        var dev = Learnable(examples, CorpusRole.Dev).Where(text => head.AppliesTo(text.Example.Corpus))
            .Select(text => Predict(text.Example, Index(text.Target), logits[text.Index]!, temperature)).ToList();
        return new(head.Name, head.Labels, trainer.Zip(whole), logits, temperature, threshold, new(
            PredictedExample.MeasureGroups(outOfFold, head.Labels, threshold, seed),
            PredictedExample.MeasureGroups(dev, head.Labels, threshold, seed))
        {
            Alerts = head.Positive is null ? null : new(
                AlertLevels.AveragePrecision([.. outOfFold.Select(Alert)]), AlertLevels.AveragePrecision([.. dev.Select(Alert)])),
        })
        {
            Positive = head.Positive,
            Levels = head.Levels.ToDictionary(
                level => level.Key, level => AlertLevels.Choose([.. outOfFold.Concat(dev).Select(Alert)], level.Value)),
        };
    }

    /// <summary>The logits for texts of a school, by a model that was not trained on that school, by index of the example.</summary>
    public IReadOnlyDictionary<int, float[]> LogitsWithoutSchool(IReadOnlyList<FeaturizedExample> examples, string school)
    {
        var others = Learnable(examples, CorpusRole.Train).Where(text => text.Example.Corpus.School != school).ToList();
        var weights = Weights(others);
        var without = trainer.Fit(Rows(others, weights, _ => true));
        return examples.Index().Where(example => example.Item.Corpus.Task == head.Task && example.Item.Corpus.School == school)
            .ToDictionary(example => example.Index, example => without.Logits(example.Item.Features));
    }

    // Texts beyond the maximum of a corpus have weight 0: they are measured, but not trained on. The others are balanced.
    private float[] Weights(List<(int Index, FeaturizedExample Example, string Target)> texts)
    {
        var taken = Enumerable.Range(0, texts.Count).GroupBy(i => texts[i].Example.Corpus.Name)
            .SelectMany(corpus => corpus
                .OrderBy(i => Folds.Assign(texts[i].Example.Prepared.Mask, int.MaxValue, seed)).Take(head.MaxTextsPerCorpus)).ToList();
        var weights = new float[texts.Count];
        var balanced = ExampleWeights.Compute(head, [.. taken.Select(i => (texts[i].Example.Corpus, texts[i].Target))]);
        foreach (var (i, weight) in taken.Zip(balanced))
        {
            weights[i] = weight;
        }

        return weights;
    }

    private List<(int Index, FeaturizedExample Example, string Target)> Learnable(
        IEnumerable<FeaturizedExample> examples, CorpusRole role) =>
        [.. from text in examples.Index()
            where text.Item.Corpus.Role == role && (head.AppliesTo(text.Item.Corpus) || head.OtherSchoolsWeight > 0)
            let target = head.Target(text.Item.Prepared.Example)
            where target is not null
            select (text.Index, text.Item, target)];

    private static List<FeatureRow> Rows(
        List<(int Index, FeaturizedExample Example, string Target)> texts, float[] weights, Func<int, bool> include) =>
    [
        .. Enumerable.Range(0, texts.Count).Where(i => weights[i] > 0 && include(i)).Select(i => new FeatureRow
        {
            Features = texts[i].Example.Features, Label = texts[i].Target, Weight = weights[i],
        }),
    ];

    private void ExpectEnough(List<(int Index, FeaturizedExample Example, string Target)> texts)
    {
        foreach (var label in head.Labels)
        {
            var count = texts.Count(text => text.Target == label);
            TrainingDataException.ThrowUnless(
                count >= folds * LeastPerFold, "heads.json",
                $"head {head.Name} has {count} texts labelled {label} to learn from, but needs {folds * LeastPerFold}; "
                + "add a corpus, or remove the label");
        }
    }

    private (double Probability, bool Actual) Alert(PredictedExample text) => (
        head.Positive!.Sum(label => (double)text.Prediction.Probabilities[Index(label)]),
        head.Positive!.Contains(head.Labels[text.Prediction.Actual]));

    private int Index(string label) => head.Labels.ToList().IndexOf(label);

    private static PredictedExample Predict(FeaturizedExample example, int actual, float[] logits, float temperature) =>
        new(example.Prepared.Example, Prediction.FromLogits(actual, logits, temperature));
}

/// <summary>A trained head: its zip, temperature, threshold and figures.</summary>
/// <param name="Logits">One row per example of all corpora, from a model that was not trained on it; null if the text is of another
/// task.</param>
internal sealed record TrainedHead(
    string Name, IReadOnlyList<string> Labels, byte[] Zip, float[]?[] Logits, float Temperature, double Threshold, HeadFigures Figures)
{
    public IReadOnlyList<string>? Positive { get; init; }

    public IReadOnlyDictionary<string, AlertLevel> Levels { get; init; } = new Dictionary<string, AlertLevel>();

    /// <param name="version">Version of the set.</param>
    public HeadManifest Manifest(string version) =>
        new(Name, ReleaseFolder.ZipName(version, Name), CorpusReader.Hash(Zip), Labels, Temperature, (float)Threshold, Positive,
            Levels.Count > 0 ? Levels : null);
}
