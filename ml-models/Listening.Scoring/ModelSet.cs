using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using Listening.Scoring.Features;
using Listening.Scoring.Format;
using Listening.Scoring.Weights;

namespace Listening.Scoring;

/// <summary>
/// All models of one release over one reading of a text: it is normalised, taken apart and hashed once for all of them. One instance
/// serves any number of threads; reading a text of up to 65,536 characters leaves no garbage behind once the thread has met one as long.
/// </summary>
public sealed class ModelSet
{
    private readonly Preparation _preparation;
    private readonly NgramBlock[] _blocks;
    private readonly WeightTable _weights;
    private readonly WordMeanings? _meanings;
    private readonly int _meaningStart;
    private readonly float[] _biases;
    private readonly int[] _places;

    private ModelSet(ModelSetManifest manifest, WordMeanings? meanings, IReadOnlyList<TrainedHead> trained)
    {
        var heads = new Head[trained.Count];
        foreach (var (place, head) in manifest.Heads.Index())
        {
            heads[place] = new(head, Size);
            Size += head.Labels.Count;
        }

        var features = trained[0].Features;
        (Manifest, Heads) = (manifest, heads);
        Streams = manifest.Streams is null ? null : new(manifest.Version, manifest.Streams, heads);
        _preparation = new(manifest.Normalizer is not null, features.LowerCase);
        _blocks = [.. features.Layout()];
        (_meanings, _meaningStart) = (features.Meaning > 0 ? meanings : null, features.MeaningStart);
        _weights = new([.. trained.Select(head => head.Weights)]);
        _biases = [.. trained.SelectMany(head => head.Weights.Biases.Select(bias => bias - head.Weights.Biases[0]))];
        _places = [.. heads.SelectMany(head => Enumerable.Range(head.First + 1, head.Labels.Count - 1))];
    }

    public ModelSetManifest Manifest { get; }

    /// <summary>The models, in the manifest's order.</summary>
    public IReadOnlyList<Head> Heads { get; }

    /// <summary>How sentiment is read in general and in a stream; null if the models were trained without streams.</summary>
    public StreamSentiment? Streams { get; }

    /// <summary>How many logits all heads have together.</summary>
    public int Size { get; }

    /// <summary>Reads a manifest and the zips beside it.</summary>
    /// <exception cref="ModelFormatException">One of the files is not valid, or the manifest means other zips or another normaliser.</exception>
    public static ModelSet Load(string manifestPath)
    {
        var manifest = ModelSetManifest.Read(manifestPath);
        var name = Path.GetFileName(manifestPath);
        CheckNormalizer(manifest, name);
        var folder = Path.GetDirectoryName(Path.GetFullPath(manifestPath))!;
        var meanings = manifest.Words is { } words ? ReadMeanings(words, name, BoundedFile.Read(Path.Combine(folder, words.File), WordMeanings.MaximumBytes)) : null;
        return Of(manifest, name, head => BoundedFile.Read(Path.Combine(folder, head.File), ModelArchive.MaximumZipBytes), meanings);
    }

    /// <summary>
    /// Fills in the logits of all heads, biases included. Softmax knows only the differences within a head, and so do we: they are
    /// given relative to the head's first label, whose logit is always 0.
    /// </summary>
    /// <param name="text">Any UTF-16, well-formed or not, as it was posted; an empty text reads as the models' priors.</param>
    /// <param name="logits">Room for <see cref="Size"/> values; what lies beyond is left alone.</param>
    /// <exception cref="ArgumentException">There is room for fewer.</exception>
    public void Read(ReadOnlySpan<char> text, Span<float> logits)
    {
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
            // The weights are asked for before the occurrences are counted, so that they arrive from memory meanwhile.
            var occurrences = block.Occurrences(columns, scratch);
            var rows = _weights.Find(occurrences, scratch);
            _weights.Add(rows, block.Scale(occurrences, scratch), sums);
        }

        if (_meanings is not null)
        {
            var meaning = scratch.Meaning(_meanings.Length);
            _meanings.Read(columns[TextColumn.Text], columns[TextColumn.Signs], meaning);
            _weights.Add(_meaningStart, meaning, sums);
        }

