using Listening.Scoring.Features;
using Listening.Scoring.Weights;

namespace Listening.Scoring.Format;

/// <summary>Interprets the pipeline of a model zip, step by step and column by column, as a head that computes the same.</summary>
internal sealed class PipelineReader
{
    private const string Root = "TransformerChain";
    private const int DeepestNesting = 64;
    private const int MostSteps = 256;
    private const int MostColumns = 16;
    private const int MostLabels = 1000;
    private const int MostFeatureBits = 22;
    private const int LongestLabel = 200;

    /// <summary>Settings take half a kilobyte; those of a predictor, which contain its label names, a little more.</summary>
    private const int SettingsBytes = 64 << 10;

    private readonly ModelArchive _archive;
    private readonly int _embeddingLength;
    private readonly Dictionary<string, Column> _columns = new(StringComparer.Ordinal)
    {
        [InputColumns.Text] = new Column.Text(TextColumn.Text, LowerCase: false),
        [InputColumns.NegationTokens] = new Column.Text(TextColumn.NegationTokens, LowerCase: false),
        [InputColumns.Embedding] = new Column.Embedding(),
    };

    private int _steps;
    private LinearWeights? _weights;
    private FeatureSpace? _features;
    private IReadOnlyList<string> _labels = [];

    private PipelineReader(ModelArchive archive, int embeddingLength) => (_archive, _embeddingLength) = (archive, embeddingLength);

    /// <summary>Reads the whole pipeline.</summary>
    public static TrainedHead Read(ModelArchive archive, int embeddingLength)
    {
        var reader = new PipelineReader(archive, embeddingLength);
        reader.ReadChain(reader.Open(Root), Root, 0);
        return reader._weights is null || reader._features is null
            ? throw archive.Fault($"{Root}/Model.key", "the pipeline has no predictor")
            : new(reader._features, reader._labels, reader._weights);
    }

    private ModelKey Open(string folder) => new(_archive, $"{folder}/Model.key", SettingsBytes);

    // Every Append in the trainer nests the chain so far as the first step of a new one.
    private void ReadChain(ModelKey key, string folder, int depth)
    {
        ExpectLoader(key, "TransformerChain", 0x00010001);
        key.Expect(depth <= DeepestNesting, $"chains are nested more than {DeepestNesting} deep");
        var steps = key.Int32("the number of steps", 0, MostSteps);
        key.Int32s(steps);
        key.End();
        for (var i = 0; i < steps; i++)
        {
            var child = $"{folder}/Transform_{i:000}";
            var step = Open(child);
            step.Expect(++_steps <= MostSteps, $"the pipeline has more than {MostSteps} steps");
            if (step.Loader == "TransformerChain")
            {
                ReadChain(step, child, depth + 1);
            }
            else
            {
                ReadStep(step, child);
                step.End();
            }
        }
    }

    private void ReadStep(ModelKey step, string folder)
    {
        (uint Version, Action<ModelKey> Read) known = step.Loader switch
        {
            "TextNormalizerTransform" => (0x00010001, ReadNormalizer),
            "TokenizeTextTransform" => (0x00010001, ReadWordTokenizer),
            "HashTransform" => (0x00010004, ReadWordHash),
            "CharToken" => (0x00010002, ReadCharacterTokenizer),
            "NgramHashTransform" => (0x00010003, ReadNgramHash),
            "GcnTransform" => (0x00010003, ReadLpNorm),
            "ConcatTransform" => (0x00010003, ReadConcat),
            "SelectColumnsTransform" => (0x00010001, ReadSelectColumns),
            "TermTransform" => (0x00010003, key => ReadLabelMap(key, folder)),
            "MulticlassPredXfer" => (0x00010002, key => ReadPredictor(key, folder)),
            "KeyToValueTransform" => (0x00010001, ReadKeyToValue),
            _ => throw step.Fault($"the step {Named(step)} is not supported"),
        };
        ExpectLoader(step, step.Loader, known.Version);
        known.Read(step);
    }

