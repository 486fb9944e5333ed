using Listening.Scoring;
using Listening.Scoring.Format;

namespace Listening.Scoring.Tests.SourceProfiles;

/// <summary>From posts to the scorer of a source, through a set of models.</summary>
public sealed class SourceProfileLearnerTests
{
    private static readonly byte[] Zip = ModelSurgery.OnTinyModel().Zip();
    private static readonly IReadOnlyList<string> Labels = TrainedHead.Read(Zip, "tiny.zip").Labels;
    private static readonly string[] Texts = [.. Golden.Read("starter").Select(golden => golden.Text).Take(200)];

    private readonly ModelSet _models = Load(new(
        "sentiment", "school", Prior: [0.3f, 0.4f, 0.3f], Balance: 0, PriorBound: 1.5f,
        [
            new(Labels[0], "own", GeneralWeight: 0.4f, OwnWeight: 0.9f, Bias: [0, 1, 0], Prior: [0.3f, 0.4f, 0.3f], Sureness: 0.01f),
            new(Labels[1], "sentiment", GeneralWeight: 1, OwnWeight: 0, Bias: [0, 0, 0], Prior: [0.3f, 0.4f, 0.3f], Sureness: 0.01f),
        ]));

    [Fact]
    public void A_profile_is_learned_from_posts_as_from_their_logits()
    {
        var (fromTexts, fromLogits) = (new SourceProfileLearner(_models), new SourceProfileLearner(_models.SourceSentiment!));
        foreach (var text in Texts)
        {
            var logits = new float[_models.Size];
            _models.Read(text, logits);
            fromTexts.Add(text);
            fromLogits.Add(logits);
        }

        var (profile, expected) = (fromTexts.Learn(), fromLogits.Learn());

        Assert.Equal(("tiny-1", Texts.Length), (profile.Model, profile.Texts));
        Assert.Equal(expected.Schools, profile.Schools);
        Assert.Equal(expected.Prior, profile.Prior);
    }

    [Fact]
    public void Scoring_a_post_with_its_profile_allocates_nothing_once_warm()
    {
        var learner = new SourceProfileLearner(_models);
        foreach (var text in Texts)
        {
            learner.Add(text);
        }

        var scorer = _models.SourceSentiment!.CreateScorer(learner.Learn());
        var (logits, probabilities) = (new float[_models.Size], new float[3]);

        // More than once: the runtime may compile a loop anew on this thread after some hundred rounds, and once that left 128 bytes.
        for (var pass = 0; pass < 20; pass++)
        {
            ReadAll();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        ReadAll();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void ReadAll()
        {
            foreach (var text in Texts)
            {
                _models.Read(text, logits);
                scorer.Probabilities(logits, probabilities);
            }
        }
    }

    [Fact]
    public void Models_that_were_trained_without_source_profiles_learn_none()
    {
        var without = Load(null);

        Assert.Null(without.SourceSentiment);
        Assert.StartsWith(
            "The models tiny-1 were trained without source profiles.",
            Assert.Throws<ArgumentException>(() => new SourceProfileLearner(without)).Message, StringComparison.Ordinal);
    }

    private static ModelSet Load(SourceProfilesManifest? profiles) => ModelSet.Create(
        new()
        {
            Version = "tiny-1",
            Normalizer = TextNormalizer.Version,
            Languages = ["de"],
            SourceProfiles = profiles,
            Heads = [.. new[] { "sentiment", "school", "own" }.Select(name =>
                new HeadManifest(name, $"{name}.zip", SingleHeadSet.Hash(Zip), Labels, Temperature: 1.2f))],
        },
        "tiny.json",
        _ => Zip);
}
