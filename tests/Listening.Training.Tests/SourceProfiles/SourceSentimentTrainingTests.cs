using Listening.Scoring;
using Listening.Training.Corpora;
using Listening.Training.Heads;
using Listening.Training.SourceProfiles;

namespace Listening.Training.Tests.SourceProfiles;

/// <summary>Two schools with different notions of neutral, and a corpus of neither.</summary>
public sealed class SourceSentimentTrainingTests
{
    private static readonly string[] Labels = ["negative", "neutral", "positive"];
    private static readonly string[] Schools = ["lenient", "other", "strict"];

    private static readonly IReadOnlyList<HeadRecipe> Recipe =
    [
        Head("sentiment"),
        Head("school") with { PredictsSchool = true, Labels = Schools },
        Head("sentiment-lenient") with { School = "lenient", OtherSchoolsWeight = 0 },
        Head("sentiment-strict") with { School = "strict", OtherSchoolsWeight = 0 },
    ];

    private static readonly SourceSentimentHeads Heads = SourceSentimentHeads.Find(Recipe)!;
    private static readonly IReadOnlyList<HeadManifest> Manifests =
        [.. Heads.All.Select(head => new HeadManifest(head.Name, $"{head.Name}.zip", new('0', 64), head.Labels, Temperature: 1))];

    private static readonly TrainedSourceSentiment Trained = Train(new());

    [Fact]
    public void The_manifest_has_a_row_per_school_and_one_for_sources_of_none()
    {
        Assert.Null(Trained.Manifest.FindError(Manifests));
        Assert.Equal(["lenient", "strict", "other"], Trained.Manifest.Schools.Select(row => row.Name));
        Assert.Equal(("sentiment", 1, 0),
            (Trained.Manifest.Schools[2].Head, Trained.Manifest.Schools[2].GeneralWeight, Trained.Manifest.Schools[2].OwnWeight));
        Assert.All(Trained.Manifest.Schools.Take(2), row => Assert.True(row.OwnWeight > row.GeneralWeight));
    }

    [Fact]
    public void A_profile_helps_where_schools_disagree_and_harms_nothing_elsewhere()
    {
        var (withProfile, general) = (Accuracy(Trained.Figures.WithProfile.OutOfFold), Accuracy(Trained.Default.OutOfFold));

        Assert.True(withProfile["lenient"] > general["lenient"] + 0.1);
        Assert.True(withProfile["strict"] > general["strict"] + 0.1);
        Assert.Equal(general["neither"], withProfile["neither"], 0.03);
        Assert.Equal(withProfile["strict"], Accuracy(Trained.Figures.WithProfile.Dev)["strict-dev"], 0.1);
    }

    [Fact]
    public void A_school_that_was_left_out_is_not_scored_with_its_own_head()
    {
        var (unseen, general) = (Accuracy(Trained.Figures.UnseenSchool.OutOfFold), Accuracy(Trained.Default.OutOfFold));

        Assert.True(Accuracy(Trained.Figures.WithProfile.OutOfFold)["strict"] > unseen["strict"] + 0.1);
        Assert.Equal(general["strict"], unseen["strict"], 0.05);
        Assert.DoesNotContain("neither", unseen.Keys);
    }

    [Fact]
    public void Sources_of_several_corpora_gain_by_their_profile_and_lose_little_at_worst_even_if_one_is_of_an_unknown_school()
    {
        // The labels are no matter of chance here, so probabilities say nothing about their frequencies.
        var figures = Train(new() { PriorBound = 1 }).Figures;
        var (mixtures, unseen) = (figures.Mixtures!, figures.MixturesWithUnseenSchool!);

        Assert.Equal((300, 300), (mixtures.Mixtures, unseen.Mixtures));
        Assert.True(mixtures.MeanMacroF1 > 0.05, $"{mixtures}");
        Assert.All([mixtures, unseen], sources =>
        {
            Assert.True(sources.WorstMacroF1.MacroF1Gain >= -0.05, $"{sources.WorstMacroF1}");
            Assert.True(sources.WorstRecall.RecallGain >= -0.07, $"{sources.WorstRecall}");
        });
    }

