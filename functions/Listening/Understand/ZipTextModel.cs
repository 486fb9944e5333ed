using Listening.Scoring;
using AlertLevel = Listening.Domain.AlertLevel;
using LearnedProfile = Listening.Domain.LearnedProfile;

namespace Listening.Understand;

/// <summary>A set of ML.NET model zips with its manifest, read by our own scorer.</summary>
public sealed class ZipTextModel : ITextModel, IDisposable
{
    /// <summary>The version of the models that ship with this build.</summary>
    public const string Shipped = "listening-3";

    /// <summary>The school of the posts that the heads for care were trained on.</summary>
    private const string PostsToBrands = "posts";

    /// <summary>What the reading of a source counts for, 0 to 1: where its posts are like those to brands, and where none is.</summary>
    private const double LeastOfSource = 0.25;
    private const double MostOfSource = 0.75;

    private readonly ModelSet _models;
    private readonly ModelHeads _answers;
    private readonly SourceSentimentReader? _sourceSentiment;
    private readonly CareModel? _care;

    private ZipTextModel(ModelSet models, CareModel? care)
    {
        _care = care;
        (_models, _answers) = (models, new ModelHeads(models.Manifest.Version, models.Heads));
        _sourceSentiment = models.SourceSentiment is { } sentiment ? new SourceSentimentReader(models, sentiment) : null;
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
        return new ZipTextModel(ModelSet.Load(Path.Combine(folder, $"{Shipped}.json")), CareModel.Load(folder));
    }

    /// <inheritdoc cref="LoadShipped"/>
    /// <param name="manifestPath">The JSON beside the zips.</param>
    public static ZipTextModel Load(string manifestPath) => new(ModelSet.Load(manifestPath), care: null);

    /// <summary>Loads the encoder now instead of with the first text that needs it.</summary>
    /// <returns>Why the encoder cannot be used, so that words alone decide, in one sentence; null if it can.</returns>
    public string? Warm() => _care?.Warm();

    public void Dispose() => _care?.Dispose();

    public ExpectedAlerts? Expect(AlertLevel level, Understanding understanding) => _care?.Expect(level, understanding);

    public float[]? ReadMeaning(string text) => _care?.ReadMeaning(text);

    public ModelOutput Read(string text, LearnedProfile? learned, Understanding understanding = Understanding.Full)
    {
        Span<float> logits = stackalloc float[_models.Size];
        _models.Read(text, logits);
        var reading = _answers.Read(logits);
        var source = learned is null ? null : _sourceSentiment?.Read(logits, learned);
        return _care?.Read(text, understanding) is { } care
            ? care with { Language = reading.Language, Sentiment = Within(care.Sentiment, source, learned) }
            : reading with { Sentiment = source ?? reading.Sentiment };
    }

    /// <summary>
    /// A text read as a post to a brand, moved towards how posts of its source are read: the more, the less the source's posts resemble
    /// those to brands. Of such posts the first reading is right for .87 and the second for .80; of tweets and reviews that nothing was
    /// trained on, macro-F1 is .52 to .56 by the first alone, and .60 to .63 if the second counts for three quarters.
    /// </summary>
    private static SentimentScores Within(SentimentScores brand, SentimentScores? source, LearnedProfile? learned)
    {
        if (source is not { } own)
        {
            return brand;
        }

        var toBrands = learned!.Schools.GetValueOrDefault(PostsToBrands) + learned.Schools.GetValueOrDefault($"near {PostsToBrands}");
        var weight = MostOfSource - ((MostOfSource - LeastOfSource) * toBrands);
        return new SentimentScores(
            Blend(brand.Negative, own.Negative), Blend(brand.Neutral, own.Neutral), Blend(brand.Positive, own.Positive));

        double Blend(double brand, double source) => ((1 - weight) * brand) + (weight * source);
    }

    public LearnedProfile Learn(IReadOnlyList<string> texts) => _sourceSentiment?.Learn(texts)
        ?? throw new NotSupportedException(
            $"The models {Version} were trained without source profiles; ask {nameof(LearnsSourceProfiles)} first.");
}
