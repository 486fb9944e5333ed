using Listening.Domain;
using Listening.Scoring;
using Listening.Understand;

namespace Listening.Adapters.Models;

/// <summary>An ML.NET model zip with its manifest, read by our own scorer.</summary>
public sealed class ZipTextModel : ITextModel
{
    private readonly TextModel _model;
    private readonly int _negative;
    private readonly int _neutral;
    private readonly int _positive;

    private ZipTextModel(ModelPackage package)
    {
        _model = package.Model;
        (Version, Languages) = (package.Manifest.Version, package.Manifest.Languages);
        (_negative, _neutral, _positive) = (Label("negative"), Label("neutral"), Label("positive"));

        int Label(string name)
        {
            var place = package.Model.Labels.ToList().IndexOf(name);
            return place >= 0 && package.Model.Labels.Count == 3
                ? place
                : throw new InvalidDataException(
                    $"Model {package.Manifest.File} tells {string.Join(", ", package.Model.Labels)} apart, but sentiment needs negative, neutral and positive.");
        }
    }

    public string Version { get; }

    public IReadOnlyList<string> Languages { get; }

    public ModelThresholds Thresholds { get; } = new();

    /// <summary>The model that ships with this build.</summary>
    /// <exception cref="ModelFormatException">The zip or its manifest is not what it should be; the message names file, entry and reason.</exception>
    /// <exception cref="InvalidDataException">The model tells other things apart than sentiment.</exception>
    public static ZipTextModel LoadShipped() => Load(Path.Combine(AppContext.BaseDirectory, "models", "starter.json"));

    /// <inheritdoc cref="LoadShipped"/>
    /// <param name="manifestPath">The JSON beside the zip.</param>
    public static ZipTextModel Load(string manifestPath) => new(ModelPackage.Load(manifestPath));

    public TextReading Read(string text)
    {
        Span<float> probabilities = stackalloc float[3];
        _model.Score(text, probabilities);
        return new TextReading(new SentimentScores(probabilities[_negative], probabilities[_neutral], probabilities[_positive]));
    }
}
