using System.IO.Compression;
using Listening.Scoring.Format;
using Listening.Training.Heads;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Microsoft.ML.Transforms;

namespace Listening.Training.Pipeline;

/// <summary>Fits one head to features, and saves it with the featurisation as a zip.</summary>
internal sealed class HeadTrainer(MLContext ml, Featurization featurization, SolverSettings solver, HeadRecipe head)
{
    /// <summary>
    /// Rounding of the gradients depends on the number of threads, so a fixed number gives the same model on every machine.
    /// </summary>
    private const int Threads = 2;

    public FittedHead Fit(IReadOnlyList<FeatureRow> rows)
    {
        var schema = SchemaDefinition.Create(typeof(FeatureRow));
        schema[nameof(FeatureRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows[0].Features.Length);
        var view = ml.Data.LoadFromEnumerable(rows, schema);

        // The order of the labels comes from the recipe, not from the data.
        var order = ml.Data.LoadFromEnumerable(head.Labels.Select(label => new LabelRow { Label = label }));
        var keys = ml.Transforms.Conversion
            .MapValueToKey(nameof(FeatureRow.Label), keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue, keyData: order)
            .Fit(view);
        var labelled = keys.Transform(view);
        var predictor = ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(new LbfgsMaximumEntropyMulticlassTrainer.Options
        {
            FeatureColumnName = nameof(FeatureRow.Features),
            LabelColumnName = nameof(FeatureRow.Label),
            ExampleWeightColumnName = nameof(FeatureRow.Weight),
            L1Regularization = head.L1,
            L2Regularization = head.L2,
            HistorySize = solver.History,
            MaximumNumberOfIterations = solver.Iterations,
            OptimizationTolerance = solver.Tolerance,
            NumberOfThreads = Threads,

            // With L1 the optimiser uses sparse vectors by default, which is slow: ours are dense for half of the iterations.
            DenseOptimizer = true,
            Quiet = true,
        }).Fit(labelled);
        return new(keys, predictor, ml.Transforms.Conversion.MapKeyToValue("PredictedLabel").Fit(predictor.Transform(labelled)));
    }

    /// <summary>The zip, which computes PredictedLabel and Score from the <see cref="InputColumns"/>.</summary>
    public byte[] Zip(FittedHead fitted)
    {
        // The steps are combined here instead of being fitted as one pipeline, because a predictor stores the schema that it was
        // trained on, and that of the character tokens has 65,535 names.
        var model = fitted.Keys.Append(featurization.Transformer).Append(fitted.Predictor).Append(fitted.Names);
        var zip = new MemoryStream();
        ml.Model.Save(model, featurization.Rows([]).Schema, zip);
        return WithoutTime(zip);
    }

    // Without the times of the entries, the same training gives the same bytes and hashes.
    private static byte[] WithoutTime(MemoryStream zip)
    {
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Update, leaveOpen: true))
        {
            foreach (var entry in archive.Entries)
            {
                entry.LastWriteTime = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
            }
        }

        return zip.ToArray();
    }
}

/// <summary>A text with its features.</summary>
internal sealed class FeatureRow
{
    public VBuffer<float> Features { get; set; }

    public string Label { get; set; } = "";

    public float Weight { get; set; }
}

internal sealed class LabelRow
{
    public string Label { get; set; } = "";
}

/// <summary>The steps of one head around the shared featurisation.</summary>
internal sealed class FittedHead(
    ITransformer keys, MulticlassPredictionTransformer<MaximumEntropyModelParameters> predictor, ITransformer names)
{
    private readonly float[] _biases = [.. predictor.Model.GetBiases()];
    private readonly float[][] _weights = Weights(predictor.Model);

    public ITransformer Keys => keys;

    public MulticlassPredictionTransformer<MaximumEntropyModelParameters> Predictor => predictor;

    public ITransformer Names => names;

    /// <summary>The scores before softmax, one per label. The transformer of ML.NET returns only probabilities.</summary>
    public float[] Logits(in VBuffer<float> features)
    {
        var logits = new float[_biases.Length];
        var values = features.GetValues();
        var indices = features.GetIndices();
        for (var label = 0; label < logits.Length; label++)
        {
            var sum = _biases[label];
            for (var i = 0; i < values.Length; i++)
            {
                sum += values[i] * _weights[label][features.IsDense ? i : indices[i]];
            }

            logits[label] = sum;
        }

        return logits;
    }

    private static float[][] Weights(MaximumEntropyModelParameters model)
    {
        VBuffer<float>[] weights = [];
        model.GetWeights(ref weights, out _);
        return [.. weights.Select(label => label.DenseValues().ToArray())];
    }
}
