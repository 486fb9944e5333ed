using Listening.Training.Heads;

namespace Listening.Training.SourceProfiles;

/// <summary>The heads of a recipe that are combined for sources.</summary>
/// <param name="General">The head that is trained on all corpora.</param>
/// <param name="School">The head that predicts schools.</param>
/// <param name="Own">One head for each of these schools that has a head.</param>
internal sealed record SourceSentimentHeads(HeadRecipe General, HeadRecipe School, IReadOnlyList<HeadRecipe> Own)
{
    public const string Task = "sentiment";

    /// <summary>All of them, in the order of their logits.</summary>
    public IReadOnlyList<HeadRecipe> All => [General, School, .. Own];

    /// <summary>Null if a general head, a head that predicts schools, or heads of schools are missing.</summary>
    public static SourceSentimentHeads? Find(IReadOnlyList<HeadRecipe> heads)
    {
        var general = heads.FirstOrDefault(head => head.Task == Task && head.School is null && !head.PredictsSchool);
        var school = heads.FirstOrDefault(head => head.Task == Task && head.PredictsSchool);
        if (general is null || school is null)
        {
            return null;
        }

        var own = heads.Where(head => head.Task == Task && head.School is { } name && school.Labels.Contains(name)
            && head.Labels.SequenceEqual(general.Labels)).ToList();
        return own.Count == 0 ? null : new(general, school, own);
    }
}

/// <summary>How the heads are combined for sources: <c>sourceProfiles</c> in <c>heads.json</c>.</summary>
/// <param name="Balance">Like <see cref="HeadRecipe.Balance"/>, to fit the weights of two heads, and for every source; below 1.</param>
/// <param name="L2">Strength of the penalty on squared weights and biases.</param>
/// <param name="PriorBound">The largest factor by which the label frequencies of a source change odds; 1 for no effect.</param>
internal sealed record SourceProfileSettings(double Balance = 0.25, double L2 = 0.001, float PriorBound = 1.5f);
