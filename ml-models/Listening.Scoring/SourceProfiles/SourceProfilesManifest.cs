namespace Listening.Scoring;

/// <summary>
/// How the sentiment heads are combined for a source. Corpora disagree about what counts as neutral, and so do sources: one head was
/// trained on all corpora, one on the corpora of each <em>school</em>, that is of the same annotators, and one recognises schools.
/// </summary>
/// <param name="General">The head that was trained on all corpora.</param>
/// <param name="School">The head that recognises schools. It was trained as if all schools were equally frequent.</param>
/// <param name="Prior">The label frequencies, in the order of the labels, for which the general head is calibrated.</param>
/// <param name="Balance">
/// How much more weight rare labels get than their frequency, 0 to below 1: a label that is n times as frequent as another has
/// n^(1 - balance) times the weight, in training and for each source.
/// </param>
/// <param name="PriorBound">The largest factor by which a label's frequency in a source changes its odds, 1 (no effect) to 10.</param>
/// <param name="Schools">How texts of each school are scored, for some or all labels of the <see cref="School"/> head.</param>
public sealed record SourceProfilesManifest(
    string General, string School, IReadOnlyList<float> Prior, float Balance, float PriorBound, IReadOnlyList<SchoolManifest> Schools)
{
    private const float MaxWeight = 100;

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
            _ when row.Sureness is not (null or (> 0 and <= 1)) => "sureness must be above 0 and at most 1, or left out",
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
/// <param name="Name">Its label in the head that recognises schools.</param>
/// <param name="Head">The head that was trained on its corpora; the general head for sources that resemble no school.</param>
/// <param name="GeneralWeight">Weight of the general head, -100 to 100.</param>
/// <param name="OwnWeight">Weight of the school's own head, -100 to 100.</param>
/// <param name="Bias">Added to the logits, in the order of the labels.</param>
/// <param name="Prior">The label frequencies, in the order of the labels, for which these probabilities are calibrated.</param>
/// <param name="Sureness">
/// The mean probability that the head that recognises schools gives to this one for texts of its own corpora that it was not trained on,
/// for the corpus where that is lowest. Texts of a source for which it is lower are of no corpus of the school, however near they are.
/// Null in sets from before there was this: no text is scored like the school.
/// </param>
public sealed record SchoolManifest(
    string Name,
    string Head,
    float GeneralWeight,
    float OwnWeight,
    IReadOnlyList<float> Bias,
    IReadOnlyList<float> Prior,
    float? Sureness = null);
