using Listening.Scoring;
using Listening.Training.Heads;

namespace Listening.Training.Streams;

/// <summary>The heads of a recipe that read streams together.</summary>
/// <param name="General">Speaks for all corpora.</param>
/// <param name="School">Tells schools apart.</param>
/// <param name="Own">One for each school that it tells and that has a head.</param>
internal sealed record StreamHeads(HeadRecipe General, HeadRecipe School, IReadOnlyList<HeadRecipe> Own)
{
    public const string Task = "sentiment";

    /// <summary>All of them, in the order of their logits.</summary>
    public IReadOnlyList<HeadRecipe> All => [General, School, .. Own];

    /// <summary>Null if the heads cannot read streams: one that speaks for all, one that tells schools or one of a school is missing.</summary>
    public static StreamHeads? Of(IReadOnlyList<HeadRecipe> heads)
    {
        var general = heads.FirstOrDefault(head => head.Task == Task && head.School is null && !head.TellsSchool);
        var school = heads.FirstOrDefault(head => head.Task == Task && head.TellsSchool);
        if (general is null || school is null)
        {
            return null;
        }

        var own = heads.Where(head => head.Task == Task && head.School is { } name && school.Labels.Contains(name) && head.Labels.SequenceEqual(general.Labels)).ToList();
        return own.Count == 0 ? null : new(general, school, own);
    }

    /// <summary>Where each head's logits stand if they stand one after the other.</summary>
    /// <param name="manifests">Of these heads, in their order.</param>
    public static IReadOnlyList<Head> Placed(IReadOnlyList<HeadManifest> manifests)
    {
        var first = 0;
        var placed = new List<Head>();
        foreach (var manifest in manifests)
        {
            placed.Add(new(manifest, first));
            first += manifest.Labels.Count;
        }

        return placed;
    }
}

/// <summary>How the heads are put together to read streams, the part of <c>heads.json</c> called <c>streams</c>.</summary>
internal sealed record StreamSettings
{
    /// <summary>As <see cref="HeadRecipe.Balance"/>, for the texts on which the weights of two heads are fitted, and for every stream; below 1.</summary>
    public double Balance { get; set; } = 0.25;

    /// <summary>Strength of the penalty on the sum of squared weights and biases.</summary>
    public double L2 { get; set; } = 0.001;

    /// <summary>By how many times at most a stream may change a label's odds; 1 leaves them alone.</summary>
    public float PriorBound { get; set; } = 1.5f;
}
