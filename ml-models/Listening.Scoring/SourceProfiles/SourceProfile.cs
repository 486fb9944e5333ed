namespace Listening.Scoring;

/// <summary>
/// What is kept of a source, that is of the posts about one brand from one source. It is learned from texts without labels, it is small,
/// and no text can be reconstructed from it.
/// </summary>
/// <param name="Model">The version of the models that learned it. Other models must learn it again.</param>
/// <param name="Texts">How many texts it was learned from. The fewer, the less the profile counts.</param>
/// <param name="Schools">How much the source resembles the corpora of each school, with sum 1.</param>
/// <param name="Prior">The estimated frequency of each label, with sum 1.</param>
public sealed record SourceProfile(
    string Model, int Texts, IReadOnlyDictionary<string, float> Schools, IReadOnlyDictionary<string, float> Prior);
