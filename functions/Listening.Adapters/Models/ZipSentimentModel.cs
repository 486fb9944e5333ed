using Listening.Domain;
using Listening.Scoring;
using Listening.Understand;

namespace Listening.Adapters.Models;

/// <summary>The sentiment head of a set of ML.NET model zips, read by our own scorer.</summary>
public sealed class ZipSentimentModel : ISentimentModel
{
    private const string Name = "sentiment";
    private readonly ModelSet _models;
    private readonly Head _head;
    private readonly int _negative;
    private readonly int _neutral;
    private readonly int _positive;

    private ZipSentimentModel(ModelSet models)
    {
        _models = models;
        (Version, Languages) = (models.Manifest.Version, models.Manifest.Languages);
        _head = models.Heads.FirstOrDefault(head => head.Name == Name)
            ?? throw new InvalidDataException($"Model set {Version} has no head {Name}.");
        (_negative, _neutral, _positive) = (Label("negative"), Label("neutral"), Label("positive"));

        int Label(string label)
        {
            var place = _head.Labels.ToList().IndexOf(label);
            return place >= 0 && _head.Labels.Count == 3
                ? place
                : throw new InvalidDataException(
                    $"Head {Name} of model set {Version} tells {string.Join(", ", _head.Labels)} apart, but sentiment needs negative, neutral and positive.");
        }
    }

    public string Version { get; }

    public IReadOnlyList<string> Languages { get; }

    /// <summary>The models that ship with this build.</summary>
    /// <exception cref="ModelFormatException">A zip or the manifest is not what it should be; the message names file, entry and reason.</exception>
    /// <exception cref="InvalidDataException">The set has no head for sentiment, or it tells other things apart.</exception>
    public static ZipSentimentModel LoadShipped() => Load(Path.Combine(AppContext.BaseDirectory, "models", "starter.json"));

    /// <inheritdoc cref="LoadShipped"/>
    /// <param name="manifestPath">The JSON beside the zips.</param>
    public static ZipSentimentModel Load(string manifestPath) => new(ModelSet.Load(manifestPath));

    public SentimentScores Score(string text)
    {
        Span<float> logits = stackalloc float[_models.Size];
        Span<float> probabilities = stackalloc float[3];
        _models.Read(text, logits);
        _head.Probabilities(logits, probabilities);
        return new SentimentScores(probabilities[_negative], probabilities[_neutral], probabilities[_positive]);
    }
}
