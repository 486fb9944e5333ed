using Listening.Scoring;
using Listening.Scoring.Format;

namespace Listening.Scoring.Tests;

/// <summary>Several zips together give the scores that each of them gives alone.</summary>
public sealed class ManyHeadsTests
{
    [Fact]
    public void Two_models_with_the_same_features_give_the_probabilities_that_ML_NET_gave_for_each()
    {
        var set = Load(null, ("starter", File.ReadAllBytes(Golden.Starter)), ("sparse", File.ReadAllBytes(Golden.Sparse)));
        var logits = new float[set.Size];
        var probabilities = new float[3];
        foreach (var (starter, sparse) in Golden.Read("starter").Zip(Golden.Read("sparse")))
        {
            set.Read(starter.Text, logits);
            Assert.Equal(starter.Text, sparse.Text);
            AssertSays(set.Heads[0], starter);
            AssertSays(set.Heads[1], sparse);
        }

        void AssertSays(Head head, GoldenScore golden)
        {
            Assert.Equal(golden.Label, head.Labels[head.Probabilities(logits, probabilities)]);
            Assert.Equal(golden.Score, probabilities, (a, b) => MathF.Abs(a - b) <= 1e-5f);
        }
    }

    [Fact]
    public void Heads_stand_one_after_the_other_and_the_first_label_of_each_is_zero()
    {
        var set = Load(null, ("a", ModelSurgery.OnTinyModel().Zip()), ("b", ModelSurgery.OnTinyModel().Zip()));
        var logits = new float[set.Size + 1];
        logits[^1] = 7;

        set.Read("Wo bleibt mein Paket?", logits);

        Assert.Equal((6, 0, 3), (set.Size, set.Heads[0].First, set.Heads[1].First));
        Assert.Equal((0, 0, 7), (logits[0], logits[3], logits[^1]));
        Assert.Equal(logits[..3], logits[3..6]);
    }

    [Fact]
    public void A_temperature_flattens_the_probabilities_and_keeps_the_label()
    {
        var zip = ModelSurgery.OnTinyModel().Zip();
        var set = Load(null, ("plain", zip), ("cooled", zip));
        var flat = new Head(set.Manifest.Heads[1] with { Temperature = 4 }, 3);
        var (logits, sharp, flattened) = (new float[6], new float[3], new float[3]);
        set.Read("Wo bleibt mein Paket?", logits);

        Assert.Equal(set.Heads[0].Probabilities(logits, sharp), flat.Probabilities(logits, flattened));

        Assert.Equal(1, flattened.Sum(), 1e-6f);
        Assert.Equal((logits[1] - logits[2]) / 4, MathF.Log(flattened[1] / flattened[2]), 1e-5f);
        Assert.Equal(logits[1] - logits[2], MathF.Log(sharp[1] / sharp[2]), 1e-5f);
    }

    [Fact]
    public void Models_trained_on_normalised_texts_read_what_the_normaliser_makes()
    {
        var zip = File.ReadAllBytes(Golden.Starter);
        var (plain, normalizing) = (Load(null, ("sentiment", zip)), Load(TextNormalizer.Version, ("sentiment", zip)));
        var (expected, logits) = (new float[3], new float[3]);
        foreach (var text in Golden.Read("starter").Select(golden => golden.Text))
        {
            plain.Read(TextNormalizer.Normalize(text).Text, expected);

            normalizing.Read(text, logits);

            Assert.Equal(expected, logits);
        }
    }

    [Fact]
    public void A_column_of_negation_tokens_is_read_and_needs_the_normaliser()
    {
        var model = ModelSurgery.OnTinyModel();
        model.RenameString(ModelSurgery.Normalizer, "Text", "Signs");
        var zip = model.Zip();
        var normalizing = Load(TextNormalizer.Version, ("signs", zip));
        var (with, without) = (new float[3], new float[3]);

        normalizing.Read("gut", without);
        normalizing.Read("nicht gut", with);

        Assert.NotEqual(without, with);
        Assert.Equal(
            "signs.zip: it reads the column Signs, which only a normalizer fills, but test.json names none.",
            Assert.Throws<ModelFormatException>(() => Load(null, ("signs", zip))).Message);
    }

    [Fact]
    public void A_model_that_sees_other_features_than_the_first_is_refused_by_name()
    {
        var other = ModelSurgery.OnTinyModel();
        other.Poke(ModelSurgery.WordNgrams, 16, 1);

        var fault = Assert.Throws<ModelFormatException>(() => Load(null, ("a", ModelSurgery.OnTinyModel().Zip()), ("b", other.Zip())));

        Assert.StartsWith("b.zip: its features differ from those of a.zip, but all heads must share them: block 1 is ", fault.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void More_labels_than_fit_are_refused()
    {
        var zip = ModelSurgery.OnTinyModel().Zip();

        var fault = Assert.Throws<ModelFormatException>(() => Load(null, [.. Enumerable.Range(0, 33).Select(i => ($"head-{i}", zip))]));

        Assert.Equal("test.json: the heads have 66 labels in total, the first of each not counted, but at most 64 fit.", fault.Message);
    }

    [Fact]
    public void Too_little_room_is_refused()
    {
        var set = Load(null, ("a", ModelSurgery.OnTinyModel().Zip()));

        Assert.Throws<ArgumentException>(() => set.Read("Danke!", new float[2]));
        Assert.Throws<ArgumentException>(() => set.Heads[0].Probabilities(new float[3], new float[2]));
        Assert.Throws<ArgumentException>(() => set.Heads[0].Probabilities(new float[2], new float[3]));
    }

    [Fact]
    public void Reading_normalised_texts_with_many_heads_allocates_nothing_once_warm()
    {
        var zip = ModelSurgery.OnTinyModel().Zip();
        var set = Load(TextNormalizer.Version, [.. Enumerable.Range(0, 12).Select(i => ($"head-{i}", zip))]);
        var texts = Golden.Read("starter").Select(golden => golden.Text).ToArray();
        var (logits, probabilities) = (new float[set.Size], new float[3]);
        ReadAll();

        var before = GC.GetAllocatedBytesForCurrentThread();
        ReadAll();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void ReadAll()
        {
            foreach (var text in texts)
            {
                set.Read(text, logits);
                for (var head = 0; head < set.Heads.Count; head++)
                {
                    set.Heads[head].Probabilities(logits, probabilities);
                }
            }
        }
    }

    private static ModelSet Load(string? normalizer, params (string Name, byte[] Zip)[] heads) => ModelSet.Create(
        new()
        {
            Version = "test",
            Normalizer = normalizer,
            Languages = ["de"],
            Heads = [.. heads.Select(head => new HeadManifest(
                head.Name, $"{head.Name}.zip", SingleHeadSet.Hash(head.Zip), TrainedHead.Read(head.Zip, head.Name).Labels, Temperature: 1))],
        },
        "test.json",
        manifest => heads.Single(head => head.Name == manifest.Name).Zip);
}
