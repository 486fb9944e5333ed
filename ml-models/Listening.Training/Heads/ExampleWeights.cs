using Listening.Training.Corpora;

namespace Listening.Training.Heads;

/// <summary>How much each text counts in training.</summary>
internal static class ExampleWeights
{
    /// <summary>
    /// Corpus weight times (class count in the corpus)^-balance, scaled so that a corpus' texts weigh the corpus weight on average:
    /// balancing moves weight between the classes of a corpus and never between corpora.
    /// </summary>
    public static float[] Of(HeadRecipe head, IReadOnlyList<(Corpus Corpus, string Target)> examples)
    {
        var counts = examples.CountBy(example => (example.Corpus.Name, example.Target)).ToDictionary();
        var means = examples.GroupBy(example => example.Corpus.Name).ToDictionary(corpus => corpus.Key, corpus => corpus.Average(Rarity));
        return [.. examples.Select(example => (float)(Share(example.Corpus) * Rarity(example) / means[example.Corpus.Name]))];

        double Rarity((Corpus Corpus, string Target) example) => Math.Pow(counts[(example.Corpus.Name, example.Target)], -head.Balance);

        double Share(Corpus corpus) => corpus.Weight * (head.SpeaksFor(corpus) ? 1 : head.Others);
    }
}
