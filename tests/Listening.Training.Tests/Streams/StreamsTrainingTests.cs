using Listening.Scoring;
using Listening.Training.Corpora;
using Listening.Training.Heads;
using Listening.Training.Streams;

namespace Listening.Training.Tests.Streams;

/// <summary>Two schools that mean different things by neutral, and a corpus of neither.</summary>
public sealed class StreamsTrainingTests
{
    private static readonly string[] Labels = ["negative", "neutral", "positive"];
    private static readonly string[] Schools = ["lenient", "other", "strict"];

    private static readonly IReadOnlyList<HeadRecipe> Recipe =
    [
        Head("sentiment"),
        Head("school") with { TellsSchool = true, Labels = Schools },
        Head("sentiment-lenient") with { School = "lenient", Others = 0 },
        Head("sentiment-strict") with { School = "strict", Others = 0 },
    ];

    private static readonly StreamHeads Heads = StreamHeads.Of(Recipe)!;
    private static readonly IReadOnlyList<HeadManifest> Manifests = [.. Heads.All.Select(head => new HeadManifest
    {
        Name = head.Name, File = $"{head.Name}.zip", Sha256 = new('0', 64), Labels = head.Labels, Temperature = 1,
    })];

    private readonly TrainedStreams _streams = Train(new());

    [Fact]
    public void The_manifest_has_a_row_per_school_and_one_for_streams_of_none()
    {
        Assert.Null(_streams.Manifest.Fault(Manifests));
        Assert.Equal(["lenient", "strict", "other"], _streams.Manifest.Schools.Select(row => row.Name));
        Assert.Equal(("sentiment", 1, 0), (_streams.Manifest.Schools[2].Head, _streams.Manifest.Schools[2].GeneralWeight, _streams.Manifest.Schools[2].OwnWeight));
        Assert.All(_streams.Manifest.Schools.Take(2), row => Assert.True(row.OwnWeight > row.GeneralWeight));
    }

    [Fact]
    public void Knowing_the_stream_helps_where_schools_disagree_and_harms_nothing_elsewhere()
    {
        var (stream, neutral) = (Accuracy(_streams.Figures.AsStreams.OutOfFold), Accuracy(_streams.Neutral.OutOfFold));

        Assert.True(stream["lenient"] > neutral["lenient"] + 0.1);
        Assert.True(stream["strict"] > neutral["strict"] + 0.1);
        Assert.Equal(neutral["neither"], stream["neither"], 0.03);
        Assert.Equal(stream["strict"], Accuracy(_streams.Figures.AsStreams.Dev)["strict-dev"], 0.1);
    }

    [Fact]
    public void A_school_that_was_left_out_is_not_read_with_its_own_head()
    {
        var (unseen, neutral) = (Accuracy(_streams.Figures.Unseen.OutOfFold), Accuracy(_streams.Neutral.OutOfFold));

        Assert.True(Accuracy(_streams.Figures.AsStreams.OutOfFold)["strict"] > unseen["strict"] + 0.1);
        Assert.Equal(neutral["strict"], unseen["strict"], 0.05);
        Assert.DoesNotContain("neither", unseen.Keys);
    }

    [Fact]
    public void Frequencies_left_alone_are_those_of_a_bound_of_one() => Assert.Equal(
        Accuracy(_streams.Figures.FrequenciesLeftAlone.OutOfFold),
        Accuracy(Train(new() { PriorBound = 1 }).Figures.AsStreams.OutOfFold));

    [Fact]
    public void Without_a_head_that_tells_schools_there_are_no_streams()
    {
        Assert.Null(StreamHeads.Of([.. Recipe.Where(head => head.Name != "school")]));
        Assert.Null(StreamHeads.Of([.. Recipe.Where(head => head.School is null)]));
        Assert.Null(StreamHeads.Of([.. Recipe.Where(head => head.Name != "sentiment")]));
    }

    private static TrainedStreams Train(StreamSettings settings) => new StreamsTraining(Heads, Manifests, settings, folds: 3, seed: 1).Run(
    [
        .. Texts("lenient", "lenient", 600, CorpusRole.Train, shift: 1),
        .. Texts("strict", "strict", 600, CorpusRole.Train, shift: -1),
        .. Texts("strict-dev", "strict", 300, CorpusRole.Dev, shift: -1),
        .. Texts("neither", "somebody", 600, CorpusRole.Train, shift: 0),
    ]);

    // A mood from -2 to 2; what counts as negative begins elsewhere in each school, which only its own head knows.
    private static IEnumerable<StreamText> Texts(string name, string school, int count, CorpusRole role, float shift)
    {
        var corpus = Made.Corpus(name, role) with { School = school };
        for (var i = 0; i < count; i++)
        {
            var mood = (float)(i % 41 - 20) / 10;
            var right = mood + shift < -0.5 ? 0 : mood + shift > 0.5 ? 2 : 1;
            var teller = Schools.Select(label => label == school ? 8f : label == "other" ? 4 : 0);
            yield return new(new(corpus, "", Labels[right], "de"), right, role == CorpusRole.Train ? i % 3 : -1, [.. Logits(mood, 0), .. teller, .. Logits(mood, 1), .. Logits(mood, -1)],
                [.. Schools.Select(label => label == "other" ? 8f : 0)]);
        }

        static float[] Logits(float mood, float shift) => [-3 * (mood + shift) - 1.5f, 0, (3 * (mood + shift)) - 1.5f];
    }

    private static Dictionary<string, double> Accuracy(IEnumerable<Listening.Training.Metrics.GroupMetrics> groups) =>
        groups.Where(group => !group.IsLanguage && group.Group != "all").ToDictionary(group => group.Group, group => group.Accuracy);

    private static HeadRecipe Head(string name) => new() { Name = name, Task = "sentiment", Labels = Labels, L1 = 0, L2 = 1 };
}
