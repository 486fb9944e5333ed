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
        var words = new CareHeads(ModelSet.Load(Path.Combine(folder, "care", "care-3-words.json")), CareReading.WordsAlone);
        CareHeads? both = null;
        string? problem = null;
        try
        {
            both = new CareHeads(ModelSet.Load(Path.Combine(folder, "care", "care-3-encoder.json")), CareReading.WordsAndEncoder);
        }
        catch (Exception e) when (e is ModelFormatException or IOException or InvalidDataException)
        {
            problem = e.Message;
        }

        return new CareModel(words, both, LoadEncoder) { EncoderProblem = problem };

        SentenceEncoder? LoadEncoder(CareModel model)
        {
            try
            {
                var encoder = SentenceEncoder.Load(Path.Combine(folder, "encoder", "encoder-1.json"));
                return encoder.Manifest.Version == both!.Set.Manifest.Sentence?.Encoder ? encoder : throw new ModelFormatException(
                    "care-3-encoder.json", null,
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

    /// <summary>Loads the encoder now instead of with the first text that needs it.</summary>
    /// <returns>Why it cannot be used, in one sentence; null if it can.</returns>
    public string? Warm()
    {
        _ = _both is null ? null : _encoder.Value;
        return EncoderProblem;
    }

    /// <summary>
    /// Never throws, whatever the text. Of a long one, the windows are read, and count by their lengths; words alone miss a sentence among
    /// many.
    /// </summary>
    /// <param name="understanding">What it may be read with.</param>
    public ModelOutput Read(string text, Understanding understanding = Understanding.Full)
    {
        var windows = TextWindows.Of(text);
        var words = _words.Read(windows, sentences: null);
        var wordsTell = windows.Count == 1 && WordsTell(words);
        if (understanding == Understanding.Words || wordsTell || _both is null || _encoder.Value is not { } encoder)
        {
            return words;
        }

        List<float[]> sentences = [.. windows.Select(encoder.ReadPlain)];
        var output = _both.Read(windows, sentences);
        return sentences is [var only] ? output with { Meaning = Direction(only) } : output;
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
