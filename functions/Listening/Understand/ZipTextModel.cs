using Listening.Scoring;
using LearnedProfile = Listening.Domain.LearnedProfile;

namespace Listening.Understand;

/// <summary>A set of ML.NET model zips with its manifest, read by our own scorer.</summary>
public sealed class ZipTextModel : ITextModel
{
    /// <summary>The version of the models that ship with this build.</summary>
    public const string Shipped = "listening-2";

    private readonly ModelSet _models;
    private readonly ModelHeads _answers;
    private readonly SourceSentimentReader? _sourceSentiment;

    private ZipTextModel(ModelSet models)
    {
        (_models, _answers) = (models, new ModelHeads(models.Manifest.Version, models.Heads));
        _sourceSentiment = models.SourceSentiment is { } sentiment ? new SourceSentimentReader(models, sentiment) : null;
        (Version, Languages) = (models.Manifest.Version, models.Manifest.Languages);
    }

    public string Version { get; }

    public IReadOnlyList<string> Languages { get; }

    public ModelThresholds Thresholds => _answers.Thresholds;

    public bool LearnsSourceProfiles => _sourceSentiment is not null;

    /// <summary>The models that ship with this build.</summary>
    /// <exception cref="ModelFormatException">A zip or the manifest is not valid; the message names file, entry and reason.</exception>
    /// <exception cref="InvalidDataException">The set has no sentiment head, or a head has other labels than its name implies.</exception>
    public static ZipTextModel LoadShipped() => Load(Path.Combine(AppContext.BaseDirectory, "models", $"{Shipped}.json"));

    /// <inheritdoc cref="LoadShipped"/>
    /// <param name="manifestPath">The JSON beside the zips.</param>
    public static ZipTextModel Load(string manifestPath) => new(ModelSet.Load(manifestPath));

    public ModelOutput Read(string text, LearnedProfile? learned)
    {
        Span<float> logits = stackalloc float[_models.Size];
        _models.Read(text, logits);
        var reading = _answers.Read(logits);
        return learned is null || _sourceSentiment is null ? reading : reading with { Sentiment = _sourceSentiment.Read(logits, learned) };
    }

    public LearnedProfile Learn(IReadOnlyList<string> texts) => _sourceSentiment?.Learn(texts)
        ?? throw new NotSupportedException(
            $"The models {Version} were trained without source profiles; ask {nameof(LearnsSourceProfiles)} first.");
}
