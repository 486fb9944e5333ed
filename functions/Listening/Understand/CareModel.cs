using Listening.Encoder;
using Listening.Scoring;
using AlertLevel = Listening.Domain.AlertLevel;

namespace Listening.Understand;

/// <summary>
/// Reads whether somebody must act on a post, and what it is about: with words alone where they tell, else with the encoder beside them,
/// which costs a hundred times as much. Thread-safe.
/// </summary>
public sealed class CareModel : IDisposable
{
    /// <summary>
    /// Where words alone tell: on posts of writers that nothing was trained on, the encoder then changes one alert in a hundred, and one
    /// sentiment in two hundred. It reads three posts of four.
    /// </summary>
    private const double WordsTellBelow = 0.1;
    private const double WordsTellAbove = 0.95;
    private const double WordsTellSentiment = 0.8;

    private readonly CareHeads _words;
    private readonly CareHeads? _both;
    private readonly Lazy<SentenceEncoder?> _encoder;

    private CareModel(CareHeads words, CareHeads? both, Func<CareModel, SentenceEncoder?> load)
    {
        (_words, _both) = (words, both);
        _encoder = new Lazy<SentenceEncoder?>(() => load(this));
    }

    /// <summary>Why the encoder cannot be used, in one sentence; null as long as nothing speaks against it.</summary>
    public string? EncoderProblem { get; private set; }

    /// <summary>From when its answers may be acted on. The probabilities of both kinds of heads mean the same.</summary>
    public ModelThresholds Thresholds => (_both ?? _words).Thresholds;

    /// <summary>The languages that it was trained on, as ISO 639 codes.</summary>
    public IReadOnlyList<string> Languages => _words.Set.Manifest.Languages;

    /// <summary>The models that ship with this build.</summary>
    /// <exception cref="ModelFormatException">A zip or a manifest of the words' heads is not valid.</exception>
    public static CareModel Load(string folder)
    {
        var words = new CareHeads(ModelSet.Load(Path.Combine(folder, "care", "care-5-words.json")), CareReading.WordsAlone);
        var both = TryLoad(
            () => new CareHeads(ModelSet.Load(Path.Combine(folder, "care", "care-5-encoder.json")), CareReading.WordsAndEncoder),
            out var problem);
        return new CareModel(words, both, LoadEncoder) { EncoderProblem = problem };

        SentenceEncoder? LoadEncoder(CareModel model)
        {
            try
            {
                var encoder = SentenceEncoder.Load(Path.Combine(folder, "encoder", "encoder-1.json"));
                return encoder.Manifest.Version == both!.Set.Manifest.Sentence?.Encoder ? encoder : throw new ModelFormatException(
                    "care-5-encoder.json", null,
                    $"it was trained with encoder {both.Set.Manifest.Sentence?.Encoder}, not {encoder.Manifest.Version}");
            }
            catch (Exception e) when (e is ModelFormatException or IOException or UnauthorizedAccessException
                or DllNotFoundException or TypeInitializationException)
            {
                // The heads that read words alone go on.
                model.EncoderProblem = e.Message;
                return null;
            }
        }
    }

    /// <summary>Loads heads that read the encoder's vectors, without which those that read words alone go on.</summary>
    /// <param name="problem">Why they cannot be used, in one sentence; null if they can.</param>
    internal static T? TryLoad<T>(Func<T?> load, out string? problem)
        where T : class
    {
        try
        {
            problem = null;
            return load();
        }
        catch (Exception e) when (e is ModelFormatException or IOException or InvalidDataException)
        {
            problem = e.Message;
            return null;
        }
    }

    /// <summary>Loads another set that reads the vectors of this encoder.</summary>
    /// <param name="use">What is made of it.</param>
    /// <returns>Null if it cannot be used: see <see cref="EncoderProblem"/>.</returns>
    internal T? LoadBeside<T>(string folder, string manifest, Func<ModelSet, T?> use)
        where T : class
    {
        var encoder = _both?.Set.Manifest.Sentence?.Encoder;
        var beside = TryLoad(Load, out var problem);
        EncoderProblem ??= problem;
        return beside;

        T? Load()
        {
            var set = ModelSet.Load(Path.Combine(folder, manifest));
            return set.Manifest.Sentence?.Encoder == encoder ? use(set) : throw new ModelFormatException(
                manifest, null, $"it was trained with encoder {set.Manifest.Sentence?.Encoder}, which is not that of the heads for care");
        }
    }

    /// <summary>Loads the encoder now instead of with the first text that needs it.</summary>
    /// <returns>Why it cannot be used, in one sentence; null if it can.</returns>
    public string? Warm()
    {
        _ = _both is null ? null : _encoder.Value;
        return EncoderProblem;
    }

    /// <summary>
    /// Never throws, whatever the text. Of a long one, the windows are read, and count by their lengths; a sentence that sounds severe is
    /// read alone too.
    /// </summary>
    /// <param name="understanding">What it may be read with.</param>
    /// <param name="wordsMayTell">Whether words alone decide where they are sure, as they are of posts to brands.</param>
    public CareAnswer Read(string text, Understanding understanding = Understanding.Full, bool wordsMayTell = true)
    {
        var windows = TextWindows.Of(text);
        var suspect = _words.FindSuspect(windows);
        var words = _words.Read([.. windows.Select(ByWords)], suspect is null ? null : ByWords(suspect));
        var wordsTell = wordsMayTell && windows.Count == 1 && suspect is null && WordsTell(words);
        if (understanding == Understanding.Words || wordsTell || _both is null || _encoder.Value is not { } encoder)
        {
            return new CareAnswer(words, WithEncoder: null);
        }

        List<ReadPart> parts = [.. windows.Select(WithEncoder)];
        var output = _both.Read(parts, suspect is null ? null : WithEncoder(suspect));
        return new CareAnswer(parts is [var only] ? output with { Meaning = Direction(only.Sentence) } : output, parts);

        ReadPart WithEncoder(string part) => new(part, encoder.ReadPlain(part));

        static ReadPart ByWords(string part) => new(part, []);
    }

    /// <inheritdoc cref="ITextModel.Expect"/>
    public ExpectedAlerts Expect(AlertLevel level, Understanding understanding) =>
        (understanding == Understanding.Full && _both is not null && _encoder.Value is not null ? _both : _words).Expect(level);

    /// <inheritdoc cref="ITextModel.ReadMeaning"/>
    public float[]? ReadMeaning(string text) =>
        _both is not null && _encoder.Value is { } encoder ? Direction(encoder.ReadPlain(text)) : null;

    /// <summary>Where a vector lies, seen from the mean of all texts: what all have in common says nothing about one.</summary>
    private float[] Direction(float[] sentence)
    {
        float[] direction = [.. sentence.Zip(_both!.Set.Manifest.Sentence!.Mean, (value, mean) => value - mean)];
        var length = MathF.Sqrt(direction.Sum(value => value * value));
        return length == 0 ? direction : [.. direction.Select(value => value / length)];
    }

    private static bool WordsTell(ModelOutput words) =>
        words.Care!.NeedsAction is < WordsTellBelow or > WordsTellAbove
        && words.Sentiment.Probability(words.Sentiment.Likeliest) >= WordsTellSentiment;

    public void Dispose()
    {
        if (_encoder.IsValueCreated)
        {
            _encoder.Value?.Dispose();
        }
    }
}

/// <param name="WithEncoder">The windows of the text as the encoder read them; null if words alone were read.</param>
public sealed record CareAnswer(ModelOutput Output, IReadOnlyList<ReadPart>? WithEncoder);
