namespace Listening.Scoring;

/// <summary>
/// What the manifest says of streams. Corpora disagree about what counts as neutral, and so will the texts of one brand and source: one head speaks
/// for all corpora, one for each <em>school</em> that labelled them, and one tells which school's texts a text resembles.
/// </summary>
public sealed record StreamsManifest
{
    private const float SteepestWeight = 100;

    /// <summary>The head that speaks for all corpora.</summary>
    public required string General { get; init; }

    /// <summary>The head that tells schools apart. It was trained as if all of its labels were equally frequent.</summary>
    public required string School { get; init; }

    /// <summary>How often each label is right, in the order of the labels, where the general head's probabilities mean what they say.</summary>
    public required IReadOnlyList<float> Prior { get; init; }

    /// <summary>
    /// How much rare labels count above their frequency, 0 to below 1: where a label is n times as frequent as another, it was made to count n^(1 - balance)
    /// times as much, in training and so for each stream.
    /// </summary>
    public required float Balance { get; init; }

    /// <summary>By how many times at most a stream may change a label's odds because the label is more or less frequent there; 1 leaves the labels' frequencies alone.</summary>
    public required float PriorBound { get; init; }

    /// <summary>How each school's texts are read, for some or all labels of the <see cref="School"/> head.</summary>
    public required IReadOnlyList<SchoolManifest> Schools { get; init; }

    /// <summary>The first rule that is broken, or null.</summary>
    internal string? Fault(IReadOnlyList<HeadManifest> heads)
    {
        var general = heads.FirstOrDefault(head => head.Name == General);
        var school = heads.FirstOrDefault(head => head.Name == School);
        if (general is null || school is null || general == school)
        {
            return "streams.general and streams.school must name two heads of the set";
        }

        if (!IsPrior(Prior, general.Labels.Count))
        {
            return "streams.prior must hold a share above 0 for each label of the general head, 1 together";
        }

        if (Balance is not (>= 0 and < 1))
        {
            return "streams.balance must be 0 to below 1";
        }

        if (PriorBound is not (>= 1 and <= 10))
        {
            return "streams.priorBound must be 1 to 10";
        }

        if (Schools.Count == 0 || Schools.Any(row => row is null) || Schools.DistinctBy(row => row.Name, StringComparer.Ordinal).Count() < Schools.Count)
        {
            return "streams.schools must name at least one school, and none twice";
        }

        foreach (var (i, row) in Schools.Index())
        {
            if (Fault(row, heads, general, school) is { } fault)
            {
                return $"streams.schools[{i}].{fault}";
            }
        }

        return null;
    }

    private static string? Fault(SchoolManifest row, IReadOnlyList<HeadManifest> heads, HeadManifest general, HeadManifest school) => row switch
    {
        _ when !school.Labels.Contains(row.Name, StringComparer.Ordinal) => "name must be a label of the school head",
        _ when heads.FirstOrDefault(head => head.Name == row.Head)?.Labels.SequenceEqual(general.Labels, StringComparer.Ordinal) is not true
            => "head must name a head of the set with the labels of the general one",
        _ when !IsWeight(row.GeneralWeight) || !IsWeight(row.OwnWeight) => $"generalWeight and ownWeight must be {-SteepestWeight} to {SteepestWeight}",
        _ when row.Bias.Count != general.Labels.Count || !row.Bias.All(IsWeight) => $"bias must hold a number from {-SteepestWeight} to {SteepestWeight} for each label",
        _ when !IsPrior(row.Prior, general.Labels.Count) => "prior must hold a share above 0 for each label, 1 together",
        _ => null,
    };

    private static bool IsWeight(float weight) => MathF.Abs(weight) <= SteepestWeight;

    private static bool IsPrior(IReadOnlyList<float> prior, int labels) =>
        prior.Count == labels && prior.All(share => share > 0) && MathF.Abs(prior.Sum() - 1) < 1e-3f;
}

/// <summary>
/// How texts of one school are read: <c>generalWeight</c> times the general head's logits, <c>ownWeight</c> times those of the school's head, and
/// a bias, which is stacking (Wolpert 1992), fitted to texts that neither head had seen. Their softmax needs no temperature.
/// </summary>
public sealed record SchoolManifest
{
    /// <summary>Its label in the head that tells schools apart.</summary>
    public required string Name { get; init; }

    /// <summary>The head that was trained on this school's corpora; the general one in the row for streams that resemble no school.</summary>
    public required string Head { get; init; }

    public required float GeneralWeight { get; init; }

    public required float OwnWeight { get; init; }

    /// <summary>Added to the logits, in the order of the labels.</summary>
    public required IReadOnlyList<float> Bias { get; init; }

    /// <summary>How often each label is right, in the order of the labels, where these probabilities mean what they say.</summary>
    public required IReadOnlyList<float> Prior { get; init; }
}