    private void ReadNormalizer(ModelKey step)
    {
        foreach (var (output, input) in Pairs(step))
        {
            _columns[output] = Find<Column.Text>(step, input) with { LowerCase = true };
        }

        step.Expect(step.Byte() == 0, "texts that are not lower-cased are not supported");
        step.Expect(step.Boolean("keeping diacritics"), "dropping diacritics is not supported");
        step.Expect(step.Boolean("keeping punctuation"), "dropping punctuation is not supported");
        step.Expect(step.Boolean("keeping numbers"), "dropping numbers is not supported");
    }

    private void ReadWordTokenizer(ModelKey step)
    {
        foreach (var (output, input) in Pairs(step))
        {
            var text = Find<Column.Text>(step, input);
            _columns[output] = new Column.Words(text, step.Utf16(step.Int32("the number of separators", 1, 100)));
        }
    }

    private void ReadWordHash(ModelKey step)
    {
        foreach (var (output, input) in Pairs(step))
        {
            var words = Find<Column.Words>(step, input);
            var bits = step.Int32("the number of hash bits", 1, 31);
            var seed = step.UInt32();
            step.Expect(!step.Boolean("ordered hashing"), "ordered hashing of words is not supported");
            step.Expect(!step.Boolean("combining"), "combining the words into one hash is not supported");
            _columns[output] = new Column.Keys(words.Source, new KeySource.Words(words.Separators, bits, seed));
        }
    }

    private void ReadCharacterTokenizer(ModelKey step)
    {
        var pairs = Pairs(step);
        var markers = step.Boolean("marking start and end");

        // How several texts in one row are separated; there is one text here.
        step.Boolean("marking start and end of each text");
        foreach (var (output, input) in pairs)
        {
            _columns[output] = new Column.Keys(Find<Column.Text>(step, input), new KeySource.Characters(markers));
        }
    }

    private void ReadNgramHash(ModelKey step)
    {
        var columns = step.Int32("the number of columns", 1, MostColumns);
        for (var i = 0; i < columns; i++)
        {
            step.Expect(step.Int32() == 1, "n-grams over several columns are not supported");
            var input = step.Text("the input column");
            var output = step.Text("the output column");
            var length = step.Int32("the n-gram length", 1, 10);
            step.Expect(step.Int32() == 0, "skip-grams are not supported");
            var bits = step.Int32("the number of feature bits", 1, MostFeatureBits);
            var seed = step.UInt32();
            var rehash = step.Boolean("rehashing unigrams");
            var ordered = step.Boolean("ordered hashing");
            var settings = new NgramSettings(length, step.Boolean("all lengths"), bits, seed, rehash, ordered);
            _columns[output] = new Column.Counts(Find<Column.Keys>(step, input), settings);
        }
    }

    private void ReadLpNorm(ModelKey step)
    {
        foreach (var (output, input) in Pairs(step))
        {
            var counts = Find<Column.Counts>(step, input);
            step.Expect(!step.Boolean("subtracting the mean"), "subtracting the mean is not supported");
            var kind = step.Byte();
            step.Expect(kind == 0, $"norm {kind} is not supported, only L2 is");
            var scale = step.Single();
            step.Expect(scale is > 0 and <= 1000, "the scale must be above 0 and at most 1000");
            var (text, source) = counts.Of;
            _columns[output] = new Column.Normalized(new(text.Input, text.LowerCase, source, counts.Settings, scale));
        }
    }

    private void ReadConcat(ModelKey step)
    {
        var columns = step.Int32("the number of columns", 1, MostColumns);
        for (var i = 0; i < columns; i++)
        {
            var output = step.Text("the output column");
            var blocks = new List<FeatureBlock>();
            var embedding = 0;
            var inputs = step.Int32("the number of columns to join", 1, MostColumns);
            for (var input = 0; input < inputs; input++)
            {
                var column = step.Text("a column to join");
                step.Expect(embedding == 0, $"the column {InputColumns.Embedding} must be the last to join");
                if (_columns.GetValueOrDefault(column) is Column.Embedding)
                {
                    step.Expect(
                        _embeddingLength > 0, $"it reads the column {InputColumns.Embedding}, but the manifest names no word embeddings");
                    embedding = _embeddingLength;
                }
                else
                {
                    blocks.Add(Find<Column.Normalized>(step, column).Block);
                }

                // The alias, which only names slots.
                step.Int32();
            }

            step.Expect(blocks.Count > 0, "joining nothing but the embedding is not supported");
            step.Expect(
                blocks.TrueForAll(block => block.LowerCase == blocks[0].LowerCase), "lower-casing for some blocks only is not supported");
            _columns[output] = new Column.Features(new(blocks, embedding));
        }
    }

