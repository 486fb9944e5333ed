using System.Runtime.ExceptionServices;
using Listening.Scoring.Features;
using Listening.Scoring.Format;
using Listening.Scoring.Weights;

namespace Listening.Scoring;

/// <summary>
/// All models of one release. A text is normalised, tokenized and hashed once for all of them. Thread-safe. Scoring a text of up to
/// 65,536 characters allocates nothing once the thread has scored one as long.
/// </summary>
public sealed class ModelSet
{
    private readonly Preparation _preparation;
    private readonly NgramBlock[] _blocks;
    private readonly WeightTable _weights;
    private readonly WordEmbeddings? _embeddings;
    private readonly int _embeddingStart;
    private readonly float[] _biases;
    private readonly int[] _logitIndices;

    private ModelSet(ModelSetManifest manifest, WordEmbeddings? embeddings, IReadOnlyList<TrainedHead> trained)
    {
        var (heads, features) = (Head.Arrange(manifest.Heads), trained[0].Features);
        (Manifest, Heads, Size) = (manifest, heads, heads.Sum(head => head.Labels.Count));
        SourceSentiment = manifest.SourceProfiles is null ? null : new(manifest.Version, manifest.SourceProfiles, heads);
        _preparation = new(manifest.Normalizer is not null, features.LowerCase);
        _blocks = [.. features.Layout()];
        (_embeddings, _embeddingStart) = (features.EmbeddingLength > 0 ? embeddings : null, features.EmbeddingStart);
        _weights = new([.. trained.Select(head => head.Weights)]);
        _biases = [.. trained.SelectMany(head => head.Weights.Biases.Select(bias => bias - head.Weights.Biases[0]))];
        _logitIndices = [.. heads.SelectMany(head => Enumerable.Range(head.First + 1, head.Labels.Count - 1))];
    }

    public ModelSetManifest Manifest { get; }

    /// <summary>The models, in the manifest's order.</summary>
    public IReadOnlyList<Head> Heads { get; }

    /// <summary>Sentiment in general and for one source; null if the models were trained without source profiles.</summary>
    public SourceSentiment? SourceSentiment { get; }

    /// <summary>How many logits all heads have in total.</summary>
    public int Size { get; }

    /// <summary>The length of the sentence vectors that the models read beside the words; 0 if they read words alone.</summary>
    public int SentenceLength => Manifest.Sentence?.Mean.Count ?? 0;

    /// <summary>Reads a manifest and the zips beside it.</summary>
    /// <exception cref="ModelFormatException">A file is not valid, or the manifest belongs to other zips or another normaliser.</exception>
    public static ModelSet Load(string manifestPath)
    {
        var manifest = ModelSetManifest.Read(manifestPath);
        var name = Path.GetFileName(manifestPath);
        CheckNormalizer(manifest, name);
        var folder = Path.GetDirectoryName(Path.GetFullPath(manifestPath))!;
        var embeddings = manifest.Words is { } words
            ? ReadEmbeddings(words, name, BoundedFile.Read(Path.Combine(folder, words.File), WordEmbeddings.MaximumBytes))
            : null;
        return Create(manifest, name, head => BoundedFile.Read(Path.Combine(folder, head.File), ModelArchive.MaximumZipBytes), embeddings);
    }

    /// <summary>
    /// Computes the logits of all heads, biases included. Softmax depends only on differences within a head, so logits are relative to
    /// the head's first label, whose logit is always 0.
    /// </summary>
    /// <param name="text">The post: any UTF-16, well-formed or not. An empty text gives the biases of the models.</param>
    /// <param name="logits">Room for <see cref="Size"/> values; the rest is not changed.</param>
    /// <param name="sentence">The encoder's vector of the text: <see cref="SentenceLength"/> values.</param>
    /// <exception cref="ArgumentException">There is room for fewer, or the vector has another length.</exception>
    public void Read(ReadOnlySpan<char> text, Span<float> logits, ReadOnlySpan<float> sentence = default)
    {
        if (sentence.Length != SentenceLength)
        {
            throw new ArgumentException(
                $"The models read sentence vectors of {SentenceLength} values, not of {sentence.Length}.", nameof(sentence));
        }

        if (logits.Length < Size)
        {
            throw new ArgumentException($"The models have {Size} logits, but there is room for {logits.Length}.", nameof(logits));
        }

        var scratch = Scratch.For(text.Length);
        var columns = _preparation.Prepare(text, scratch);
        Span<float> sums = stackalloc float[WeightTable.MostColumns];
        sums.Clear();
        foreach (var block in _blocks)
        {
            // The weights are prefetched before the occurrences are counted, so that they arrive from memory in the meantime.
            var occurrences = block.Occurrences(columns, scratch);
            var rows = _weights.Find(occurrences, scratch);
            _weights.Add(rows, block.Scale(occurrences, scratch), sums);
        }

        if (_embeddings is not null)
        {
            var embedding = scratch.Embedding(_embeddings.Length + sentence.Length);
            _embeddings.Read(columns[TextColumn.Text], columns[TextColumn.NegationTokens], embedding[.._embeddings.Length]);
            Manifest.Sentence?.Standardize(sentence, embedding[_embeddings.Length..]);
            _weights.Add(_embeddingStart, embedding, sums);
        }

        _biases.CopyTo(logits);
        for (var column = 0; column < _logitIndices.Length; column++)
        {
            logits[_logitIndices[column]] += sums[column];
        }
    }

