using Listening.Scoring;
using Listening.Training.Card;
using Listening.Training.Corpora;
using Listening.Training.Heads;
using Listening.Training.Metrics;

namespace Listening.Training.Streams;

/// <summary>Puts the sentiment heads together so that they read streams, and measures them with each corpus as one stream, its texts unlabelled.</summary>
/// <param name="heads">Which they are.</param>
/// <param name="manifests">What is known of them, in the order of their logits.</param>
/// <param name="settings">How they are put together.</param>
/// <param name="folds">How many there are.</param>
/// <param name="seed">Of the intervals.</param>
internal sealed class StreamsTraining(StreamHeads heads, IReadOnlyList<HeadManifest> manifests, StreamSettings settings, int folds, int seed)
{
    private readonly IReadOnlyList<Head> _placed = StreamHeads.Placed(manifests);

    public TrainedStreams Run(IReadOnlyList<StreamText> texts)
    {
        var train = texts.Where(text => text.Fold >= 0).ToList();
        var whole = Fit(train);

        // Weights that judge a text were fitted to other folds than its own; dev corpora are in none.
        var byFold = Enumerable.Range(0, folds).ToDictionary(fold => fold, fold => Fit([.. train.Where(text => text.Fold != fold)]));
        byFold[-1] = whole;

        var streams = AsStreams(texts, byFold);
        var threshold = Abstention.Choose(
            [.. streams.Where(text => text.Example.Corpus.Role == CorpusRole.Train).Select(text => (text.Prediction, (float)text.Example.Corpus.Weight))],
            heads.General.Precision).Threshold;
        var neutral = Sentiment(whole).Neutral;
        return new(whole, threshold, Figures([.. texts.Select(text => Judge(text, neutral))], threshold), new(
            Figures(streams, threshold),
            Figures(AsStreams(texts, Changed(byFold, manifest => manifest with { PriorBound = 1 })), threshold),
            Figures(Unseen(texts, byFold), threshold)));
    }

    private StreamsManifest Fit(IReadOnlyList<StreamText> train)
    {
        var prior = Frequencies(train, ExampleWeights.Of(heads.General, [.. train.Select(Labelled)]));
        return new()
        {
            General = heads.General.Name,
            School = heads.School.Name,
            Prior = prior,
            Balance = (float)settings.Balance,
            PriorBound = settings.PriorBound,
            Schools =
            [
                .. heads.Own.Select((own, i) => Fit(own, _placed[i + 2], [.. train.Where(text => own.SpeaksFor(text.Example.Corpus))])),
                .. heads.School.Labels.Contains(HeadRecipe.OtherSchool) ? [Other(prior)] : Array.Empty<SchoolManifest>(),
            ],
        };
    }

    // As far as a stream resembles none of the schools, it is read as any text.
    private SchoolManifest Other(float[] prior) => new()
    {
        Name = HeadRecipe.OtherSchool,
        Head = heads.General.Name,
        GeneralWeight = 1 / manifests[0].Temperature,
        OwnWeight = 0,
        Bias = new float[prior.Length],
        Prior = prior,
    };

    private SchoolManifest Fit(HeadRecipe own, Head head, IReadOnlyList<StreamText> texts)
    {
        var weights = ExampleWeights.Of(own with { Balance = settings.Balance }, [.. texts.Select(Labelled)]);
        var stacking = Stacking.Fit([.. texts.Zip(weights, (text, weight) => new StackedText(Of(_placed[0], text), Of(head, text), text.Right, weight))], settings.L2);
        return new()
        {
            Name = own.School!,
            Head = own.Name,
            GeneralWeight = stacking.GeneralWeight,
            OwnWeight = stacking.OwnWeight,
            Bias = stacking.Bias,
            Prior = Frequencies(texts, weights),
        };

        static float[] Of(Head head, StreamText text) => text.Logits[head.First..(head.First + head.Labels.Count)];
    }

    private (Corpus Corpus, string Label) Labelled(StreamText text) => (text.Example.Corpus, heads.General.Labels[text.Right]);

    private float[] Frequencies(IReadOnlyList<StreamText> texts, float[] weights)
    {
        var sums = new double[heads.General.Labels.Count];
        foreach (var (text, weight) in texts.Zip(weights))
        {
            sums[text.Right] += weight;
        }

        return [.. sums.Select(sum => (float)(sum / sums.Sum()))];
    }

    private StreamSentiment Sentiment(StreamsManifest manifest) => new("training", manifest, _placed);

    private List<Judged> AsStreams(IEnumerable<StreamText> texts, Dictionary<int, StreamsManifest> byFold) =>
        [.. texts.GroupBy(text => text.Example.Corpus.Name).SelectMany(stream => AsStream([.. stream], byFold))];

    private IEnumerable<Judged> AsStream(IReadOnlyList<StreamText> stream, Dictionary<int, StreamsManifest> byFold)
    {
        foreach (var fold in stream.GroupBy(text => text.Fold))
        {
            var sentiment = Sentiment(byFold[fold.Key]);
            var learner = new StreamLearner(sentiment);
            foreach (var text in stream)
            {
                learner.Add(text.Logits);
            }

            var reading = sentiment.Reading(learner.Learn());
            foreach (var text in fold)
            {
                yield return Judge(text, reading);
            }
        }
    }

    // A stream like nothing seen: its school's head and weights are gone, and the head that tells schools has never heard of it. The general head still
    // knows the school's other texts.
    private List<Judged> Unseen(IReadOnlyList<StreamText> texts, Dictionary<int, StreamsManifest> byFold) => byFold[-1].Schools.Count == 1
        ? []
        : [.. heads.Own.SelectMany(own => AsStreams(
            texts.Where(text => own.SpeaksFor(text.Example.Corpus) && text.Unseen is not null).Select(text => text with { Logits = Strange(text) }),
            Changed(byFold, manifest => manifest with { Schools = [.. manifest.Schools.Where(row => row.Name != own.School)] })))];

    private float[] Strange(StreamText text)
    {
        var logits = text.Logits.ToArray();
        text.Unseen!.CopyTo(logits.AsSpan(_placed[1].First));
        return logits;
    }

    private static Dictionary<int, StreamsManifest> Changed(Dictionary<int, StreamsManifest> byFold, Func<StreamsManifest, StreamsManifest> change) =>
        byFold.ToDictionary(fold => fold.Key, fold => change(fold.Value));

    private static Judged Judge(StreamText text, SentimentReading reading)
    {
        var probabilities = new float[reading.Labels.Count];
        reading.Probabilities(text.Logits, probabilities);
        return new(text.Example, new(text.Right, probabilities));
    }

    private HeadFigures Figures(IReadOnlyList<Judged> judged, double threshold)
    {
        return new(Groups(CorpusRole.Train), Groups(CorpusRole.Dev));

        IReadOnlyList<GroupMetrics> Groups(CorpusRole role) =>
            Judged.Groups([.. judged.Where(text => text.Example.Corpus.Role == role)], heads.General.Labels, threshold, seed);
    }
}

/// <param name="Manifest">What the set's manifest says of streams.</param>
/// <param name="Threshold">Below this probability of the likeliest label the verdict is unsure, in a stream and without one.</param>
/// <param name="Neutral">Figures of the general head alone.</param>
internal sealed record TrainedStreams(StreamsManifest Manifest, double Threshold, HeadFigures Neutral, StreamFigures Figures);
