using Listening.Training.Corpora;
using Listening.Training.Heads;

namespace Listening.Training.Tests;

public sealed class HeadsTests
{
    private static readonly Corpus First = TestData.Corpus("first");
    private static readonly Corpus Second = TestData.Corpus("second");

    private static readonly HeadRecipe Sentiment = new("sentiment", "sentiment", ["negative", "neutral", "positive"], L1: 0, L2: 1);

    [Fact]
    public void Balancing_moves_weight_between_classes_and_never_between_corpora()
    {
        var head = Sentiment with { Balance = 1, School = "first", OtherSchoolsWeight = 0.5 };
        var heavy = Second with { Weight = 3 };

        var weights = ExampleWeights.Compute(
            head, [(First, "negative"), (First, "positive"), (First, "positive"), (First, "positive"), (heavy, "negative"),
                (heavy, "positive")]);

        Assert.Equal([2, 2 / 3f, 2 / 3f, 2 / 3f, 1.5f, 1.5f], weights);
    }

    [Fact]
    public void Schools_are_balanced_against_each_other_because_a_corpus_has_only_one()
    {
        var teller = Sentiment with { Balance = 1, PredictsSchool = true, Labels = ["first", "second"] };

        var weights = ExampleWeights.Compute(
            teller, [(First, "first"), (First, "first"), (First with { Weight = 2 }, "first"), (Second, "second")]);

        Assert.Equal([0.625f, 0.625f, 1.25f, 2.5f], weights);
    }

    [Fact]
    public void A_head_learns_the_labels_of_its_task_or_the_schools()
    {
        var teller = Sentiment with { PredictsSchool = true, Labels = ["first", "third"] };

        Assert.Equal("negative", Sentiment.Target(Text(First, "negative")));
        Assert.Null(Sentiment.Target(Text(First, "mixed")));
        Assert.Null(Sentiment.Target(Text(TestData.Corpus("questions", task: "intent"), "negative")));
        Assert.Equal("first", teller.Target(Text(First, "negative")));
        Assert.Null(teller.Target(Text(Second, "negative")));
        Assert.Equal("other", (teller with { Labels = ["first", "other"] }).Target(Text(Second, "negative")));
    }

    [Fact]
    public void A_profile_with_fewer_corpora_leaves_out_what_they_do_not_teach()
    {
        Example[] texts = [Text(First, "negative"), Text(First, "positive"), Text(TestData.Corpus("held", CorpusRole.Dev), "neutral")];

        Assert.Equal(["negative", "positive"], Sentiment.Within(texts)!.Labels);
        Assert.NotNull((Sentiment with { School = "first" }).Within(texts));
        Assert.Null((Sentiment with { School = "second" }).Within(texts));
        Assert.Null((Sentiment with { PredictsSchool = true, Labels = ["first", "second"] }).Within(texts));
    }

    private static Example Text(Corpus corpus, string label) => new(corpus, "Wo bleibt mein Paket?", label, "de");
}
