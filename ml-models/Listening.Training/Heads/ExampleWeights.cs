using Listening.Training.Corpora;

namespace Listening.Training.Heads;

/// <summary>How much each text counts in training.</summary>
internal static class ExampleWeights
{
    /// <summary>
    /// Corpus weight times (weight of the class in the corpus)^-balance, scaled so that a corpus' texts weigh the corpus weight on average:
    /// balancing moves weight between the classes of a corpus and never between corpora. Where the classes are schools, a corpus has only one, and
    /// all corpora are balanced as if they were a single one.
    /// </summary>
    public static float[] Of(HeadRecipe head, IReadOnlyList<(Corpus Corpus, string Target)> examples)
    {
        var classes = examples.GroupBy(example => (Group(example.Corpus), example.Target)).ToDictionary(one => one.Key, one => one.Sum(Share));
        var means = examples.GroupBy(example => Group(example.Corpus)).ToDictionary(one => one.Key, one => one.Sum(Raw) / one.Sum(Share));
        return [.. examples.Select(example => (float)(Raw(example) / means[Group(example.Corpus)]))];

        string Group(Corpus corpus) => head.TellsSchool ? "" : corpus.Name;

        double Raw((Corpus Corpus, string Target) example) => Share(example) * Math.Pow(classes[(Group(example.Corpus), example.Target)], -head.Balance);

        double Share((Corpus Corpus, string Target) example) => example.Corpus.Weight * (head.SpeaksFor(example.Corpus) ? 1 : head.Others);
    }
}
