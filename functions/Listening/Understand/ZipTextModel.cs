using Listening.Scoring;
using AlertLevel = Listening.Domain.AlertLevel;
using LearnedProfile = Listening.Domain.LearnedProfile;

namespace Listening.Understand;

/// <summary>A set of ML.NET model zips with its manifest, read by our own scorer.</summary>
public sealed class ZipTextModel : ITextModel, IDisposable
{
    /// <summary>The version of the models that ship with this build.</summary>
    public const string Shipped = "listening-4";

    /// <summary>The school of the posts that the heads for care were trained on.</summary>
    private const string PostsToBrands = "posts";

    /// <summary>What the reading of a source counts for, 0 to 1: where its posts are like those to brands, and where none is.</summary>
    private const double LeastOfSource = 0.25;
    private const double MostOfSource = 0.75;

    /// <summary>
    /// What the heads with the encoder count for in the reading of a source, 0 to 1. They err elsewhere than words: on tweets that nothing
    /// was trained on, both together are right for .62, either alone for .59 to .61 (macro-F1).
    /// </summary>
    private const double WeightOfEncoder = 0.5;

    private readonly ModelSet _models;
    private readonly ModelHeads _answers;
    private readonly SourceSentimentReader? _sourceSentiment;
    private readonly Lazy<SourceSentimentReader?>? _sourceSentimentWithEncoder;
    private readonly CareModel? _care;

    /// <param name="folder">Where the set that reads the encoder too lies, which is loaded with the first text that needs it.</param>
    private ZipTextModel(ModelSet models, CareModel? care, string? folder = null)
    {
        _care = care;
        (_models, _answers) = (models, new ModelHeads(models.Manifest.Version, models.Heads));
        _sourceSentiment = models.SourceSentiment is { } sentiment ? new SourceSentimentReader(models, sentiment) : null;
        _sourceSentimentWithEncoder = folder is null ? null : new(() => care!.LoadBeside(
            folder,
            $"{Shipped}-encoder.json",
            set => set.SourceSentiment is { } better ? new SourceSentimentReader(set, better, models.Manifest.Version) : null));
        (Version, Languages) = (models.Manifest.Version, care?.Languages ?? models.Manifest.Languages);
    }

    public string Version { get; }

    public IReadOnlyList<string> Languages { get; }

    public ModelThresholds Thresholds =>
        _care is null ? _answers.Thresholds : _care.Thresholds with { Language = _answers.Thresholds.Language };

    public bool LearnsSourceProfiles => _sourceSentiment is not null;

    /// <summary>The models that ship with this build.</summary>
    /// <exception cref="ModelFormatException">A zip or the manifest is not valid; the message names file, entry and reason.</exception>
    /// <exception cref="InvalidDataException">The set has no sentiment head, or a head has other labels than its name implies.</exception>
    public static ZipTextModel LoadShipped()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "models");
        return new ZipTextModel(ModelSet.Load(Path.Combine(folder, $"{Shipped}.json")), CareModel.Load(folder), folder);
    }

    /// <inheritdoc cref="LoadShipped"/>
    /// <param name="manifestPath">The JSON beside the zips.</param>
    public static ZipTextModel Load(string manifestPath) => new(ModelSet.Load(manifestPath), care: null);

    /// <summary>Loads the encoder now instead of with the first text that needs it.</summary>
    /// <returns>Why the encoder cannot be used, so that words alone decide, in one sentence; null if it can.</returns>
    public string? Warm()
    {
        _ = _sourceSentimentWithEncoder?.Value;
        return _care?.Warm();
    }

    public void Dispose() => _care?.Dispose();

    public ExpectedAlerts? Expect(AlertLevel level, Understanding understanding) => _care?.Expect(level, understanding);

    public float[]? ReadMeaning(string text) => _care?.ReadMeaning(text);

    public ModelOutput Read(string text, LearnedProfile? learned, Understanding understanding = Understanding.Full)
    {
        Span<float> logits = stackalloc float[_models.Size];
        _models.Read(text, logits);
        var reading = _answers.Read(logits);
        var weight = WeightOfSource(learned);
        if (_care?.Read(text, understanding, wordsMayTell: weight < MostOfSource - LeastOfSource) is not { } care)
        {
            return learned is null || _sourceSentiment is null
                ? reading
                : reading with { Sentiment = _sourceSentiment.Read(logits, learned) };
        }

        var source = learned is null ? null : _sourceSentiment?.Read(logits, learned);
        if (source is { } byWords && care.WithEncoder is { } windows && _sourceSentimentWithEncoder?.Value is { } withEncoder)
        {
            source = Blend(byWords, withEncoder.Read(windows, learned!), WeightOfEncoder);
        }

        return care.Output with
        {
            Language = reading.Language,
            Sentiment = source is { } own ? Blend(care.Output.Sentiment, own, weight) : care.Output.Sentiment,
        };
    }

    /// <summary>
    /// How far a text is read as posts of its source are, and not as a post to a brand: the more, the less the source's posts resemble
    /// those to brands. Of such posts the reading as a post to a brand is right for .87; of tweets and reviews that nothing was trained on,
    /// macro-F1 is .52 to .56 by it alone, and .58 to .62 if the other counts for three quarters.
    /// </summary>
    private static double WeightOfSource(LearnedProfile? learned)
    {
        if (learned is null)
        {
            return 0;
        }

        var toBrands = learned.Schools.GetValueOrDefault(PostsToBrands) + learned.Schools.GetValueOrDefault($"near {PostsToBrands}");
        return MostOfSource - ((MostOfSource - LeastOfSource) * toBrands);
    }

    /// <param name="weight">What <paramref name="other"/> counts for, 0 to 1.</param>
    private static SentimentScores Blend(SentimentScores one, SentimentScores other, double weight)
    {
        return new SentimentScores(
            Of(one.Negative, other.Negative), Of(one.Neutral, other.Neutral), Of(one.Positive, other.Positive));

        double Of(double ofOne, double ofOther) => ((1 - weight) * ofOne) + (weight * ofOther);
    }

    public LearnedProfile Learn(IReadOnlyList<string> texts) => _sourceSentiment?.Learn(texts)
        ?? throw new NotSupportedException(
            $"The models {Version} were trained without source profiles; ask {nameof(LearnsSourceProfiles)} first.");
}
