using Listening.Scoring;
using Listening.Understand;
using StreamProfile = Listening.Domain.StreamProfile;

namespace Listening.Adapters.Models;

/// <summary>A set of ML.NET model zips with its manifest, read by our own scorer.</summary>
public sealed class ZipTextModel : ITextModel
{
    /// <summary>The version of the models that ship with this build.</summary>
    public const string Shipped = "listening-2";

    private readonly ModelSet _models;
    private readonly HeadAnswers _answers;
    private readonly StreamAnswers? _streams;

    private ZipTextModel(ModelSet models)
    {
        (_models, _answers) = (models, new HeadAnswers(models.Manifest.Version, models.Heads));
        _streams = models.SourceSentiment is { } sentiment ? new StreamAnswers(models, sentiment) : null;
        (Version, Languages) = (models.Manifest.Version, models.Manifest.Languages);
    }

    public string Version { get; }

    public IReadOnlyList<string> Languages { get; }

    public ModelThresholds Thresholds => _answers.Thresholds;

    public bool LearnsStreams => _streams is not null;

    /// <summary>The models that ship with this build.</summary>
    /// <exception cref="ModelFormatException">A zip or the manifest is not what it should be; the message names file, entry and reason.</exception>
    /// <exception cref="InvalidDataException">The set has no head for sentiment, or a head tells other things apart than its name says.</exception>
    public static ZipTextModel LoadShipped() => Load(Path.Combine(AppContext.BaseDirectory, "models", $"{Shipped}.json"));

    /// <inheritdoc cref="LoadShipped"/>
    /// <param name="manifestPath">The JSON beside the zips.</param>
    public static ZipTextModel Load(string manifestPath) => new(ModelSet.Load(manifestPath));

    public TextReading Read(string text, StreamProfile? stream)
    {
        Span<float> logits = stackalloc float[_models.Size];
        _models.Read(text, logits);
        var reading = _answers.Of(logits);
        return stream is null || _streams is null ? reading : reading with { Sentiment = _streams.Of(logits, stream) };
    }

    public StreamProfile Learn(IReadOnlyList<string> texts) => _streams?.Learn(texts)
        ?? throw new NotSupportedException($"The models {Version} were trained without streams; ask {nameof(LearnsStreams)} first.");
}
