using Listening.Training.Corpora;
using Listening.Training.Metrics;

namespace Listening.Training.SourceProfiles;

/// <summary>
/// Measures what a profile costs where a source is no single corpus: sources of two to five corpora in random shares, each scored with the
/// profile learned from some of its texts, beside scoring each text alone.
/// </summary>
internal static class SourceMixtures
{
    private const int MostCorpora = 5;

    /// <summary>Fewest and most texts that a profile is learned from, as in the service.</summary>
    private const int FewestTexts = 50, MostTexts = 1000;

    /// <summary>A smaller corpus says little: with 300 negatives, 3 are a hundredth of the recall.</summary>
    private const int LeastTextsPerCorpus = 700;

    private const string Negative = "negative";

    /// <param name="texts">Texts of several corpora.</param>
    /// <param name="byFold">How sentiment is scored in each fold, with weights that were not fitted on its texts.</param>
    /// <param name="count">How many sources are drawn.</param>
    /// <param name="seed">The same seed draws the same sources.</param>
    /// <param name="always">Each source contains a corpus of these; null if any will do.</param>
    /// <returns>Null if there are fewer than two corpora that are large enough.</returns>
    public static MixtureFigures? Measure(
        IReadOnlyList<SentimentText> texts, IReadOnlyDictionary<int, SourceSentiment> byFold, int count, int seed,
        Predicate<Corpus>? always = null)
    {
        var corpora = texts.GroupBy(text => text.Example.Corpus.Name).OrderBy(corpus => corpus.Key, StringComparer.Ordinal)
            .Select(corpus => corpus.ToArray()).Where(corpus => corpus.Length >= LeastTextsPerCorpus).ToList();
        var required = corpora.Where(corpus => always?.Invoke(corpus[0].Example.Corpus) ?? true).ToList();
        if (corpora.Count < 2 || required.Count == 0)
        {
            return null;
        }

        var random = new Random(seed);
        return MixtureFigures.Of([.. Enumerable.Range(0, count).Select(_ => Measure(Draw(corpora, required, random), byFold, random))]);
    }

    private static List<(SentimentText[] Texts, double Share)> Draw(
        List<SentimentText[]> corpora, List<SentimentText[]> required, Random random)
    {
        var first = required[random.Next(required.Count)];
        var others = corpora.Where(corpus => corpus != first).ToArray();
        random.Shuffle(others);
        var chosen = others.Take(random.Next(1, Math.Min(MostCorpora, corpora.Count))).Prepend(first).ToList();

        // Exponential variables, divided by their sum, are shares of which all are equally likely.
        var sizes = chosen.Select(_ => -Math.Log(1 - random.NextDouble())).ToList();
        return [.. chosen.Zip(sizes, (corpus, size) => (corpus, size / sizes.Sum()))];
    }

    // Learned from some of the texts, measured on all of their corpora, each with its share of the weight: so little is chance.
    private static MixtureDifference Measure(
        List<(SentimentText[] Texts, double Share)> source, IReadOnlyDictionary<int, SourceSentiment> byFold, Random random)
    {
        var size = FewestTexts * Math.Pow((double)MostTexts / FewestTexts, random.NextDouble());
        var seen = source.SelectMany(part => Sample(part.Texts, (int)Math.Ceiling(part.Share * size), random)).ToList();
        var scorers = source.SelectMany(part => part.Texts).Select(text => text.Fold).Distinct()
            .ToDictionary(fold => fold, fold => Learn(byFold[fold], seen));
        var labels = byFold.Values.First().Labels;
        var (alone, withProfile) = (Score(text => byFold[text.Fold].Default), Score(text => scorers[text.Fold]));
        var negative = labels.ToList().IndexOf(Negative);
        return new(
            string.Join(", ", source.OrderByDescending(part => part.Share).Select(part => string.Create(
                CultureInfo.InvariantCulture, $"{part.Texts[0].Example.Corpus.Name} {part.Share:0%}"))),
            seen.Count,
            alone.MacroF1,
            withProfile.MacroF1,
            negative < 0 ? 0 : alone.Recall(negative),
            negative < 0 ? 0 : withProfile.Recall(negative));

        Confusion Score(Func<SentimentText, SentimentScorer> scorer)
        {
            var probabilities = new float[labels.Count];
            return Confusion.Count(labels.Count, source.SelectMany(part => part.Texts.Select(text => (
                text.Actual, scorer(text).Probabilities(text.Logits, probabilities), part.Share / part.Texts.Length))));
        }
    }

    private static SentimentScorer Learn(SourceSentiment sentiment, List<SentimentText> seen)
    {
        var learner = new SourceProfileLearner(sentiment);
        seen.ForEach(text => learner.Add(text.Logits));
        return sentiment.CreateScorer(learner.Learn());
    }

    private static IEnumerable<SentimentText> Sample(SentimentText[] texts, int count, Random random)
    {
        var shuffled = texts.ToArray();
        random.Shuffle(shuffled);
        return shuffled.Take(count);
    }
}

/// <param name="Mixtures">How many sources of several corpora were drawn.</param>
/// <param name="MeanMacroF1">Mean gain of macro-F1 by the profile.</param>
/// <param name="MeanRecall">Mean gain of the share of negatives that are found.</param>
/// <param name="WorstMacroF1">The source whose macro-F1 loses most, or gains least.</param>
/// <param name="WorstRecall">The source whose share of found negatives loses most.</param>
internal sealed record MixtureFigures(
    int Mixtures, double MeanMacroF1, double MeanRecall, MixtureDifference WorstMacroF1, MixtureDifference WorstRecall)
{
    public static MixtureFigures Of(IReadOnlyList<MixtureDifference> sources) => new(
        sources.Count,
        sources.Average(source => source.MacroF1Gain),
        sources.Average(source => source.RecallGain),
        sources.MinBy(source => source.MacroF1Gain)!,
        sources.MinBy(source => source.RecallGain)!);

    /// <summary>The figures of all together; null if there are none.</summary>
    public static MixtureFigures? Merge(IEnumerable<MixtureFigures?> parts)
    {
        var all = parts.OfType<MixtureFigures>().ToList();
        var count = all.Sum(part => part.Mixtures);
        return count == 0 ? null : new(
            count,
            all.Sum(part => part.MeanMacroF1 * part.Mixtures) / count,
            all.Sum(part => part.MeanRecall * part.Mixtures) / count,
            all.Select(part => part.WorstMacroF1).MinBy(source => source.MacroF1Gain)!,
            all.Select(part => part.WorstRecall).MinBy(source => source.RecallGain)!);
    }
}

/// <summary>A source of several corpora, scored alone and with its profile.</summary>
/// <param name="Source">The corpora and their shares.</param>
/// <param name="Texts">How many texts the profile was learned from.</param>
internal sealed record MixtureDifference(
    string Source, int Texts, double MacroF1Alone, double MacroF1, double RecallAlone, double Recall)
{
    [JsonIgnore]
    public double MacroF1Gain => MacroF1 - MacroF1Alone;

    [JsonIgnore]
    public double RecallGain => Recall - RecallAlone;
}
