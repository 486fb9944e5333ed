using Listening.Connectors.Feeds;
using Listening.Connectors.Tests.Files;
using Listening.Domain;
using Listening.Testing;

namespace Listening.Connectors.Tests.Feeds;

public sealed class FeedIdentityTests
{
    private const string Platform = "d.example/feed";

    [Theory]
    [InlineData("http://A.example/Post?p=6#comment-18", "a.example/Post?p=6#comment-18")]
    [InlineData("https://a.example:443/Post?p=6#comment-18", "a.example/Post?p=6#comment-18")]
    [InlineData("https://a.example:8443", "a.example:8443/")]
    [InlineData("tag:a.example,2026:1", "tag:a.example,2026:1")]
    [InlineData("TAG:a.example,2026:1", "tag:a.example,2026:1")]
    [InlineData("urn:uuid:ABCDEF00-0000-0000-0000-000000000000", "urn:uuid:abcdef00-0000-0000-0000-000000000000")]
    [InlineData("6b026d139afd875601ad6e40", null)]
    [InlineData("/relative/1", null)]
    [InlineData("c:\\temp", null)]
    [InlineData("42", null)]
    public void A_guid_is_unique_in_the_world_or_in_its_feed(string written, string? global)
    {
        Assert.Equal(global, FeedUri.Global(written));
        Assert.Equal(
            global is null ? MentionId.For(Platform, written) : MentionId.For(MentionId.GlobalUri, global),
            Name(new FeedItem { Guid = written, Title = "x" }).Id);
    }

    [Theory]
    [InlineData("https://D.example/a?utm_source=x&id=1&fbclid=2&UTM_Medium=3#top", "d.example/a?id=1")]
    [InlineData("http://d.example/a?gclid=1", "d.example/a")]
    [InlineData("http://d.example", "d.example/")]
    public void Without_guid_the_link_counts_and_what_campaigns_append_does_not(string link, string canonical)
    {
        var named = Name(new FeedItem { Link = new Uri(link), Title = "x" });

        Assert.Equal(MentionId.For(MentionId.GlobalUri, canonical), named.Id);
        Assert.Equal(canonical, named.NativeId);
    }

    /// <summary>
    /// Not by guid and link together: a blog may count its posts and its comments from 1 and link both to the post, and one row for two
    /// posts would lose one of them, while two rows for one post lose nothing.
    /// </summary>
    [Fact]
    public void A_counter_for_a_guid_names_different_posts_in_two_feeds_of_a_site_even_if_they_share_the_link()
    {
        var quirks = default(FeedQuirks);
        var post = new FeedItem { Guid = "1", Link = new Uri("https://blog.example/winter"), Text = "Neue Reifen." };
        var comment = post with { Text = "Meine sind kaputt." };

        Assert.NotEqual(
            Assert.Single(FeedIdentity.Name([post], "blog.example/feed", ref quirks)).Id,
            Assert.Single(FeedIdentity.Name([comment], "blog.example/comments/feed", ref quirks)).Id);
    }

    [Fact]
    public void A_guid_that_a_document_repeats_for_different_posts_is_not_trusted_again()
    {
        var quirks = default(FeedQuirks);
        var feed = ((FeedReading.Feed)FeedReader.Read(
            RecordedPages.Bytes("feeds/odd.duplicate-guids.rss2.xml"), null, new Uri("https://d.example/feed"), default)).Document;

        var names = FeedIdentity.Name(feed.Items, Platform, ref quirks);

        Assert.Equal(new FeedQuirks(true, true), quirks);
        Assert.Equal(6, names.Select(name => name.Id).Distinct().Count());
        var later = FeedIdentity.Name([feed.Items[1]], Platform, ref quirks);
        Assert.Equal(names[1].Id, later[0].Id);
    }

    [Fact]
    public void The_same_post_twice_in_a_document_is_one_post_and_no_quirk()
    {
        var quirks = default(FeedQuirks);
        var item = new FeedItem { Guid = "1", Title = "x", Link = new Uri("https://d.example/1") };

        Assert.Single(FeedIdentity.Name([item, item with { }], Platform, ref quirks));
        Assert.Equal(default, quirks);
    }

    /// <summary>RFC 4287, section 4.1.1: entries with one id are versions of one post. One that is merely dated anew is one too.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Versions_of_a_post_in_one_document_are_one_post_in_its_newest_words(bool newestFirst)
    {
        var morning = new DateTimeOffset(2026, 11, 28, 8, 0, 0, TimeSpan.Zero);
        var old = new FeedItem { Guid = "1", Text = "kaputt", Link = new Uri("https://d.example/1"), UpdatedAt = morning };
        var edited = old with { Text = "repariert", UpdatedAt = morning.AddHours(1) };
        var dated = new FeedItem { Guid = "2", Text = "neu", Written = "8:00", PostedAt = morning };
        var datedAnew = dated with { Written = "9:00", PostedAt = morning.AddHours(1) };
        var undated = new FeedItem { Guid = "3", Text = "teuer", Written = "8:00", PostedAt = morning, UpdatedAt = morning };
        var later = undated with { Text = "billig", Written = "9:00", PostedAt = morning.AddHours(1), UpdatedAt = morning.AddHours(1) };
        FeedItem[] document = [old, dated, undated, edited, datedAnew, later];
        var quirks = default(FeedQuirks);

        var names = FeedIdentity.Name(newestFirst ? [.. document.Reverse()] : document, Platform, ref quirks);

        Assert.Equal(["billig", "neu", "repariert"], names.Select(name => name.Item.Text).Order(StringComparer.Ordinal));
        Assert.Equal(default, quirks);
    }

