namespace Listening.Domain;

/// <summary>
/// What a model learned from the texts of a brand's posts of one source, without annotations. Corpora disagree about what
/// counts as neutral; a school is a group of corpora that agree.
/// </summary>
/// <param name="Model">The version of the model that learned it; no other version can use it.</param>
/// <param name="Texts">From how many posts; the fewer, the smaller the effect.</param>
/// <param name="Schools">
/// To what share the posts are like the corpora of each school, or <c>near</c> it without being like them, and so judged as any post; the
/// shares add up to 1.
/// </param>
/// <param name="Prior">How frequent each polarity is among them by the model's estimate; adds up to 1.</param>
/// <param name="Factors">The factors applied to the odds of each polarity for that.</param>
public sealed record LearnedProfile(
    string Model, int Texts, IReadOnlyDictionary<string, double> Schools, SentimentScores Prior, OddsFactors Factors)
{
    /// <summary>A school below this share is not worth naming beside the first.</summary>
    private const double Named = 0.1;

    /// <summary>The schools the posts resemble most, for people: <c>umsab 62 %, potts 21 %</c>.</summary>
    public string Resembles => string.Join(", ", Schools
        .OrderByDescending(school => school.Value).ThenBy(school => school.Key, StringComparer.Ordinal)
        .Where((school, place) => place == 0 || school.Value >= Named)
        .Select(school => string.Create(CultureInfo.InvariantCulture, $"{school.Key} {school.Value:P0}")));

    /// <summary>How posts of the source are judged because of it, for people: <c>umsab 62 %, potts 21 %; negative ×1.12</c>.</summary>
    public string Describe => Factors.Describe is { Length: > 0 } factors ? $"{Resembles}; {factors}" : Resembles;
}

/// <summary>What the odds of each polarity are multiplied by, above 0; 1 changes nothing.</summary>
public readonly record struct OddsFactors(double Negative, double Neutral, double Positive)
{
    /// <summary>Those that change something: <c>negative ×1.12, positive ×0.91</c>; empty if none does.</summary>
    internal string Describe => string.Join(", ", new[] { ("negative", Negative), ("neutral", Neutral), ("positive", Positive) }
        .Select(factor => (Name: factor.Item1, Times: factor.Item2.ToString("0.00", CultureInfo.InvariantCulture)))
        .Where(factor => factor.Times != "1.00")
        .Select(factor => $"{factor.Name} ×{factor.Times}"));
}
