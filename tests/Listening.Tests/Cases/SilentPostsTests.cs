using Listening.Configuration;
using Listening.Domain;
using Listening.Testing;

namespace Listening.Tests.Cases;

/// <summary>Posts that are stored and open no case, whatever they say: the brand's own, and what is only observed.</summary>
public sealed class SilentPostsTests : IDisposable
{
    private const string Complaint = "Das Nordrad ist kaputt, und niemand antwortet!";

    private readonly Installation _installation = new();

    [Fact]
    public async Task The_brands_own_post_is_marked_and_opens_no_case_and_a_customers_does()
    {
        Change(brand => brand with { Accounts = [new OwnAccount { Handle = "lena" }] });

        await _installation.ProcessAsync(Samples.Batch("forum",
            [Samples.Post("own", Complaint), Samples.Post("customer", Complaint) with { Author = new("u-18", "max") }]));

        Assert.Equal(["customer"], Announced());
        Assert.Equal([("customer", false), ("own", true)], Rows(row => row.Own));
    }

    /// <summary>Who answers for the brand rarely names it.</summary>
    [Fact]
    public async Task The_brands_own_answer_is_stored_although_it_does_not_name_the_brand()
    {
        Change(brand => brand with { Accounts = [new OwnAccount { Handle = "lena" }] });

        await _installation.ProcessAsync(Samples.Batch("forum", [Samples.Post("own", "Danke für deine Geduld, wir melden uns.")]));

        Assert.Equal([("own", true)], Rows(row => row.Own));
    }

    [Fact]
    public async Task A_competitor_opens_no_case()
    {
        Change(brand => brand with { Listen = Listen.Observe });

        await _installation.ProcessAsync(Samples.Batch("forum", [Samples.Post("1", Complaint)]));

        Assert.Empty(Announced());
        Assert.Equal([("1", true)], Rows(row => row.Observed));
    }

    [Fact]
    public async Task A_source_that_is_promoted_alerts_from_the_next_post_on()
    {
        Observe(Listen.Observe);
        await _installation.ProcessAsync(Samples.Batch(Samples.Config.Sources[0].Name, [Observed("before")]));
        Observe(Listen.Alert);
        await _installation.ProcessAsync(Samples.Batch(Samples.Config.Sources[0].Name, [Observed("before"), Observed("after")]));

        Assert.Equal(["after"], Announced());

        void Observe(Listen listen) => _installation.Config.Current = _installation.Config.Current with
        {
            Sources = [.. _installation.Config.Current.Sources.Select(source => source with { Listen = listen })],
        };

        static Mention Observed(string id) =>
            Samples.Post(id, Complaint, Samples.Config.Sources[0].Name) with { Author = new($"author of {id}") };
    }

    /// <summary>A deleted author says nothing of who wrote it, and an edit that names none does not either.</summary>
    [Fact]
    public async Task An_own_post_stays_own_where_an_edit_names_no_author()
    {
        Change(brand => brand with { Accounts = [new OwnAccount { Handle = "lena" }] });
        var post = Samples.Post("own", "Das Nordrad ist wieder da.");
        await _installation.ProcessAsync(Samples.Batch("forum", [post]));

        await _installation.ProcessAsync(Samples.Batch("forum",
            [post with { Text = Complaint, Revision = "2", Edited = true, Author = null, FetchedAt = post.FetchedAt.AddSeconds(1) }]));

        Assert.Empty(Announced());
        Assert.Equal([("own", true)], Rows(row => row.Own));
    }

    public void Dispose() => _installation.Dispose();

    /// <summary>Leaves one brand, changed.</summary>
    private void Change(Func<BrandConfig, BrandConfig> change) => _installation.Config.Current = _installation.Config.Current with
    {
        Brands = [.. _installation.Config.Current.Brands.Take(1).Select(change)],
    };

    private IEnumerable<string> Announced() =>
        _installation.Cases.Rows.Select(row => row.Case.Opening.Mention.NativeId).Order(StringComparer.Ordinal);

    private IEnumerable<(string, bool)> Rows(Func<JudgedMention, bool> mark) => _installation.Mentions.Rows
        .Select(row => (row.Judged.Mention.NativeId, mark(row.Judged))).OrderBy(row => row.NativeId, StringComparer.Ordinal);
}
