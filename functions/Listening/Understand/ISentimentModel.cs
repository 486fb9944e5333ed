using Listening.Domain;

namespace Listening.Understand;

/// <summary>A trained model. Safe to use from many threads.</summary>
public interface ISentimentModel
{
    /// <summary>Stored with every verdict, so that each row says which model spoke.</summary>
    string Version { get; }

    /// <summary>The languages it was trained on, as <see cref="LanguageGuess"/> names them.</summary>
    IReadOnlyList<string> Languages { get; }

    SentimentScores Score(string text);
}