    [Fact]
    public void A_school_finds_at_least_as_many_negatives_as_the_general_head()
    {
        var (withProfile, general) = (Negatives(Trained.Figures.WithProfile), Negatives(Trained.Default));

        Assert.True(withProfile >= general - 0.01, $"{withProfile} instead of {general}");

        static double Negatives(Listening.Training.Card.HeadFigures figures) =>
            figures.OutOfFold.Single(group => group.Group == "all").Confusion[0] is var row ? (double)row[0] / row.Sum() : 0;
    }

    [Fact]
    public void It_is_known_how_sure_the_school_head_is_of_each_school() =>
        Assert.All(Trained.Manifest.Schools, school => Assert.InRange(school.Sureness!.Value, 0.9f, 1));

    [Fact]
    public void Fixed_priors_are_those_of_a_bound_of_one() => Assert.Equal(
        Accuracy(Trained.Figures.FixedPriors.OutOfFold),
        Accuracy(Train(new() { PriorBound = 1 }).Figures.WithProfile.OutOfFold));

    [Fact]
    public void Without_a_head_that_predicts_schools_there_are_no_source_profiles()
    {
        Assert.Null(SourceSentimentHeads.Find([.. Recipe.Where(head => head.Name != "school")]));
        Assert.Null(SourceSentimentHeads.Find([.. Recipe.Where(head => head.School is null)]));
        Assert.Null(SourceSentimentHeads.Find([.. Recipe.Where(head => head.Name != "sentiment")]));
    }

    /// <summary>The encoder tells more of texts that it was trained on, so a school of such texts is not believed as much.</summary>
    [Fact]
    public void A_school_that_the_encoder_was_trained_on_is_less_sure_and_is_not_measured()
    {
        var seen = Train(new(), encoderSaw: true);

        Assert.True(OwnWeight(seen) < OwnWeight(Trained) * 0.9, $"{OwnWeight(seen)} and {OwnWeight(Trained)}");
        Assert.DoesNotContain("strict", Accuracy(seen.Figures.WithProfile.OutOfFold).Keys);
        Assert.Contains("lenient", Accuracy(seen.Figures.WithProfile.OutOfFold).Keys);

        static float OwnWeight(TrainedSourceSentiment trained) =>
            trained.Manifest.Schools.Single(school => school.Name == "strict").OwnWeight;
    }

    private static TrainedSourceSentiment Train(SourceProfileSettings settings, bool encoderSaw = false) =>
        new SourceSentimentTraining(
            Heads, encoderSaw ? [.. Manifests.Select(head => head with { Temperature = 10 })] : Manifests, settings, folds: 3, seed: 1,
            withEncoder: encoderSaw).Run(
    [
        .. Texts("lenient", "lenient", 720, CorpusRole.Train, shift: 1),
        .. Texts("strict", "strict", 720, CorpusRole.Train, shift: -1)
            .Select(text => text with { Example = text.Example with { Corpus = text.Example.Corpus with { EncoderSaw = encoderSaw } } }),
        .. Texts("strict-dev", "strict", 300, CorpusRole.Dev, shift: -1),
        .. Texts("neither", "somebody", 720, CorpusRole.Train, shift: 0),
    ]);

    // A mood from -2 to 2; each school has another limit for negative, which only its own head knows.
    private static IEnumerable<SentimentText> Texts(string name, string school, int count, CorpusRole role, float shift)
    {
        var corpus = TestData.Corpus(name, role) with { School = school };
        for (var i = 0; i < count; i++)
        {
            var mood = (float)(i % 41 - 20) / 10;
            var actual = mood + shift < -0.5 ? 0 : mood + shift > 0.5 ? 2 : 1;
            var schoolLogits = Schools.Select(label => label == school ? 8f : label == "other" ? 4 : 0);
            yield return new(new(corpus, "", Labels[actual], "de"), actual, role == CorpusRole.Train ? i % 3 : -1,
                [.. Logits(mood, 0), .. schoolLogits, .. Logits(mood, 1), .. Logits(mood, -1)],
                [.. Schools.Select(label => label == "other" ? 8f : 0)]);
        }

        static float[] Logits(float mood, float shift) => [-3 * (mood + shift) - 1.5f, 0, (3 * (mood + shift)) - 1.5f];
    }

    private static Dictionary<string, double> Accuracy(IEnumerable<Listening.Training.Metrics.GroupMetrics> groups) =>
        groups.Where(group => !group.IsLanguage && group.Group != "all").ToDictionary(group => group.Group, group => group.Accuracy);

    private static HeadRecipe Head(string name) => new(name, "sentiment", Labels, L1: 0, L2: 1);
}
