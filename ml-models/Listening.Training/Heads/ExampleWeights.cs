namespace Listening.Training.Heads;

/// <summary>The weight of each text in training.</summary>
internal static class ExampleWeights
{
    /// <summary>
    /// Corpus weight times (weight of the class in the corpus)^-balance, scaled so that the mean weight of a corpus' texts is the corpus
    /// weight: balancing moves weight between the classes of a corpus, but not between corpora. If the classes are schools, each corpus
    /// has only one, and all corpora are balanced as a single one.
    /// </summary>
    public static float[] Compute(HeadRecipe head, IReadOnlyList<(Corpus Corpus, string Target)> examples)
    {
        var classes = examples.GroupBy(example => (Group(example.Corpus), example.Target))
            .ToDictionary(one => one.Key, one => one.Sum(Share));
        var means = examples.GroupBy(example => Group(example.Corpus)).ToDictionary(one => one.Key, one => one.Sum(Raw) / one.Sum(Share));
        return [.. examples.Select(example => (float)(Raw(example) / means[Group(example.Corpus)]))];

        string Group(Corpus corpus) => head.PredictsSchool ? "" : corpus.Name;

        double Raw((Corpus Corpus, string Target) example) =>
            Share(example) * Math.Pow(classes[(Group(example.Corpus), example.Target)], -head.Balance);

        double Share((Corpus Corpus, string Target) example) =>
            example.Corpus.Weight * (head.AppliesTo(example.Corpus) ? 1 : head.OtherSchoolsWeight);
    }
}
