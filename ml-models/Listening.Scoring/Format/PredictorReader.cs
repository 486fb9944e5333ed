namespace Listening.Scoring.Format;

/// <summary>Reads the weights of a maximum-entropy classifier, which ML.NET writes dense or as compressed sparse rows.</summary>
internal static class PredictorReader
{
    /// <summary>Trained weights stay below a hundred; this bound only keeps sums finite.</summary>
    private const float Heaviest = 1e9f;

    /// <summary>More would not be a text model of this kind, and would take gigabytes.</summary>
    private const long MostWeights = 64 << 20;

    public static LinearHead Read(ModelArchive archive, string entry, long features, int labels, int settingsBytes)
    {
        var weights = features * labels;
        if (weights > MostWeights)
        {
            throw archive.Fault(entry, $"{features:N0} features times {labels} labels are more weights than the {MostWeights:N0} supported");
        }

        // An index and a value each, if all weights are written sparse.
        var key = ModelKey.Read(archive, entry, settingsBytes + (weights * (sizeof(int) + sizeof(float))));
        if (key.Loader != "MultiClassLRExec" || key.Version != 0x00010003)
        {
            throw key.Fault(
                $"the predictor {key.Loader}, version {ModelKey.Dotted(key.Version)}, is not supported, only MultiClassLRExec 1.3 (maximum entropy) is");
        }

        key.Int32("the size of a number", sizeof(float), sizeof(float));
        key.Int32("the number of features", (int)features, (int)features);
        key.Int32("the number of labels", labels, labels);
        var biases = Checked(key, key.Singles(labels), "the bias").ToArray();
        var starts = key.Int32();
        var matrix = starts == 0 ? ReadDense(key, (int)weights) : ReadSparse(key, starts, (int)features, labels);
        key.End();
        return new(biases, matrix);
    }

    private static ReadOnlySpan<float> ReadDense(ModelKey key, int weights)
    {
        key.Int32("the number of column indices", 0, 0);
        key.Int32("the number of weights", weights, weights);
        return Checked(key, key.Singles(weights), "the weight");
    }

    private static float[] ReadSparse(ModelKey key, int count, int features, int labels)
    {
        if (count != labels + 1)
        {
            throw key.Fault($"there are {count} row starts for {labels} labels");
        }

        var starts = key.Int32s(count);
        for (var label = 0; label < count; label++)
        {
            var (from, rows) = label == 0 ? (0, 0) : (starts[label - 1], features);
            if (starts[label] < from || starts[label] - from > rows)
            {
                throw key.Fault($"row start {label} is {starts[label]}, after {from}");
            }
        }

        var indices = key.Int32s(key.Int32("the number of column indices", starts[labels], starts[labels]));
        var values = Checked(key, key.Singles(key.Int32("the number of weights", indices.Length, indices.Length)), "the weight");
        var matrix = new float[features * labels];
        for (var label = 0; label < labels; label++)
        {
            var previous = -1;
            for (var i = starts[label]; i < starts[label + 1]; i++)
            {
                if (indices[i] <= previous || indices[i] >= features)
                {
                    throw key.Fault($"column index {i} is {indices[i]}, after {previous} and of {features}");
                }

                previous = indices[i];
                matrix[(label * features) + previous] = values[i];
            }
        }

        return matrix;
    }

    private static ReadOnlySpan<float> Checked(ModelKey key, ReadOnlySpan<float> numbers, string what)
    {
        for (var i = 0; i < numbers.Length; i++)
        {
            // Written so that NaN, which compares to nothing, is refused too.
            if (!(MathF.Abs(numbers[i]) <= Heaviest))
            {
                throw key.Fault($"{what} at {i} is not a number or out of range");
            }
        }

        return numbers;
    }
}