    private void ReadSelectColumns(ModelKey step)
    {
        var keep = step.Boolean("keeping the named columns");
        step.Boolean("keeping hidden columns");
        step.Boolean("ignoring missing columns");
        var named = new HashSet<string>(StringComparer.Ordinal);
        var columns = step.Int32("the number of columns", 0, 1000);
        for (var i = 0; i < columns; i++)
        {
            named.Add(step.Text("a column"));
        }

        foreach (var dropped in _columns.Keys.Where(column => named.Contains(column) != keep).ToList())
        {
            _columns.Remove(dropped);
        }
    }

    private void ReadLabelMap(ModelKey step, string folder)
    {
        var pairs = Pairs(step);
        step.Expect(pairs.Count == 1, "mapping several columns is not supported");
        step.Boolean("text metadata");

        var terms = Open($"{folder}/Vocabulary");
        ExpectLoader(terms, "TermManager", 0x00010002);
        terms.Expect(terms.Int32() == 1, "the map must be for one column");
        terms.Expect(terms.Byte() == 0, "labels that are not text are not supported");
        var labels = new string[terms.Int32("the number of labels", 2, MostLabels)];
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = terms.Text($"label {i}");
            terms.Expect(labels[i].Length is > 0 and <= LongestLabel, $"label {i} is empty or longer than {LongestLabel} characters");
        }

        terms.Expect(labels.Distinct(StringComparer.Ordinal).Count() == labels.Length, "a label occurs twice");
        terms.End();
        _columns[pairs[0].Output] = new Column.LabelKeys(labels);
    }

    private void ReadPredictor(ModelKey step, string folder)
    {
        step.Expect(_weights is null, "a second predictor is not supported");
        _features = Find<Column.Features>(step, step.Text("the feature column")).Space;
        _labels = Find<Column.LabelKeys>(step, step.Text("the label column")).Labels;
        step.Text("the score column");
        _columns[step.Text("the predicted column")] = new Column.PredictedKey();

        _weights = PredictorReader.Read(_archive, $"{folder}/Model/Model.key", _features.Count, _labels.Count, SettingsBytes);
    }

    private void ReadKeyToValue(ModelKey step)
    {
        foreach (var (_, input) in Pairs(step))
        {
            Find<Column.PredictedKey>(step, input);
        }
    }

    private static List<(string Output, string Input)> Pairs(ModelKey step)
    {
        var pairs = new List<(string, string)>();
        var count = step.Int32("the number of columns", 1, MostColumns);
        for (var i = 0; i < count; i++)
        {
            var output = step.Text("the output column");
            pairs.Add((output, step.Text("the input column")));
        }

        return pairs;
    }

    private TColumn Find<TColumn>(ModelKey step, string column)
        where TColumn : Column =>
        !_columns.TryGetValue(column, out var found) ? throw step.Fault($"column {column} is read before any step writes it")
        : found as TColumn ?? throw step.Fault($"{step.Loader} on column {column}, which holds {found.GetType().Name}, is not supported");

    private static void ExpectLoader(ModelKey key, string loader, uint version)
    {
        key.Expect(key.Loader == loader, $"a {loader} was expected here, but this is {Named(key)}");
        key.Expect(
            key.Version == version,
            $"version {ModelKey.Dotted(key.Version)} of {loader} is not supported, only {ModelKey.Dotted(version)} is");
    }

    private static string Named(ModelKey key) => key.Loader.Length == 0 ? "a step without a name" : key.Loader;
}