    internal static ModelSet Create(
        ModelSetManifest manifest, string manifestName, Func<HeadManifest, byte[]> readZip, WordEmbeddings? embeddings = null)
    {
        // Most of a cold start is decompressing the zips, so it is done in parallel.
        var trained = new TrainedHead[manifest.Heads.Count];
        var embeddingLength = (embeddings?.Length ?? 0) + (manifest.Sentence?.Mean.Count ?? 0);
        try
        {
            Parallel.For(0, trained.Length, i =>
                trained[i] = ReadHead(manifest.Heads[i], manifestName, readZip(manifest.Heads[i]), embeddingLength));
        }
        catch (AggregateException faults)
        {
            ExceptionDispatchInfo.Throw(faults.InnerExceptions[0]);
        }

        CheckFeatures(manifest, manifestName, trained);
        return new(manifest, embeddings, trained);
    }

    private static WordEmbeddings ReadEmbeddings(WordsManifest words, string manifestName, byte[] file)
    {
        ManifestFile.CheckHash(file, words.File, words.Sha256, manifestName);
        return WordEmbeddings.Parse(file, words.File);
    }

    private static TrainedHead ReadHead(HeadManifest head, string manifestName, byte[] zip, int embeddingLength)
    {
        ManifestFile.CheckHash(zip, head.File, head.Sha256, manifestName);
        var trained = TrainedHead.Read(zip, head.File, embeddingLength);
        ModelFormatException.ThrowUnless(
            trained.Labels.SequenceEqual(head.Labels, StringComparer.Ordinal), head.File, null,
            $"its labels are {string.Join(", ", trained.Labels)}, but {manifestName} says {string.Join(", ", head.Labels)}");
        return trained;
    }

    private static void CheckNormalizer(ModelSetManifest manifest, string manifestName)
    {
        if (manifest.Normalizer is { } trained && trained != TextNormalizer.Version)
        {
            var older = IsOlder(trained, TextNormalizer.Version)
                ? "the models are older: train them again or use those of this release"
                : "this build is older: use the one that the models were released with";
            throw new ModelFormatException(manifestName, null,
                $"the models were trained with normalizer {trained}, but this build has normalizer {TextNormalizer.Version}; {older}");
        }
    }

    // Versions are whole numbers. One that is not comes from a build newer than this one.
    private static bool IsOlder(string one, string other) => int.TryParse(one, out var a) && int.TryParse(other, out var b) && a < b;

    private static void CheckFeatures(ModelSetManifest manifest, string manifestName, TrainedHead[] trained)
    {
        var first = trained[0].Features;
        for (var i = 1; i < trained.Length; i++)
        {
            if (first.DifferenceTo(trained[i].Features) is { } difference)
            {
                throw new ModelFormatException(manifest.Heads[i].File, null,
                    $"its features differ from those of {manifest.Heads[0].File}, but all heads must share them: {difference}");
            }
        }

        ModelFormatException.ThrowUnless(
            manifest.Normalizer is not null || manifest.Words is null, manifestName, null,
            "it names word embeddings, which need normalised words, but no normalizer");
        ModelFormatException.ThrowUnless(
            manifest.Words is not null || manifest.Sentence is null, manifestName, null,
            "it names sentence vectors, which need word embeddings beside them");
        ModelFormatException.ThrowUnless(
            manifest.Normalizer is not null || first.Blocks.All(block => block.Column != TextColumn.NegationTokens),
            manifest.Heads[0].File, null,
            $"it reads the column {InputColumns.NegationTokens}, which only a normalizer fills, but {manifestName} names none");
        var columns = trained.Sum(head => head.Labels.Count - 1);
        ModelFormatException.ThrowUnless(
            columns <= WeightTable.MostColumns, manifestName, null,
            $"the heads have {columns} labels in total, the first of each not counted, but at most {WeightTable.MostColumns} fit");
    }
}
