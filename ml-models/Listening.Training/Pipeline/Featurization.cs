using Listening.Scoring.Format;
using Listening.Training.Heads;
using Microsoft.ML;
using Microsoft.ML.Data;
using static Microsoft.ML.Transforms.LpNormNormalizingEstimatorBase;

namespace Listening.Training.Pipeline;

/// <summary>Turns normalised texts into features with ML.NET's own steps, the same for all heads.</summary>
internal sealed class Featurization
{
    private readonly MLContext _ml;

    /// <param name="ml">Creates the steps.</param>
    /// <param name="settings">The sizes of the blocks.</param>
    /// <param name="embeddings">Compute the embedding of each text.</param>
    /// <param name="sentences">The vectors that stand behind the embeddings; null if there are none.</param>
    public Featurization(MLContext ml, FeatureSettings settings, WordEmbeddings embeddings, SentenceVectors? sentences = null)
    {
        (_ml, Embeddings, Sentences) = (ml, embeddings, sentences);
        var text = ml.Transforms.Text;
        Transformer = text.TokenizeIntoWords("Words", InputColumns.Text, [' '])
            .Append(ml.Transforms.Conversion.Hash("WordKeys", "Words", numberOfBits: 30))
            .Append(text.ProduceHashedNgrams(
                "WordCounts", "WordKeys", settings.WordBits, ngramLength: 2, useAllLengths: true, rehashUnigrams: false))
            .Append(ml.Transforms.NormalizeLpNorm("WordBlock", "WordCounts", NormFunction.L2))
            .Append(text.TokenizeIntoCharactersAsKeys("Characters", InputColumns.Text, useMarkerCharacters: true))
            .Append(text.ProduceHashedNgrams(
                "CharacterCounts", "Characters", settings.CharacterBits, ngramLength: 5, useAllLengths: true, rehashUnigrams: true))
            .Append(ml.Transforms.NormalizeLpNorm("CharacterBlock", "CharacterCounts", NormFunction.L2))
            .Append(text.TokenizeIntoWords("SignWords", InputColumns.NegationTokens, [' ']))
            .Append(ml.Transforms.Conversion.Hash("SignKeys", "SignWords", numberOfBits: 30))
            .Append(text.ProduceHashedNgrams(
                "SignCounts", "SignKeys", settings.NegationBits, ngramLength: 1, useAllLengths: true, rehashUnigrams: false))
            .Append(ml.Transforms.NormalizeLpNorm("SignBlock", "SignCounts", NormFunction.L2))
            .Append(ml.Transforms.Concatenate("Features", "WordBlock", "CharacterBlock", "SignBlock", InputColumns.Embedding))
            .Fit(Rows([]));
    }

    /// <summary>No step learns anything, so they are fitted to no text.</summary>
    public ITransformer Transformer { get; }

    public WordEmbeddings Embeddings { get; }

    public SentenceVectors? Sentences { get; }

    /// <summary>Texts, raw and normalised, as the input of the zips.</summary>
    public IDataView Rows(IEnumerable<(string Raw, NormalizedText Normalized)> texts) =>
        _ml.Data.LoadFromEnumerable(texts.Select(text => TextRow.Create(text.Raw, text.Normalized, this)), Schema);

    public int EmbeddingLength => Embeddings.Length + (Sentences?.Length ?? 0);

    /// <summary>The input columns of the zips, with the length of an embedding, which the type does not contain.</summary>
    public SchemaDefinition Schema
    {
        get
        {
            var schema = SchemaDefinition.Create(typeof(TextRow));
            schema[InputColumns.Embedding].ColumnType = new VectorDataViewType(NumberDataViewType.Single, EmbeddingLength);
            return schema;
        }
    }

    /// <summary>
    /// The features of each text, in order. They are kept in memory, because each head and fold iterates over them hundreds of times.
    /// </summary>
    /// <param name="texts">Any number of texts.</param>
    /// <param name="report">Called after each text.</param>
    public VBuffer<float>[] Read(IReadOnlyList<(string Raw, NormalizedText Normalized)> texts, Action report)
    {
        return [.. Transformer.Transform(Rows(texts)).GetColumn<VBuffer<float>>("Features").Select(Copy)];

        // The column reuses its buffer.
        VBuffer<float> Copy(VBuffer<float> row)
        {
            var copy = default(VBuffer<float>);
            row.CopyTo(ref copy);
            report();
            return copy;
        }
    }
}

/// <summary>The input columns of every zip. <see cref="Label"/> is not used for scoring, but ML.NET requires the column.</summary>
internal sealed class TextRow
{
    public string Text { get; set; } = "";

    [ColumnName(InputColumns.NegationTokens)]
    public string NegationTokens { get; set; } = "";

    [ColumnName(InputColumns.Embedding)]
    public float[] Embedding { get; set; } = [];

    public string Label { get; set; } = "";

    public static TextRow Create(string raw, NormalizedText text, Featurization featurization)
    {
        var embedding = new float[featurization.EmbeddingLength];
        var words = featurization.Embeddings;
        words.Read(text.Text, text.NegationTokens, embedding.AsSpan(0, words.Length));
        featurization.Sentences?.Read(raw, embedding.AsSpan(words.Length));
        return new() { Text = text.Text, NegationTokens = text.NegationTokens, Embedding = embedding };
    }
}
