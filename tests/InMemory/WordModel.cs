using Listening.Domain;
using Listening.Understand;

namespace Listening.InMemory;

/// <summary>A model whose scores follow from words, so that a test's text says what comes of it.</summary>
public sealed class WordModel : ISentimentModel
{
    public string Version => "words-1";

    public IReadOnlyList<string> Languages => [Domain.Languages.German, Domain.Languages.English];

    /// <summary>A text with this word cannot be judged; null once that is mended.</summary>
    public string? Chokes { get; set; }

    public SentimentScores Score(string text) => this switch
    {
        { Chokes: { } word } when Has(text, word) => throw new InvalidOperationException("The model chokes on a word."),
        _ when Has(text, "kaputt") || Has(text, "broken") => new(0.96, 0.03, 0.01),
        _ when Has(text, "danke") || Has(text, "great") => new(0.02, 0.08, 0.9),
        _ => new(0.1, 0.8, 0.1),
    };

    private static bool Has(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
}
