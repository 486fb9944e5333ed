using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Listening.Scoring.Weights;

namespace Listening.Scoring.Format;

/// <summary>Reads the weights of a maximum-entropy classifier, which ML.NET writes dense or as compressed sparse rows.</summary>
internal static class PredictorReader
{
    /// <summary>Trained weights stay below 100; this limit only keeps sums finite.</summary>
    private const float Heaviest = 1e9f;

    /// <summary>A text model of this kind has fewer; more would take gigabytes.</summary>
    private const long MostWeights = 64 << 20;

    public static LinearWeights Read(ModelArchive archive, string entry, long features, int labels, int settingsBytes)
    {
        var matrix = features * labels;
        ModelFormatException.ThrowUnless(
            matrix <= MostWeights, archive.Name, entry,
            $"{features:N0} features times {labels} labels are more weights than the {MostWeights:N0} supported");

        // At most an index and a value each, if all weights are stored in sparse form.
        var key = new ModelKey(archive, entry, settingsBytes + (matrix * (sizeof(int) + sizeof(float))));
        key.Expect(
            key.Loader == "MultiClassLRExec" && key.Version == 0x00010003,
            $"the predictor {key.Loader}, version {ModelKey.Dotted(key.Version)}, is not supported, "
            + "only MultiClassLRExec 1.3 (maximum entropy) is");
        key.Int32("the size of a number", sizeof(float), sizeof(float));
        key.Int32("the number of features", (int)features, (int)features);
        key.Int32("the number of labels", labels, labels);
        var biases = key.Singles(labels).ToArray();
        for (var label = 0; label < labels; label++)
        {
            Check(key, "the bias", label, biases[label]);
        }

        var starts = key.Int32();
        var weights = starts == 0 ? ReadDense(key, biases, (int)features) : ReadSparse(key, biases, starts, (int)features);
        key.End();
        return weights;
    }

    // With L1 most weights are zero, but ML.NET writes them anyway.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static LinearWeights ReadDense(ModelKey key, float[] biases, int features)
    {
        key.Int32("the number of column indices", 0, 0);
        var total = features * biases.Length;
        var all = key.Singles(key.Int32("the number of weights", total, total));
        var count = all.Length - MemoryMarshal.Cast<float, int>(all).Count(0);
        var (starts, indices, values) = (new int[biases.Length + 1], new int[count], new float[count]);
        var next = 0;
        for (var label = 0; label < biases.Length; label++)
        {
            var row = all.Slice(label * features, features);
            for (var feature = 0; feature < row.Length; feature++)
            {
                // Compared as bits, like the count above, which includes negative zeros.
                if (BitConverter.SingleToInt32Bits(row[feature]) != 0)
                {
                    Check(key, "the weight", (label * features) + feature, row[feature]);
                    (indices[next], values[next]) = (feature, row[feature]);
                    next++;
                }
            }

            starts[label + 1] = next;
        }

        return new(biases, features, starts, indices, values);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static LinearWeights ReadSparse(ModelKey key, float[] biases, int count, int features)
    {
        var labels = biases.Length;
        key.Expect(count == labels + 1, $"there are {count} row starts for {labels} labels");
        var starts = key.Int32s(count);
        for (var label = 0; label < count; label++)
        {
            var (from, rows) = label == 0 ? (0, 0) : (starts[label - 1], features);
            key.Expect(
                starts[label] >= from && starts[label] - from <= rows, $"row start {label} is {starts[label]}, after {from}");
        }

        var indices = key.Int32s(key.Int32("the number of column indices", starts[labels], starts[labels]));
        var values = key.Singles(key.Int32("the number of weights", indices.Length, indices.Length));
        for (var label = 0; label < labels; label++)
        {
            var previous = -1;
            for (var i = starts[label]; i < starts[label + 1]; i++)
            {
                if (indices[i] <= previous || indices[i] >= features)
                {
                    throw key.Fault($"column index {i} is {indices[i]}, after {previous} and of {features}");
                }

                Check(key, "the weight", i, values[i]);
                previous = indices[i];
            }
        }

        return new(biases, features, starts.ToArray(), indices.ToArray(), values.ToArray());
    }

    private static void Check(ModelKey key, string what, int index, float number)
    {
        // Written so that NaN is refused too.
        if (!(MathF.Abs(number) <= Heaviest))
        {
            throw key.Fault($"{what} at {index} is not a number or out of range");
        }
    }
}
