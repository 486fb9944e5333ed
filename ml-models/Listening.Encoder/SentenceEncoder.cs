using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Tokenizers;

namespace Listening.Encoder;

/// <summary>
/// Turns a text into a vector: texts that mean the same lie close together, whatever their words and language. Thread-safe; each call
/// works on its caller's thread alone.
/// </summary>
public sealed class SentenceEncoder : IDisposable
{
    /// <summary>Most bytes of a model or tokenizer file.</summary>
    private const int MaximumBytes = 256 << 20;

    private static readonly string[] Inputs = ["input_ids", "attention_mask"];
    private static readonly string[] Outputs = ["embedding"];

    private readonly PieceTokenizer _tokenizer;
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();

    private SentenceEncoder(EncoderManifest manifest, PieceTokenizer tokenizer, InferenceSession session) =>
        (Manifest, _tokenizer, _session) = (manifest, tokenizer, session);

    public EncoderManifest Manifest { get; }

    /// <summary>Reads a manifest and the files beside it.</summary>
    /// <exception cref="ModelFormatException">A file is not valid, or not the one that the manifest names.</exception>
    /// <exception cref="IOException">A file is missing, or cannot be read.</exception>
    public static SentenceEncoder Load(string manifestPath)
    {
        var manifest = EncoderManifest.Read(manifestPath);
        var name = Path.GetFileName(manifestPath);
        var folder = Path.GetDirectoryName(Path.GetFullPath(manifestPath))!;
        var tokenizer = CreateTokenizer(ReadFile(manifest.Tokenizer), manifest);
        var session = CreateSession(ReadFile(manifest.Model), manifest);
        return new SentenceEncoder(manifest, tokenizer, session);

        byte[] ReadFile(EncoderFile file)
        {
            var bytes = BoundedFile.Read(Path.Combine(folder, file.File), MaximumBytes);
            ManifestFile.CheckHash(bytes, file.File, file.Sha256, name);
            return bytes;
        }
    }

    /// <summary>
    /// The vector of a text, of the length in the manifest and not normalised. The beginning counts, as far as the tokens reach (some 500
    /// characters). Texts are read one by one, as the model's 8-bit scales depend on all that is read together: a text has the same vector
    /// in whatever company it comes.
    /// </summary>
    /// <param name="text">Any UTF-16, well-formed or not.</param>
    public float[] Read(string text)
    {
        long[] ids = [.. Tokenize(text)];
        var mask = new long[ids.Length];
        Array.Fill(mask, 1);
        long[] shape = [1, ids.Length];
        using var idsValue = OrtValue.CreateTensorValueFromMemory(ids, shape);
        using var maskValue = OrtValue.CreateTensorValueFromMemory(mask, shape);
        using var results = _session.Run(_run, Inputs, [idsValue, maskValue], Outputs);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }

    /// <summary>The vector of a text as <see cref="PlainWriting"/> writes it: what heads are trained on and read.</summary>
    /// <inheritdoc cref="Read" path="/param"/>
    public float[] ReadPlain(string text) => Read(PlainWriting.Of(text));

    /// <summary>The numbers of the pieces that are read of a text, with those for its beginning and end.</summary>
    public IReadOnlyList<long> Tokenize(string text) => [.. _tokenizer.Read(text).Select(id => (long)id)];

    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }

    private static PieceTokenizer CreateTokenizer(byte[] file, EncoderManifest manifest)
    {
        try
        {
            var tokenizer = SentencePieceTokenizer.Create(
                new MemoryStream(file), addBeginningOfSentence: false, addEndOfSentence: false, specialTokens: null);
            return new PieceTokenizer(tokenizer, manifest.Prefix, manifest.MaxTokens);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // The library throws whatever its parser meets.
            throw new ModelFormatException(manifest.Tokenizer.File, null, "it is no SentencePiece model", fault);
        }
    }

    private static InferenceSession CreateSession(byte[] file, EncoderManifest manifest)
    {
        // One thread for each text, so that workers do not take turns; without an arena, which would keep twice the model in memory.
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            EnableCpuMemArena = false,
            EnableMemoryPattern = false,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        try
        {
            var session = new InferenceSession(file, options);
            var fits = Inputs.All(session.InputMetadata.ContainsKey)
                && session.OutputMetadata.TryGetValue(Outputs[0], out var output) && output.Dimensions is [_, var length]
                && length == manifest.Length;
            if (!fits)
            {
                session.Dispose();
                throw new ModelFormatException(
                    manifest.Model.File, null,
                    $"it must turn {string.Join(" and ", Inputs)} into {Outputs[0]} of {manifest.Length} values");
            }

            return session;
        }
        catch (OnnxRuntimeException fault)
        {
            throw new ModelFormatException(manifest.Model.File, null, "it is no ONNX model that this version can run", fault);
        }
    }
}
