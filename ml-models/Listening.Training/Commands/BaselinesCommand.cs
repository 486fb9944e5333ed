using Listening.Training.Heads;
using Listening.Training.Metrics;
using Listening.Training.Pipeline;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Listening.Training.Commands;

/// <summary>
/// <c>baselines</c>: what simpler models, trained on the same texts, make of the dev corpora, beside trained sets: the text featurizer of
/// ML.NET as it comes, and the mean of the word vectors of a text, as fastText takes it (Joulin et al. 2017).
/// </summary>
internal static class BaselinesCommand
{
    /// <param name="sets">Manifests of trained sets; the word vectors are those of the first.</param>
    /// <param name="encoder">The encoder that sets read; null if none does.</param>
    /// <param name="only">The head to measure; null for all that have dev corpora.</param>
    /// <exception cref="TrainingDataException">A corpus or a set cannot be used.</exception>
    public static void Run(
        string data, string recipeFolder, string? recipeFor, IReadOnlyList<string> sets, string? encoder, string? only, int seed)
    {
        List<LoadedSet> loaded = [.. sets.Select(manifest => LoadedSet.Load(manifest, encoder))];
        var folder = Path.GetDirectoryName(Path.GetFullPath(sets[0]))!;
        var words = WordEmbeddings.Load(Path.Combine(folder, loaded[0].Set.Manifest.Words!.File));
        var heads = HeadsRecipe.Read(Path.Combine(recipeFolder, TrainOptions.RecipeFile(recipeFor, "heads"))).Heads
            .Where(head => only is null ? head.School is null && !head.PredictsSchool : head.Name == only).ToList();
        var corpora = CorporaManifest.Read(Path.Combine(recipeFolder, TrainOptions.RecipeFile(recipeFor, "corpora"))).Corpora
            .Where(corpus => corpus.Commercial && heads.Exists(head => head.Task == corpus.Task));
        var examples = Duplicates.Remove(
            [.. corpora.SelectMany(corpus => CorpusReader.Read(corpus, data, recipeFolder)).Select(PreparedExample.Prepare)]);
        foreach (var head in heads)
        {
            var rows = examples.Where(example => head.Target(example.Example) is not null)
                .ToLookup(example => example.Example.Corpus.Role, example => Row(example, head, words));
            var (train, dev) = (rows[CorpusRole.Train].ToList(), rows[CorpusRole.Dev].ToList());
            if (dev.Count > 0)
            {
                Print(head, train, dev, loaded, seed);
            }
        }

        loaded.ForEach(set => set.Dispose());
    }

    private static void Print(HeadRecipe head, List<BaselineRow> train, List<BaselineRow> dev, List<LoadedSet> sets, int seed)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"| {head.Name}, {dev.Count:N0} texts | accuracy | macro-F1 | average precision |\n");
        text.Append("|---|--:|--:|--:|\n");
        Append(
            "ML.NET's text featurizer",
            Predict(head, train, dev, ml => ml.Transforms.Text.FeaturizeText("Features", nameof(BaselineRow.Text))));
        Append("mean of word vectors", Predict(head, train, dev, ml => ml.Transforms.CopyColumns("Features", nameof(BaselineRow.Mean))));
        foreach (var set in sets.Where(set => set.Set.Heads.Any(one => one.Name == head.Name)))
        {
            var own = Predictor.FindHead(set.Set, head.Name);
            Append(set.Set.Manifest.Version, Predictor.Predict(
                set, own, dev.Select(row => new LabelledText(row.Text, own.Labels.ToList().IndexOf(row.Label)))));
        }

        Console.Out.WriteLine(text);

        void Append(string model, IReadOnlyList<Prediction> predictions) => text.Append(
            CultureInfo.InvariantCulture,
            $"| {model} | {Figure(predictions, MeanOf)} | {Figure(predictions, MacroF1)} | "
            + $"{(head.Positive is null ? "" : Figure(predictions, AveragePrecision))} |\n");

        string Figure(IReadOnlyList<Prediction> predictions, Func<IReadOnlyList<Prediction>, double> figure)
        {
            var interval = Bootstrap.ComputeInterval(predictions.Count, drawn => figure([.. drawn.Select(i => predictions[i])]), seed);
            return string.Create(CultureInfo.InvariantCulture, $"{figure(predictions):.000} ({interval.Low:.000}-{interval.High:.000})");
        }

        double MeanOf(IReadOnlyList<Prediction> predictions) => predictions.Average(prediction => prediction.IsCorrect ? 1 : 0);

        double MacroF1(IReadOnlyList<Prediction> predictions) =>
            Confusion.Count(head.Labels.Count, predictions.Select(prediction => (prediction.Actual, prediction.Predicted))).MacroF1;

        double AveragePrecision(IReadOnlyList<Prediction> predictions) => AlertLevels.AveragePrecision(
        [
            .. predictions.Select(prediction => (
                head.Labels.Index().Where(label => head.Positive!.Contains(label.Item))
                    .Sum(label => (double)prediction.Probabilities[label.Index]),
                head.Positive!.Contains(head.Labels[prediction.Actual]))),
        ]);
    }

    private static IReadOnlyList<Prediction> Predict(
        HeadRecipe head, List<BaselineRow> train, List<BaselineRow> dev, Func<MLContext, IEstimator<ITransformer>> features)
    {
        var ml = new MLContext(seed: 1);
        var schema = SchemaDefinition.Create(typeof(BaselineRow));
        schema[nameof(BaselineRow.Mean)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, train[0].Mean.Length);
        var order = ml.Data.LoadFromEnumerable(head.Labels.Select(label => new LabelRow { Label = label }));
        var model = ml.Transforms.Conversion.MapValueToKey("Key", nameof(BaselineRow.Label), keyData: order)
            .Append(features(ml))
            .AppendCacheCheckpoint(ml)
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Key", "Features", nameof(BaselineRow.Weight)))
            .Fit(ml.Data.LoadFromEnumerable(train, schema));
        var scores = model.Transform(ml.Data.LoadFromEnumerable(dev, schema)).GetColumn<float[]>("Score");
        return [.. dev.Zip(scores, (row, score) => new Prediction(head.Labels.ToList().IndexOf(row.Label), score))];
    }

    private static BaselineRow Row(PreparedExample example, HeadRecipe head, WordEmbeddings words)
    {
        var embedding = new float[words.Length];
        words.Read(example.Normalized.Text, example.Normalized.NegationTokens, embedding);
        return new()
        {
            Text = example.Example.Text,
            Label = head.Target(example.Example)!,
            Weight = (float)example.Example.Corpus.Weight,
            Mean = embedding[..words.Dimensions],
        };
    }

    private sealed class BaselineRow
    {
        public string Text { get; set; } = "";

        public string Label { get; set; } = "";

        public float Weight { get; set; }

        public float[] Mean { get; set; } = [];
    }
}
