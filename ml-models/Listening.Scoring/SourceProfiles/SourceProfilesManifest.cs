namespace Listening.Scoring;

/// <summary>
/// How the sentiment heads are combined for a source. Corpora disagree about what counts as neutral, and so do sources: one head was
/// trained on all corpora, one on the corpora of each <em>school</em>, that is of the same annotators, and one recognises schools.
/// </summary>
public sealed record SourceProfilesManifest
{
    private const float MaxWeight = 100;

    /// <summary>The head that was trained on all corpora.</summary>
    public required string General { get; init; }

    /// <summary>The head that recognises schools. It was trained as if all schools were equally frequent.</summary>
    public required string School { get; init; }

    /// <summary>The label frequencies, in the order of the labels, for which the general head is calibrated.</summary>
    public required IReadOnlyList<float> Prior { get; init; }

    /// <summary>
    /// How much more weight rare labels get than their frequency, 0 to below 1: a label that is n times as frequent as another has
    /// n^(1 - balance) times the weight, in training and for each source.
    /// </summary>
    public required float Balance { get; init; }

    /// <summary>
    /// The largest factor by which the frequency of a label in a source changes its odds, 1 to 10; with 1 frequencies have no effect.
    /// </summary>
    public required float PriorBound { get; init; }

    /// <summary>How texts of each school are scored, for some or all labels of the <see cref="School"/> head.</summary>
    public required IReadOnlyList<SchoolManifest> Schools { get; init; }

    /// <summary>The first rule that the manifest breaks, or null.</summary>
    internal string? FindError(IReadOnlyList<HeadManifest> heads)
    {
        var general = heads.FirstOrDefault(head => head.Name == General);
        var school = heads.FirstOrDefault(head => head.Name == School);
        if (general is null || school is null || general == school)
        {
            return "sourceProfiles.general and sourceProfiles.school must name two heads of the set";
        }

        if (!IsPrior(Prior, general.Labels.Count))
        {
            return "sourceProfiles.prior must hold a share above 0 for each label of the general head, with sum 1";
        }

        if (Balance is not (>= 0 and < 1))
        {
            return "sourceProfiles.balance must be 0 to below 1";
        }

        if (PriorBound is not (>= 1 and <= 10))
        {
            return "sourceProfiles.priorBound must be 1 to 10";
        }

        if (Schools.Count == 0 || Schools.Any(row => row is null)
            || Schools.DistinctBy(row => row.Name, StringComparer.Ordinal).Count() < Schools.Count)
        {
            return "sourceProfiles.schools must name at least one school and none twice";
        }

        foreach (var (i, row) in Schools.Index())
        {
            if (FindError(row, heads, general, school) is { } fault)
            {
                return $"sourceProfiles.schools[{i}].{fault}";
            }
        }

        return null;
    }

    private static string? FindError(
        SchoolManifest row, IReadOnlyList<HeadManifest> heads, HeadManifest general, HeadManifest school) => row switch
        {
            _ when !school.Labels.Contains(row.Name, StringComparer.Ordinal) => "name must be a label of the school head",
            _ when heads.FirstOrDefault(head => head.Name == row.Head)?.Labels.SequenceEqual(general.Labels) is not true
                => "head must name a head of the set with the labels of the general one",
            _ when !IsWeight(row.GeneralWeight) || !IsWeight(row.OwnWeight)
                => $"generalWeight and ownWeight must be {-MaxWeight} to {MaxWeight}",
            _ when row.Bias.Count != general.Labels.Count || !row.Bias.All(IsWeight)
                => $"bias must hold a number from {-MaxWeight} to {MaxWeight} for each label",
            _ when !IsPrior(row.Prior, general.Labels.Count) => "prior must hold a share above 0 for each label, with sum 1",
            _ => null,
        };

    private static bool IsWeight(float weight) => MathF.Abs(weight) <= MaxWeight;

    private static bool IsPrior(IReadOnlyList<float> prior, int labels) =>
        prior.Count == labels && prior.All(share => share > 0) && MathF.Abs(prior.Sum() - 1) < 1e-3f;
}

/// <summary>
/// How texts of one school are scored: the logits of the general head times <c>generalWeight</c>, those of the school's head times
/// <c>ownWeight</c>, and a bias. This is stacking (Wolpert 1992), fitted on texts that neither head had seen; it needs no temperature.
/// </summary>
public sealed record SchoolManifest
{
    /// <summary>Its label in the head that recognises schools.</summary>
    public required string Name { get; init; }

    /// <summary>The head that was trained on the corpora of this school; the general head for sources that resemble no school.</summary>
    public required string Head { get; init; }

    /// <summary>Weight of the general head, -100 to 100.</summary>
    public required float GeneralWeight { get; init; }

    /// <summary>Weight of the school's own head, -100 to 100.</summary>
    public required float OwnWeight { get; init; }

    /// <summary>Added to the logits, in the order of the labels.</summary>
    public required IReadOnlyList<float> Bias { get; init; }

    /// <summary>The label frequencies, in the order of the labels, for which these probabilities are calibrated.</summary>
    public required IReadOnlyList<float> Prior { get; init; }
}
