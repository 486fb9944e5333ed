using Listening.Admit;
using Listening.Configuration;
using Listening.Domain;
using Listening.Testing;

namespace Listening.Tests.Admit;

public sealed class AdmitRulesTests
{
    private static readonly ListeningConfig Config = Samples.Config;

    [Theory]
    [InlineData("Nordrad oder Südrad?", false, "nordrad suedrad", "nordrad suedrad")]
    [InlineData("Das SUEDRAD ist da", false, "nordrad suedrad", "suedrad")]
    [InlineData("Das Wetter ist schön", false, "nordrad suedrad", "")]
    [InlineData("Das Wetter ist schön", true, "nordrad", "nordrad")] // everything on the brand's own blog concerns it
    [InlineData("Südrad ist besser", true, "nordrad", "nordrad")] // and nobody else listens there
    [InlineData("Südrad ist besser", false, "nordrad", "")]
    [InlineData("Südrad ist besser", true, "gone", "")] // what was read for a brand that is gone is nobody else's
    public void A_post_concerns_the_brands_that_it_was_read_for_and_whose_query_it_matches(
        string text, bool storeEverything, string readFor, string concerned) =>
        Assert.Equal(concerned, string.Join(' ', Concerned(Samples.Post("1", text), Config, storeEverything, readFor.Split(' '))));

    [Fact]
    public void A_title_counts_as_text() =>
        Assert.Equal(["nordrad"], Concerned(Samples.Post("1", "Kaputt.") with { Title = "Mein Nordrad" }, Config, false, "nordrad"));

    [Fact]
    public void A_brand_without_a_query_is_concerned_by_all_of_its_sources() =>
        Assert.Equal(
            ["all"],
            Concerned(Samples.Post("1", "Irgendwas"), Config with { Brands = [new BrandConfig("all", "All", null)] }, false, "all"));

    /// <summary>Here it is made sure that no row is named twice in a call to the stores.</summary>
    [Fact]
    public void Of_a_post_that_a_batch_holds_twice_the_later_copy_stays()
    {
        var (one, two) = (Samples.Post("1", "erst"), Samples.Post("2", "anderer"));

        Assert.Equal([one with { Text = "dann" }, two], AdmitRules.LatestOfEach([one, two, one with { Text = "dann" }]));
    }

    [Fact]
    public void Of_copies_that_the_source_numbers_the_newest_stays_wherever_it_stands()
    {
        var (one, two) = (Samples.Post("1", "erst") with { Revision = "9" }, Samples.Post("1", "dann") with { Revision = "10" });

        Assert.Equal([two], AdmitRules.LatestOfEach([one, two, one]));
    }

    [Fact]
    public void Of_a_post_that_a_batch_deletes_only_the_deletion_stays()
    {
        var (post, gone) = (Samples.Post("1", "erst"), Samples.Post("1", "") with { Deleted = true });

        Assert.Equal([gone], AdmitRules.LatestOfEach([post, gone, post]));
    }

    private static IEnumerable<string> Concerned(Mention mention, ListeningConfig config, bool storeEverything, params string[] readFor)
    {
        var batch = Samples.Batch("forum", [mention]) with { Brands = readFor, StoreEverything = storeEverything };
        return AdmitRules.BrandsConcerned(mention, batch, AdmitRules.Listening(batch, config), new BrandQueries(config))
            .Select(concerned => concerned.Brand);
    }
}
