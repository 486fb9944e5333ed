using Listening.Configuration;
using Listening.Domain;
using Listening.Queries;
using Listening.Testing;
using Listening.Understand;
using Xunit.Abstractions;

namespace Listening.Tests.Understand;

/// <summary>Posts about brands whose word means something else too, with the models that ship.</summary>
public sealed class MeaningTests(CareModelTests.Shipped shipped, ITestOutputHelper output) : IClassFixture<CareModelTests.Shipped>
{
    private readonly UnderstandStep _step = new(new CareOnly(shipped.Model));

    /// <summary>The constants of <see cref="MeaningRules"/> were chosen on the brands for tuning; those for testing say how good they are.</summary>
    [Theory]
    [InlineData("tuning", 0.95, 0.55)]
    [InlineData("testing", 0.95, 0.5)]
    public void Posts_about_another_meaning_are_told_from_those_of_customers(string use, double leastPrecision, double leastRecall)
    {
        var brands = SampleSet.Read("meanings.brands.tsv").Rows.Where(row => row["use"] == use)
            .ToDictionary(row => row["brand"], row => Brand(row["brand"], row["description"]));
        var posts = SampleSet.Read("meanings.tsv").Rows.Where(row => brands.ContainsKey(row["brand"]))
            .Select(row => (Other: row["meaning"] == "other", Text: row["text"], Dropped: IsOther(row["text"], brands[row["brand"]])))
            .ToList();

        var (right, dropped, other) = (
            posts.Count(post => post is { Other: true, Dropped: true }), posts.Count(post => post.Dropped), posts.Count(post => post.Other));
        output.WriteLine($"{use}: {right} of {dropped} dropped are strangers, {right} of {other} strangers are dropped");
        posts.Where(post => post.Dropped != post.Other).ToList().ForEach(post => output.WriteLine($"{post.Other} {post.Text}"));
        Assert.InRange((double)right / dropped, leastPrecision, 1);
        Assert.InRange((double)right / other, leastRecall, 1);
    }

    [Theory]
    [InlineData("Linde geht nicht ans Telefon")]
    [InlineData("Linde antwortet nicht.")]
    [InlineData("Nie wieder Linde!")]
    [InlineData("Linde?!")]
    [InlineData("Gabelstapler von Linde verliert Öl")]
    public void A_terse_customer_is_kept(string text) => Assert.False(IsOther(text, Linde));

    [Theory]
    [InlineData("Die alte Linde im Dorf blüht, der Duft ist herrlich.")]
    [InlineData("Die Linde ist ein Laubbaum und wird bis zu tausend Jahre alt.")]
    public void A_tree_is_no_customer_and_the_row_says_why(string text) => Assert.StartsWith(
        "another meaning of Linde: 0.", Judge(text, Linde).OtherMeaning, StringComparison.Ordinal);

    [Fact]
    public void Without_a_description_or_the_encoder_every_post_is_about_the_brand()
    {
        const string Tree = "Die alte Linde im Dorf blüht, der Duft ist herrlich.";

        Assert.False(IsOther(Tree, Linde with { Description = null }));
        Assert.False(IsOther(Tree, Linde with { Understanding = Understanding.Words }));
        Assert.Null(new UnderstandStep(new WordModel()).Judge(Tree, new TextContext { Brand = Linde }).OtherMeaning);
    }

    [Fact]
    public void On_the_brands_own_pages_its_word_means_the_brand()
    {
        var blog = new SourceConfig { Name = "Blog", Type = "feed", StoreEverything = true };

        Assert.Null(Judge("Die alte Linde im Dorf blüht.", Linde, blog).OtherMeaning);
        Assert.NotNull(Judge("Die alte Linde im Dorf blüht.", Linde, blog with { StoreEverything = false }).OtherMeaning);
    }

    private static readonly BrandConfig Linde = Brand(
        "Linde", "Linde verkauft Gabelstapler und technische Gase an Betriebe, mit Wartung und Ersatzteilen.");

    private bool IsOther(string text, BrandConfig brand) => Judge(text, brand).OtherMeaning is not null;

    private Verdict Judge(string text, BrandConfig brand, SourceConfig? source = null) =>
        _step.Judge(text, new TextContext { Brand = brand, Source = source });

    private static BrandConfig Brand(string name, string description) =>
        new(name.ToLowerInvariant(), name, Query.TryParse(name, out _)) { Description = description };

    /// <summary>The heads for care alone, which is all that this takes.</summary>
    private sealed class CareOnly(CareModel care) : ITextModel
    {
        public string Version => "care-1";

        public IReadOnlyList<string> Languages => care.Languages;

        public ModelThresholds Thresholds { get; } = new();

        public bool LearnsSourceProfiles => false;

        public ModelOutput Read(string text, LearnedProfile? learned, Understanding understanding = Understanding.Full) =>
            care.Read(text, understanding).Output;

        public float[]? ReadMeaning(string text) => care.ReadMeaning(text);

        public LearnedProfile Learn(IReadOnlyList<string> texts) => throw new NotSupportedException("It learns no sources.");
    }
}
