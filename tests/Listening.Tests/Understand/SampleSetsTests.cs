using Listening.AzureStorage;

namespace Listening.Tests.Understand;

/// <summary>
/// Checks the sentences that were written for this project: an unbalanced set, or one whose training half overlaps its test half,
/// measures nothing.
/// </summary>
public sealed class SampleSetsTests
{
    private static readonly string[] Sentiments = ["negative", "neutral", "positive"];
    private static readonly string[] Intents = ["complaint", "question", "praise", "suggestion", "purchase", "other"];
    private static readonly string[] YesOrNo = ["yes", "no"];
    private static readonly string[] TestSets = ["negation.tsv", "irony.tsv", "smoke.tsv", "ordinary.tsv"];
    private static readonly string[] TrainingSets = ["intent-train.tsv", "abuse-train.tsv", "spam-train.tsv"];

    public static TheoryData<string> Sets => [.. TestSets, .. TrainingSets];

    [Theory]
    [InlineData("negation.tsv", "label language text")]
    [InlineData("irony.tsv", "label language text")]
    [InlineData("smoke.tsv", "language text")]
    [InlineData("ordinary.tsv", "label language intent abuse spam text")]
    [InlineData("intent-train.tsv", "language intent text")]
    [InlineData("abuse-train.tsv", "language label text")]
    [InlineData("spam-train.tsv", "language label text")]
    public void A_set_has_the_columns_its_readers_expect(string file, string columns) =>
        Assert.Equal(columns.Split(' '), SampleSet.Read(file).Columns);

    [Theory]
    [MemberData(nameof(Sets))]
    public void Sentences_are_clean_utf8_lines_in_one_spelling_of_umlauts(string file)
    {
        var bytes = File.ReadAllBytes(SampleSet.PathOf(file));
        Assert.DoesNotContain((byte)'\r', bytes);
        Assert.Equal((byte)'\n', bytes[^1]);
        Assert.NotEqual(0xEF, bytes[0]);

        Assert.All(SampleSet.Read(file).Rows, row =>
        {
            Assert.NotEmpty(SampleSet.Bare(row["text"]));
            Assert.Equal(row["text"].Trim(), row["text"]);
            Assert.True(row["text"].IsNormalized(NormalizationForm.FormC), row["text"]);
        });
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Every_label_is_one_we_know(string file) =>
        Assert.All(SampleSet.Read(file).Rows, row => Assert.All(row, field => Assert.True(Allows(file, field.Key, field.Value),
            $"{file}: {field.Key} '{field.Value}' at \"{row["text"]}\"")));

    [Theory]
    [InlineData("negation.tsv", "de", 120)]
    [InlineData("negation.tsv", "en", 80)]
    [InlineData("irony.tsv", "de", 100)]
    [InlineData("irony.tsv", "en", 60)]
    [InlineData("smoke.tsv", "de", 5)]
    [InlineData("smoke.tsv", "en", 5)]
    [InlineData("ordinary.tsv", "de", 150)]
    [InlineData("ordinary.tsv", "en", 60)]
    [InlineData("abuse-train.tsv", "de", 120)]
    [InlineData("abuse-train.tsv", "en", 60)]
    [InlineData("spam-train.tsv", "de", 150)]
    [InlineData("spam-train.tsv", "en", 80)]
    public void A_set_is_large_enough(string file, string language, int least) =>
        Assert.InRange(SampleSet.Read(file).Rows.Count(r => r["language"] == language), least, int.MaxValue);

    [Fact]
    public void Every_intent_has_training_sentences_in_both_languages()
    {
        var counts = SampleSet.Read("intent-train.tsv").Rows.CountBy(r => (r["language"], r["intent"])).ToDictionary();

        Assert.All(Intents, intent => Assert.InRange(counts.GetValueOrDefault(("de", intent)), 90, int.MaxValue));
        Assert.All(Intents, intent => Assert.InRange(counts.GetValueOrDefault(("en", intent)), 50, int.MaxValue));
    }

    [Theory]
    [InlineData("negation.tsv", "label", "negative", 0.35, 0.45)]
    [InlineData("negation.tsv", "label", "positive", 0.35, 0.45)]
    [InlineData("irony.tsv", "label", "positive", 0.12, 0.25)]
    [InlineData("ordinary.tsv", "label", "negative", 0.22, 0.30)]
    [InlineData("ordinary.tsv", "label", "neutral", 0.35, 0.45)]
    [InlineData("ordinary.tsv", "label", "positive", 0.30, 0.40)]
    [InlineData("ordinary.tsv", "abuse", "yes", 0.06, 0.09)]
    [InlineData("ordinary.tsv", "spam", "yes", 0.08, 0.12)]
    [InlineData("abuse-train.tsv", "label", "abuse", 0.40, 0.60)]
    [InlineData("spam-train.tsv", "label", "spam", 0.40, 0.60)]
    public void Classes_keep_their_share_in_each_language(string file, string column, string value, double least, double most)
    {
        foreach (var language in SampleSet.Read(file).Rows.GroupBy(r => r["language"]))
        {
            Assert.InRange(language.Count(r => r[column] == value) / (double)language.Count(), least, most);
        }
    }

    [Fact]
    public void No_sentence_stands_twice_in_the_test_sets() => AssertNoneTwice(TestSets.SelectMany(Texts));

    [Theory]
    [InlineData("intent-train.tsv")]
    [InlineData("abuse-train.tsv")]
    [InlineData("spam-train.tsv")]
    public void No_sentence_stands_twice_in_a_training_set(string file) => AssertNoneTwice(Texts(file));

    [Fact]
    public void No_training_sentence_is_a_test_sentence() =>
        Assert.Empty(TrainingSets.SelectMany(Texts).Intersect(TestSets.SelectMany(Texts)));

    private static IEnumerable<string> Texts(string file) => SampleSet.Read(file).Rows.Select(r => SampleSet.Bare(r["text"]));

    private static void AssertNoneTwice(IEnumerable<string> texts) =>
        Assert.Empty(texts.CountBy(t => t).Where(t => t.Value > 1).Select(t => t.Key));

    private static bool Allows(string file, string column, string value) => (file, column) switch
    {
        (_, "text") => true,
        (_, "language") => value is "de" or "en",
        (_, "intent") => Intents.Contains(value),
        (_, "abuse" or "spam") => YesOrNo.Contains(value),
        ("abuse-train.tsv", "label") => value is "abuse" or "clean",
        ("spam-train.tsv", "label") => value is "spam" or "ham",
        (_, "label") => Sentiments.Contains(value),
        _ => false,
    };
}