        _biases.CopyTo(logits);
        for (var column = 0; column < _places.Length; column++)
        {
            logits[_places[column]] += sums[column];
        }
    }

    internal static ModelSet Of(ModelSetManifest manifest, string manifestName, Func<HeadManifest, byte[]> zipOf, WordMeanings? meanings = null)
    {
        // Inflating the zips is most of a cold start, so the processor's cores share it.
        var trained = new TrainedHead[manifest.Heads.Count];
        try
        {
            Parallel.For(0, trained.Length, i => trained[i] = ReadHead(manifest.Heads[i], manifestName, zipOf(manifest.Heads[i]), meanings?.Length ?? 0));
        }
        catch (AggregateException faults)
        {
            ExceptionDispatchInfo.Throw(faults.InnerExceptions[0]);
        }

        CheckFeatures(manifest, manifestName, trained);
        return new(manifest, meanings, trained);
    }

    private static WordMeanings ReadMeanings(WordsManifest words, string manifestName, byte[] file)
    {
        CheckHash(file, words.File, words.Sha256, manifestName);
        return WordMeanings.Of(file, words.File);
    }

    private static void CheckHash(byte[] bytes, string file, string expected, string manifestName)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (hash != expected)
        {
            throw new ModelFormatException(file, null, $"its SHA-256 is {hash}, but {manifestName} says {expected}");
        }
    }

    private static TrainedHead ReadHead(HeadManifest head, string manifestName, byte[] zip, int meaningLength)
    {
        CheckHash(zip, head.File, head.Sha256, manifestName);
        var trained = TrainedHead.Read(zip, head.File, meaningLength);
        if (!trained.Labels.SequenceEqual(head.Labels, StringComparer.Ordinal))
        {
            throw new ModelFormatException(head.File, null,
                $"its labels are {string.Join(", ", trained.Labels)}, but {manifestName} says {string.Join(", ", head.Labels)}");
        }

        return trained;
    }

    private static void CheckNormalizer(ModelSetManifest manifest, string manifestName)
    {
        if (manifest.Normalizer is { } trained && trained != TextNormalizer.Version)
        {
            var older = IsOlder(trained, TextNormalizer.Version)
                ? "the models are older: train them again or take those of this release"
                : "this build is older: take the one that the models were released with";
            throw new ModelFormatException(manifestName, null,
                $"the models were trained on texts of normalizer {trained}, but this build has normalizer {TextNormalizer.Version}; {older}");
        }
    }

    // Versions are whole numbers; one that is not was made by somebody who knows more than this build.
    private static bool IsOlder(string one, string other) => int.TryParse(one, out var a) && int.TryParse(other, out var b) && a < b;

    private static void CheckFeatures(ModelSetManifest manifest, string manifestName, TrainedHead[] trained)
    {
        var first = trained[0].Features;
        for (var i = 1; i < trained.Length; i++)
        {
            if (first.DifferenceTo(trained[i].Features) is { } difference)
            {
                throw new ModelFormatException(manifest.Heads[i].File, null,
                    $"its features are not those of {manifest.Heads[0].File}, which one reading must serve: {difference}");
            }
        }

        if (manifest.Normalizer is null && manifest.Words is not null)
        {
            throw new ModelFormatException(manifestName, null, "it names word meanings, which are those of normalised words, but no normalizer");
        }

        if (manifest.Normalizer is null && first.Blocks.Any(block => block.Column == TextColumn.Signs))
        {
            throw new ModelFormatException(manifest.Heads[0].File, null,
                $"it reads the column {TextColumn.Signs}, which only a normalizer fills, but {manifestName} names none");
        }

        if (trained.Sum(head => head.Labels.Count - 1) is var columns && columns > WeightTable.MostColumns)
        {
            throw new ModelFormatException(manifestName, null,
                $"the heads have {columns} labels together, the first of each not counted, where at most {WeightTable.MostColumns} fit");
        }
    }
}
