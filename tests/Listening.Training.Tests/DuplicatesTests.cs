using Listening.Training.Corpora;
using Listening.Training.Heads;

namespace Listening.Training.Tests;

public sealed class DuplicatesTests
{
    private static readonly Corpus First = TestData.Corpus("first");
    private static readonly Corpus Second = TestData.Corpus("second");
    private static readonly Corpus Held = TestData.Corpus("held", CorpusRole.Dev);

    [Theory]
    [InlineData("Danke @bahn, 20 Minuten zu spät!", "danke @db_info 35 Minuten zu spät ... https://t.co/abc")]
    [InlineData("Toller Laden!!!", "toller laden")]
    public void Copies_of_one_post_have_one_mask(string one, string other) =>
        Assert.Equal(TestData.Example(First, one).Mask, TestData.Example(First, other).Mask);

    [Theory]
    [InlineData("Toller Laden :)", "Toller Laden :(")]
    [InlineData("Toller Laden 😀", "Toller Laden 😡")]
    [InlineData("!!", ":(")]
    [InlineData("nicht gut", "gut")]
    public void Posts_that_say_different_things_have_different_masks(string one, string other) =>
        Assert.NotEqual(TestData.Example(First, one).Mask, TestData.Example(First, other).Mask);

    [Fact]
    public void A_text_of_a_dev_corpus_is_trained_on_nowhere()
    {
        var kept = Duplicates.Remove([TestData.Example(First, "Zug fällt aus!"), TestData.Example(First, "Zug ist da"),
            TestData.Example(Held, "@bahn Zug fällt aus")]);

        Assert.Equal(["Zug ist da", "@bahn Zug fällt aus"], kept.Select(example => example.Example.Text));
    }

    [Fact]
    public void A_text_of_two_corpora_stays_in_the_first()
    {
        var kept = Duplicates.Remove([TestData.Example(First, "Zug fällt aus"), TestData.Example(Second, "zug fällt aus."),
            TestData.Example(Second, "Bus fällt aus")]);

        Assert.Equal([("first", "Zug fällt aus"), ("second", "Bus fällt aus")],
            kept.Select(example => (example.Example.Corpus.Name, example.Example.Text)));
    }

    [Fact]
    public void A_text_may_serve_two_tasks() =>
        Assert.Equal(2, Duplicates.Remove(
            [TestData.Example(First, "Zug fällt aus"), TestData.Example(TestData.Corpus("intents", task: "intent"), "Zug fällt aus")])
                .Count);

    [Fact]
    public void A_text_keeps_its_fold_whatever_else_there_is()
    {
        var folds = Enumerable.Range(0, 1000).Select(i => Folds.Assign($"text {i}", 5, seed: 1)).ToList();

        Assert.Equal(folds[7], Folds.Assign("text 7", 5, seed: 1));
        Assert.All(Enumerable.Range(0, 5), fold => Assert.InRange(folds.Count(one => one == fold), 150, 250));
        Assert.NotEqual(folds, Enumerable.Range(0, 1000).Select(i => Folds.Assign($"text {i}", 5, seed: 2)));
    }
}
