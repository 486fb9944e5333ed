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
/// <param name="withEncoder">Whether the heads read the vectors of an encoder, which was trained on some of the corpora.</param>
internal sealed class SourceSentimentTraining(
    SourceSentimentHeads heads, IReadOnlyList<HeadManifest> manifests, SourceProfileSettings settings, int folds, int seed,
    bool withEncoder)
{
    /// <summary>In a smaller corpus, how sure the school head is on average would be mostly chance.</summary>
    private const int LeastTexts = 200;

    /// <summary>How many sources of several corpora are drawn.</summary>
    private const int Mixtures = 300;

    private const string Negative = "negative";

    /// <summary>By how much the share of the negative texts that a school finds exceeds that of the general head.</summary>
    private const double RecallMargin = 0.01;

    /// <summary>A school's weight where its reading and the general one agree least: only what both find is found.</summary>
    private const float HalfWeight = 0.5f;

    private const float BiasStep = 0.02f;
    private const float MostBias = 2;

    private readonly IReadOnlyList<Head> _heads = Head.Arrange(manifests);

    public TrainedSourceSentiment Run(IReadOnlyList<SentimentText> texts)
    {
        var train = texts.Where(text => text.Fold >= 0).ToList();
        var whole = Fit(train);

        // A text is scored with weights that were fitted on other folds than its own; dev corpora have no fold.
        var byFold = Enumerable.Range(0, folds).ToDictionary(fold => fold, fold => Fit([.. train.Where(text => text.Fold != fold)]));
        byFold[-1] = whole;

        var withProfile = PredictSources(texts, byFold);
        var weighted = withProfile.Where(text => text.Example.Corpus.Role == CorpusRole.Train && IsUnseen(text.Example))
            .Select(text => (text.Prediction, (float)text.Example.Corpus.Weight));
        var threshold = Abstention.Choose([.. weighted], heads.General.Precision).Threshold;
        var scorer = Sentiment(whole).Default;
        return new(whole, threshold, Figures([.. texts.Select(text => Predict(text, scorer))], threshold), new(
            Figures(withProfile, threshold),
            Figures(PredictSources(texts, Change(byFold, manifest => manifest with { PriorBound = 1 })), threshold),
            Figures(PredictUnseenSchools(texts, byFold), threshold))
        {
            Mixtures = SourceMixtures.Measure([.. texts.Where(text => IsUnseen(text.Example))], Sentiments(byFold), Mixtures, seed),
            MixturesWithUnseenSchool = MeasureMixturesWithUnseenSchool(texts, byFold),
        });
    }

    private bool IsUnseen(Example example) => !(withEncoder && example.Corpus.EncoderSaw);

    private SourceProfilesManifest Fit(IReadOnlyList<SentimentText> train)
    {
        var certainty = CertaintyOfUnseen(train);
        var prior = Frequencies(train, ExampleWeights.Compute(heads.General, [.. train.Select(Labelled)]));
        return new(
            heads.General.Name, heads.School.Name, prior, (float)settings.Balance, settings.PriorBound,
            [
                .. heads.Own.Select((own, i) => Fit(
                    own, _heads[i + 2], [.. train.Where(text => own.AppliesTo(text.Example.Corpus))], certainty)),
                .. heads.School.Labels.Contains(HeadRecipe.OtherSchool) ? [Other(prior, train)] : Array.Empty<SchoolManifest>(),
            ]);
    }

    // To the extent that a source resembles no school, its texts are scored by the general head.
    private SchoolManifest Other(float[] prior, IReadOnlyList<SentimentText> train) => new(
        HeadRecipe.OtherSchool,
        heads.General.Name,
        GeneralWeight: 1 / manifests[0].Temperature,
        OwnWeight: 0,
        new float[prior.Length],
        prior,
        TextsOf(HeadRecipe.OtherSchool, train) is { Count: > 0 } others ? Sureness(HeadRecipe.OtherSchool, others) : null);

    private List<SentimentText> TextsOf(string school, IReadOnlyList<SentimentText> texts) =>
    [
        .. texts.Where(text =>
            school == (text.Example.Corpus.School is { } known && heads.School.Labels.Contains(known) ? known : HeadRecipe.OtherSchool)),
    ];

    /// <summary>
    /// How sure the general head may be of a text that the encoder was trained on, if it is to be right as often as of others: 1 means
    /// just as sure.
    /// </summary>
    private float CertaintyOfUnseen(IReadOnlyList<SentimentText> train)
    {
        var seen = train.Where(text => !IsUnseen(text.Example))
            .Select(text => (Logits(_heads[0], text), text.Actual, (float)text.Example.Corpus.Weight)).ToList();
        return seen.Count < LeastTexts ? 1 : Math.Min(1, Temperature.Fit(seen) / manifests[0].Temperature);
    }

    /// <param name="certainty">What weights are multiplied by if the encoder was trained on all texts of the school.</param>
    private SchoolManifest Fit(HeadRecipe own, Head head, IReadOnlyList<SentimentText> texts, float certainty)
    {
        var unseen = texts.Where(text => IsUnseen(text.Example)).ToList();
        (texts, certainty) = unseen.Count >= LeastTexts ? (unseen, 1) : (texts, certainty);
        var weights = ExampleWeights.Compute(own with { Balance = settings.Balance }, [.. texts.Select(Labelled)]);
        var stacking = Stacking.Fit(
            [.. texts.Zip(weights, (text, weight) => new StackedText(Logits(_heads[0], text), Logits(head, text), text.Actual, weight))],
            settings.L2).Scale(certainty);
        return new(
            own.School!, own.Name, stacking.GeneralWeight, stacking.OwnWeight, FindNegatives(stacking, head, texts),
            Frequencies(texts, weights), Sureness(own.School!, texts));
    }

    // The general head is trained as if all labels were equally frequent, so it finds more of a rare label than a school with the same
    // knowledge. Of negatives no school may find fewer: its bias is raised until it does not.
    private float[] FindNegatives(Stacking stacking, Head head, IReadOnlyList<SentimentText> texts)
    {
        float[] bias = [.. stacking.Bias];
        var negative = heads.General.Labels.ToList().IndexOf(Negative);
        var all = texts.Where(text => text.Actual == negative).ToList();
        if (all.Count == 0)
        {
            return bias;
        }

        var wanted = Math.Min(1, Found(text => Logits(_heads[0], text)) + RecallMargin);
        var most = bias[negative] + MostBias;
        while (bias[negative] < most && (Found(text => Combined(text, 1)) < wanted || Found(text => Combined(text, HalfWeight)) < wanted))
        {
            bias[negative] += BiasStep;
        }

        return bias;

        double Found(Func<SentimentText, float[]> logits) =>
            all.Sum(text => logits(text) is var values && values[negative] >= values.Max() ? text.Example.Corpus.Weight : 0)
            / all.Sum(text => text.Example.Corpus.Weight);

        float[] Combined(SentimentText text, float weight)
        {
            var (general, own) = (Logits(_heads[0], text), Logits(head, text));
            return
            [
                .. bias.Select((add, label) => ((1 - weight) * general[label] / _heads[0].Temperature)
                    + (weight * ((stacking.GeneralWeight * general[label]) + (stacking.OwnWeight * own[label]) + add))),
            ];
        }
    }

    private float Sureness(string school, IReadOnlyList<SentimentText> texts, string? without = null)
    {
        var labels = heads.School.Labels.Where(label => label != without).ToList();
        int[] places = [.. labels.Select(label => heads.School.Labels.ToList().IndexOf(label))];
        var place = labels.IndexOf(school);
        var means = texts.GroupBy(text => text.Example.Corpus.Name).Select(corpus => (Texts: corpus.Count(), Mean: corpus.Average(Sure)));
        return (float)(means.Where(corpus => corpus.Texts >= LeastTexts).Select(corpus => corpus.Mean) is var large && large.Any()
            ? large.Min()
            : texts.Average(Sure));

        float Sure(SentimentText text)
        {
            float[] probabilities = [.. places.Select(at => text.Logits[_heads[1].First + at])];
            Softmax.Apply(probabilities, _heads[1].Temperature);
            return probabilities[place];
        }
    }

    private static float[] Logits(Head head, SentimentText text) => text.Logits[head.First..(head.First + head.Labels.Count)];

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

    // The school that a source's other texts are of is unknown: without its head, and with a school head that was not trained on it.
    private MixtureFigures? MeasureMixturesWithUnseenSchool(
        IReadOnlyList<SentimentText> texts, Dictionary<int, SourceProfilesManifest> byFold)
    {
        if (heads.Own.Count < 2)
        {
            return null;
        }

        var unseen = texts.Where(text => IsUnseen(text.Example)).ToList();
        var measured = heads.Own.Select(own => SourceMixtures.Measure(
            [
                .. unseen.Where(text => !own.AppliesTo(text.Example.Corpus)),
                .. unseen.Where(text => own.AppliesTo(text.Example.Corpus) && text.SchoolLogitsUnseen is not null)
                    .Select(text => text with { Logits = LogitsOfUnseenSchool(text) }),
            ],
            Sentiments(WithoutSchool(texts, byFold, own)),
            Mixtures / heads.Own.Count,
            seed,
            own.AppliesTo)).ToList();
        return MixtureFigures.Merge(measured);
    }

    private Dictionary<int, SourceSentiment> Sentiments(Dictionary<int, SourceProfilesManifest> byFold) =>
        byFold.ToDictionary(fold => fold.Key, fold => Sentiment(fold.Value));

    // Among fewer schools the school head is surer of the others.
    private Dictionary<int, SourceProfilesManifest> WithoutSchool(
        IReadOnlyList<SentimentText> texts, Dictionary<int, SourceProfilesManifest> byFold, HeadRecipe own)
    {
        var train = texts.Where(text => text.Fold >= 0).ToList();
        var surer = heads.School.Labels.Where(school => school != own.School).ToDictionary(
            school => school,
            school => TextsOf(school, train) is { Count: > 0 } its ? Sureness(school, its, own.School) : (float?)null);
        return Change(byFold, manifest => manifest with
        {
            Schools =
            [
                .. manifest.Schools.Where(row => row.Name != own.School).Select(row => row with { Sureness = surer[row.Name] }),
            ],
        });
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
            WithoutSchool(texts, byFold, own)))];

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
            [.. texts.Where(text => text.Example.Corpus.Role == role && IsUnseen(text.Example))], heads.General.Labels, threshold, seed);
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
