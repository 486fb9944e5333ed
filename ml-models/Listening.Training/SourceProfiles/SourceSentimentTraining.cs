using Listening.Training.Card;
using Listening.Training.Heads;
using Listening.Training.Metrics;

namespace Listening.Training.SourceProfiles;

/// <summary>Combines the sentiment heads for sources, and measures them with each corpus as one source, without its labels.</summary>
/// <param name="heads">The heads to combine.</param>
/// <param name="manifests">Their manifests, in the order of their logits.</param>
/// <param name="settings">How they are combined.</param>
/// <param name="folds">The number of folds.</param>
/// <param name="seed">Seed of the confidence intervals.</param>
internal sealed class SourceSentimentTraining(
    SourceSentimentHeads heads, IReadOnlyList<HeadManifest> manifests, SourceProfileSettings settings, int folds, int seed)
{
    private readonly IReadOnlyList<Head> _heads = Head.Arrange(manifests);

    public TrainedSourceSentiment Run(IReadOnlyList<SentimentText> texts)
    {
        var train = texts.Where(text => text.Fold >= 0).ToList();
        var whole = Fit(train);

        // A text is scored with weights that were fitted on other folds than its own; dev corpora have no fold.
        var byFold = Enumerable.Range(0, folds).ToDictionary(fold => fold, fold => Fit([.. train.Where(text => text.Fold != fold)]));
        byFold[-1] = whole;

        var withProfile = PredictSources(texts, byFold);
        var weighted = withProfile.Where(text => text.Example.Corpus.Role == CorpusRole.Train)
            .Select(text => (text.Prediction, (float)text.Example.Corpus.Weight));
        var threshold = Abstention.Choose([.. weighted], heads.General.Precision).Threshold;
        var scorer = Sentiment(whole).Default;
        return new(whole, threshold, Figures([.. texts.Select(text => Predict(text, scorer))], threshold), new(
            Figures(withProfile, threshold),
            Figures(PredictSources(texts, Change(byFold, manifest => manifest with { PriorBound = 1 })), threshold),
            Figures(PredictUnseenSchools(texts, byFold), threshold)));
    }

    private SourceProfilesManifest Fit(IReadOnlyList<SentimentText> train)
    {
        var prior = Frequencies(train, ExampleWeights.Compute(heads.General, [.. train.Select(Labelled)]));
        return new(
            heads.General.Name, heads.School.Name, prior, (float)settings.Balance, settings.PriorBound,
            [
                .. heads.Own.Select((own, i) => Fit(own, _heads[i + 2], [.. train.Where(text => own.AppliesTo(text.Example.Corpus))])),
                .. heads.School.Labels.Contains(HeadRecipe.OtherSchool) ? [Other(prior)] : Array.Empty<SchoolManifest>(),
            ]);
    }

    // To the extent that a source resembles no school, its texts are scored by the general head.
    private SchoolManifest Other(float[] prior) => new(
        HeadRecipe.OtherSchool,
        heads.General.Name,
        GeneralWeight: 1 / manifests[0].Temperature,
        OwnWeight: 0,
        new float[prior.Length],
        prior);

    private SchoolManifest Fit(HeadRecipe own, Head head, IReadOnlyList<SentimentText> texts)
    {
        var weights = ExampleWeights.Compute(own with { Balance = settings.Balance }, [.. texts.Select(Labelled)]);
        var stacking = Stacking.Fit(
            [.. texts.Zip(weights, (text, weight) => new StackedText(Logits(_heads[0], text), Logits(head, text), text.Actual, weight))],
            settings.L2);
        return new(own.School!, own.Name, stacking.GeneralWeight, stacking.OwnWeight, stacking.Bias, Frequencies(texts, weights));

        static float[] Logits(Head head, SentimentText text) => text.Logits[head.First..(head.First + head.Labels.Count)];
    }

    private (Corpus Corpus, string Label) Labelled(SentimentText text) => (text.Example.Corpus, heads.General.Labels[text.Actual]);

    private float[] Frequencies(IReadOnlyList<SentimentText> texts, float[] weights)
    {
        var sums = new double[heads.General.Labels.Count];
        foreach (var (text, weight) in texts.Zip(weights))
        {
            sums[text.Actual] += weight;
        }

        return [.. sums.Select(sum => (float)(sum / sums.Sum()))];
    }

    private SourceSentiment Sentiment(SourceProfilesManifest manifest) => new("training", manifest, _heads);

    private List<PredictedExample> PredictSources(IEnumerable<SentimentText> texts, Dictionary<int, SourceProfilesManifest> byFold) =>
        [.. texts.GroupBy(text => text.Example.Corpus.Name).SelectMany(source => PredictSource([.. source], byFold))];

    private IEnumerable<PredictedExample> PredictSource(
        IReadOnlyList<SentimentText> source, Dictionary<int, SourceProfilesManifest> byFold)
    {
        foreach (var fold in source.GroupBy(text => text.Fold))
        {
            var sentiment = Sentiment(byFold[fold.Key]);
            var learner = new SourceProfileLearner(sentiment);
            foreach (var text in source)
            {
                learner.Add(text.Logits);
            }

            var scorer = sentiment.CreateScorer(learner.Learn());
            foreach (var text in fold)
            {
                yield return Predict(text, scorer);
            }
        }
    }

    // A source unlike all training data: without the head and weights of its school, and with a school head that was not trained on it.
    // The general head was still trained on other texts of the school.
    private List<PredictedExample> PredictUnseenSchools(
        IReadOnlyList<SentimentText> texts, Dictionary<int, SourceProfilesManifest> byFold) => byFold[-1].Schools.Count == 1
        ? []
        : [.. heads.Own.SelectMany(own => PredictSources(
            texts.Where(text => own.AppliesTo(text.Example.Corpus) && text.SchoolLogitsUnseen is not null)
                .Select(text => text with { Logits = LogitsOfUnseenSchool(text) }),
            Change(byFold, manifest => manifest with { Schools = [.. manifest.Schools.Where(row => row.Name != own.School)] })))];

    private float[] LogitsOfUnseenSchool(SentimentText text)
    {
        var logits = text.Logits.ToArray();
        text.SchoolLogitsUnseen!.CopyTo(logits.AsSpan(_heads[1].First));
        return logits;
    }

    private static Dictionary<int, SourceProfilesManifest> Change(
        Dictionary<int, SourceProfilesManifest> byFold, Func<SourceProfilesManifest, SourceProfilesManifest> change) =>
        byFold.ToDictionary(fold => fold.Key, fold => change(fold.Value));

    private static PredictedExample Predict(SentimentText text, SentimentScorer scorer)
    {
        var probabilities = new float[scorer.Labels.Count];
        scorer.Probabilities(text.Logits, probabilities);
        return new(text.Example, new(text.Actual, probabilities));
    }

    private HeadFigures Figures(IReadOnlyList<PredictedExample> texts, double threshold)
    {
        return new(Measure(CorpusRole.Train), Measure(CorpusRole.Dev));

        IReadOnlyList<GroupMetrics> Measure(CorpusRole role) => PredictedExample.MeasureGroups(
            [.. texts.Where(text => text.Example.Corpus.Role == role)], heads.General.Labels, threshold, seed);
    }
}

/// <param name="Manifest">The part of the manifest.</param>
/// <param name="Threshold">The threshold of the general head, with and without a source profile.</param>
/// <param name="Default">Figures of the general head alone.</param>
internal sealed record TrainedSourceSentiment(
    SourceProfilesManifest Manifest, double Threshold, HeadFigures Default, SourceFigures Figures);

/// <summary>A labelled text with the logits of the <see cref="SourceSentimentHeads"/>.</summary>
/// <param name="Actual">Index of the actual label.</param>
/// <param name="Fold">The fold of the text; -1 for a text of a dev corpus.</param>
/// <param name="Logits">The logits of all heads one after the other, each from a model that was not trained on the text.</param>
/// <param name="SchoolLogitsUnseen">
/// Logits of a head that predicts schools, but was not trained on the text's school; null if the school has no head.
/// </param>
internal sealed record SentimentText(Example Example, int Actual, int Fold, float[] Logits, float[]? SchoolLogitsUnseen = null);