    [Fact]
    public void Posts_that_share_guid_and_link_are_told_apart_whatever_their_order()
    {
        var (one, two) = (new FeedItem { Guid = "1", Title = "eins" }, new FeedItem { Guid = "1", Title = "zwei" });
        var quirks = default(FeedQuirks);

        var forth = FeedIdentity.Name([one, two], Platform, ref quirks).ToDictionary(name => name.Item, name => name.Id);
        var back = FeedIdentity.Name([two, one], Platform, ref quirks).ToDictionary(name => name.Item, name => name.Id);

        Assert.Equal(2, forth.Values.Distinct().Count());
        Assert.Equal(forth[one], back[one]);
        Assert.Equal(forth[two], back[two]);
    }

    [Fact]
    public void A_post_without_anything_but_text_is_named_by_it()
    {
        var quirks = default(FeedQuirks);

        var names = FeedIdentity.Name([new FeedItem { Text = "eins" }, new FeedItem { Text = "zwei" }], Platform, ref quirks);

        Assert.Equal(2, names.Select(name => name.Id).Distinct().Count());
    }

    [Fact]
    public void A_tombstone_beside_its_post_neither_deletes_it_nor_makes_its_guid_untrustworthy()
    {
        var quirks = default(FeedQuirks);

        var name = Assert.Single(
            FeedIdentity.Name(
            [new FeedItem { Guid = "1", Title = "da" }, new FeedItem { Guid = "1", Deleted = true }], Platform, ref quirks));

        Assert.False(name.Item.Deleted);
        Assert.Equal(default, quirks);
    }

    [Theory]
    [InlineData("2026-11-28T03:00:00Z", true)]
    [InlineData("2026-11-28T01:00:00Z", true)]
    [InlineData("2026-11-28T00:00:00Z", false)]
    public void A_tombstone_made_after_its_post_was_updated_deletes_it(string deletedAt, bool deleted)
    {
        var quirks = default(FeedQuirks);
        var post = new FeedItem { Guid = "1", Title = "da", UpdatedAt = new(2026, 11, 28, 1, 0, 0, TimeSpan.Zero) };
        var gone = new FeedItem { Guid = "1", Deleted = true, UpdatedAt = DateTimeOffset.Parse(deletedAt, CultureInfo.InvariantCulture) };

        Assert.Equal(deleted, Assert.Single(FeedIdentity.Name([post, gone], Platform, ref quirks)).Item.Deleted);
        Assert.Equal(deleted, Assert.Single(FeedIdentity.Name([gone, post], Platform, ref quirks)).Item.Deleted);
    }

    [Fact]
    public void A_revision_changes_with_the_words_and_not_with_the_date()
    {
        var item = new FeedItem { Guid = "1", Title = "Kessel", Text = "gut", Written = "gestern" };

        Assert.Equal(Name(item).Words, Name(item with { Written = "heute", PostedAt = DateTimeOffset.UnixEpoch }).Words);
        Assert.NotEqual(Name(item).Words, Name(item with { Text = "schlecht" }).Words);
        Assert.NotEqual(Name(item).Words, Name(item with { Title = "Kesselg", Text = "ut" }).Words);
    }

    [Theory]
    [InlineData("https://www.google.com/url?rct=j&url=https://news.example/a%3Fid%3D1&ct=ga", "https://news.example/a?id=1")]
    [InlineData("https://www.google.de/url?q=https://news.example/a", "https://news.example/a")]
    [InlineData("https://www.google.com/url?url=javascript:alert(1)", "https://www.google.com/url?url=javascript:alert(1)")]
    [InlineData("https://google.com.evil.example/url?url=https://news.example/a",
        "https://google.com.evil.example/url?url=https://news.example/a")]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("mailto:a@b.example", null)]
    [InlineData("/relative", "https://d.example/relative")]
    public void A_link_leads_to_a_web_page_or_nowhere(string written, string? link) =>
        Assert.Equal(link is null ? null : new Uri(link), FeedUri.Link(new Uri("https://d.example/feed"), written));

    private static NamedItem Name(FeedItem item)
    {
        var quirks = default(FeedQuirks);
        return Assert.Single(FeedIdentity.Name([item], Platform, ref quirks));
    }
}
