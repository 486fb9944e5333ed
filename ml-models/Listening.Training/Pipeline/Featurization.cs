using Listening.Scoring;
using Listening.Training.Heads;
using Microsoft.ML;
using Microsoft.ML.Data;
using static Microsoft.ML.Transforms.LpNormNormalizingEstimatorBase;

namespace Listening.Training.Pipeline;

/// <summary>Turns normalised texts into features, in ML.NET's own steps, the same for all heads.</summary>
internal sealed class Featurization
{
    private readonly MLContext _ml;

    /// <param name="ml">Builds the steps.</param>
    /// <param name="settings">How large the blocks are.</param>
    /// <param name="meanings">Adds what the words mean to what they are.</param>
    public Featurization(MLContext ml, FeatureSettings settings, WordMeanings meanings)
    {
        (_ml, Meanings) = (ml, meanings);
        var text = ml.Transforms.Text;
        Transformer = text.TokenizeIntoWords("Words", nameof(TextRow.Text), [' '])
            .Append(ml.Transforms.Conversion.Hash("WordKeys", "Words", numberOfBits: 30))
            .Append(text.ProduceHashedNgrams("WordCounts", "WordKeys", settings.WordBits, ngramLength: 2, useAllLengths: true, rehashUnigrams: false))
            .Append(ml.Transforms.NormalizeLpNorm("WordBlock", "WordCounts", NormFunction.L2))
            .Append(text.TokenizeIntoCharactersAsKeys("Characters", nameof(TextRow.Text), useMarkerCharacters: true))
            .Append(text.ProduceHashedNgrams("CharacterCounts", "Characters", settings.CharacterBits, ngramLength: 5, useAllLengths: true, rehashUnigrams: true))
            .Append(ml.Transforms.NormalizeLpNorm("CharacterBlock", "CharacterCounts", NormFunction.L2))
            .Append(text.TokenizeIntoWords("SignWords", nameof(TextRow.Signs), [' ']))
            .Append(ml.Transforms.Conversion.Hash("SignKeys", "SignWords", numberOfBits: 30))
            .Append(text.ProduceHashedNgrams("SignCounts", "SignKeys", settings.SignBits, ngramLength: 1, useAllLengths: true, rehashUnigrams: false))
            .Append(ml.Transforms.NormalizeLpNorm("SignBlock", "SignCounts", NormFunction.L2))
            .Append(ml.Transforms.Concatenate("Features", "WordBlock", "CharacterBlock", "SignBlock", nameof(TextRow.Meaning)))
            .Fit(Rows([]));
    }

    /// <summary>None of its steps learns anything; it is fitted to no text.</summary>
    public ITransformer Transformer { get; }

    public WordMeanings Meanings { get; }

    /// <summary>Texts as the zips' input.</summary>
    public IDataView Rows(IEnumerable<NormalizedText> texts) => _ml.Data.LoadFromEnumerable(texts.Select(text => TextRow.Of(text, Meanings)), Schema);

    /// <summary>The zips' input columns; how many values a meaning has, a type cannot tell.</summary>
    public SchemaDefinition Schema
    {
        get
        {
            var schema = SchemaDefinition.Create(typeof(TextRow));
            schema[nameof(TextRow.Meaning)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, Meanings.Length);
            return schema;
        }
    }

    /// <summary>The features of each text, in order. They are kept in memory, because each head and fold reads them hundreds of times.</summary>
    /// <param name="texts">In any number.</param>
    /// <param name="each">Is told of each text that is done.</param>
    public VBuffer<float>[] Read(IReadOnlyList<NormalizedText> texts, Action each)
    {
        var view = Transformer.Transform(Rows(texts));
        var column = view.Schema["Features"];
        using var cursor = view.GetRowCursor([column]);
        var getter = cursor.GetGetter<VBuffer<float>>(column);
        var rows = new VBuffer<float>[texts.Count];
        VBuffer<float> row = default;
        for (var i = 0; cursor.MoveNext(); i++)
        {
            // The cursor's buffer is longer than needed and used again.
            getter(ref row);
            rows[i] = row.IsDense
                ? new(row.Length, row.GetValues().ToArray())
                : new(row.Length, row.GetValues().Length, row.GetValues().ToArray(), row.GetIndices().ToArray());
            each();
        }

        return rows;
    }
}

/// <summary>The input columns of every zip. <see cref="Label"/> is not read when scoring, but ML.NET wants the column to exist.</summary>
internal sealed class TextRow
{
    public string Text { get; set; } = "";

    public string Signs { get; set; } = "";

    public float[] Meaning { get; set; } = [];

    public string Label { get; set; } = "";

    public static TextRow Of(NormalizedText text, WordMeanings meanings)
    {
        var meaning = new float[meanings.Length];
        meanings.Read(text.Text, text.Signs, meaning);
        return new() { Text = text.Text, Signs = text.Signs, Meaning = meaning };
    }
}
