using Listening.Admit;
using Listening.Configuration;
using Listening.Testing;

namespace Listening.Tests.Admit;

public sealed class AdmitRulesTests
{
    private static readonly ListeningConfig Config = Samples.Config;

    [Theory]
    [InlineData("Nordrad oder Südrad?", "forum", "nordrad suedrad")]
    [InlineData("Das SUEDRAD ist da", "forum", "suedrad")]
    [InlineData("Das Wetter ist schön", "forum", "")]
    [InlineData("Das Wetter ist schön", "blog", "nordrad")] // everything on the brand's own blog concerns it
    [InlineData("Südrad ist besser", "blog", "nordrad")] // and nobody else listens there
    [InlineData("Südrad ist besser", "a source that was taken out", "suedrad")] // what was read is not lost
    public void A_post_concerns_the_brands_that_listen_there_and_whose_query_it_matches(string text, string source, string brands) =>
        Assert.Equal(
            brands.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            AdmitRules.BrandsConcerned(Samples.Post("1", text), Config.Source(source), Config));

    [Fact]
    public void A_title_counts_as_text() =>
        Assert.Equal(
            ["nordrad"],
            AdmitRules.BrandsConcerned(Samples.Post("1", "Kaputt.") with { Title = "Mein Nordrad" }, Config.Source("forum"), Config));

    [Fact]
    public void A_brand_without_a_query_is_concerned_by_all_of_its_sources() =>
        Assert.Equal(["all"], AdmitRules.BrandsConcerned(
            Samples.Post("1", "Irgendwas"), Config.Source("forum"), Config with { Brands = [new BrandConfig("all", "All", null)] }));

    /// <summary>Here it is made sure that no row is named twice in a call to the stores.</summary>
    [Fact]
    public void Of_a_post_that_a_batch_holds_twice_the_later_copy_stays()
    {
        var (one, two) = (Samples.Post("1", "erst"), Samples.Post("2", "anderer"));

        Assert.Equal([one with { Text = "dann" }, two], AdmitRules.LatestOfEach([one, two, one with { Text = "dann" }]));
    }
}
