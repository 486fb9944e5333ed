namespace Listening.Scoring;

/// <summary>
/// What is kept of a stream, the posts about one brand from one source: learned from its texts alone, without a label. Small, and safe to show:
/// no text can be told from it.
/// </summary>
/// <param name="Model">The version of the set that learned it. Another set must learn it anew.</param>
/// <param name="Texts">How many texts it was learned from; few are trusted little.</param>
/// <param name="Schools">To what share the stream resembles the corpora of each school, 1 together.</param>
/// <param name="Prior">How frequent each label is by estimate, 1 together.</param>
public sealed record StreamProfile(string Model, int Texts, IReadOnlyDictionary<string, float> Schools, IReadOnlyDictionary<string, float> Prior);
