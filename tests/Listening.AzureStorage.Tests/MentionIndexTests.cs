using Listening.Admit;
using Listening.Domain;
using Listening.Testing;

namespace Listening.AzureStorage.Tests;

public abstract class MentionIndexContract
{
    protected abstract Task<IMentionIndex> CreateAsync();

    [Fact]
    public async Task The_first_to_ask_decides_where_a_row_belongs()
    {
        var seen = await CreateAsync();
        var post = Samples.Post("1", "Wo bleibt mein Nordrad?");

        var first = Assert.Single(await seen.GetOrAddAsync([new BrandMention("nordrad", post)], default));
        var edited = post with { PostedAt = post.PostedAt!.Value.AddDays(-3), Text = "Wo bleibt es?" };
        var later = Assert.Single(await seen.GetOrAddAsync([new BrandMention("nordrad", edited)], default));

        Assert.True(first.First);
        Assert.False(later.First);
        Assert.Equal(first.Location, later.Location);
        Assert.Equal("Wo bleibt es?", later.Mention.Text);
    }

    [Fact]
    public async Task Each_brand_has_a_place_of_its_own()
    {
        var seen = await CreateAsync();
        var post = Samples.Post("1", "Nordrad oder Südrad?");

        var placed = await seen.GetOrAddAsync([new BrandMention("nordrad", post), new BrandMention("suedrad", post)], default);

        Assert.All(placed, place => Assert.True(place.First));
        Assert.Equal(["nordrad", "suedrad"], placed.Select(place => place.Brand));
        Assert.NotEqual(placed[0].Location, placed[1].Location);
    }

    [Fact]
    public async Task A_partly_known_batch_keeps_old_homes_and_its_order()
    {
        var seen = await CreateAsync();
        var posts = Samples.Posts(350).Select(post => new BrandMention("nordrad", post)).ToList();
        var known = posts.Where((_, i) => i % 7 == 0).ToList();
        var old = (await seen.GetOrAddAsync(known, default)).ToDictionary(place => place.Mention.Id, place => place.Location);

        var placed = await seen.GetOrAddAsync(posts, default);

        Assert.Equal(posts.Select(post => post.Mention.Id), placed.Select(place => place.Mention.Id));
        Assert.All(placed, place => Assert.Equal(!old.ContainsKey(place.Mention.Id), place.First));
        Assert.All(placed.Where(place => !place.First), place => Assert.Equal(old[place.Mention.Id], place.Location));
    }

    [Fact]
    public async Task Only_placed_mentions_are_found()
    {
        var seen = await CreateAsync();
        var (known, unknown) = (Samples.Post("1", "Wo bleibt es?"), Samples.Post("2", "Da ist es."));
        var placed = await seen.GetOrAddAsync([new BrandMention("nordrad", known)], default);

        var found = await seen.FindAsync(
            [new BrandMention("nordrad", unknown), new BrandMention("nordrad", known), new BrandMention("suedrad", known)], default);

        Assert.Equal(placed.Single() with { First = false }, Assert.Single(found));
    }

    [Fact]
    public async Task Of_workers_that_place_the_same_posts_at_once_exactly_one_is_first_for_each()
    {
        var seen = await CreateAsync();
        var posts = Samples.Posts(150).Select(post => new BrandMention("nordrad", post)).ToList();

        // Each worker meets them in another order and knows others besides.
        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => seen.GetOrAddAsync(
            [.. posts.Skip(worker * 30), .. posts.Take(worker * 30)], default)));

        var byPost = all.SelectMany(placed => placed).GroupBy(place => place.Mention.Id).ToList();
        Assert.Equal(posts.Count, byPost.Count);
        Assert.All(byPost, places => Assert.Single(places.Select(place => place.Location).Distinct()));
        Assert.All(byPost, places => Assert.Single(places, place => place.First));
    }

    [Theory]
    [InlineData("Süd/Rad?#1")]
    [InlineData("日本|it's \\ 100 %")]
    public async Task Odd_brand_names_have_places_too(string brand)
    {
        var seen = await CreateAsync();
        var post = new BrandMention(brand, Samples.Post("1", "Wo bleibt es?"));

        var placed = await seen.GetOrAddAsync([post], default);

        Assert.Equal(placed.Single().Location, (await seen.FindAsync([post], default)).Single().Location);
    }

    [Fact]
    public async Task No_mentions_need_no_place()
    {
        var seen = await CreateAsync();

        Assert.Empty(await seen.GetOrAddAsync([], default));
        Assert.Empty(await seen.FindAsync([], default));
    }

    [Fact]
    public async Task The_same_mention_twice_in_one_call_is_the_callers_fault()
    {
        var seen = await CreateAsync();
        var post = new BrandMention("nordrad", Samples.Post("1", "Wo bleibt es?"));

        await Assert.ThrowsAnyAsync<Exception>(() => seen.GetOrAddAsync([post, post], default));
    }
}

public sealed class InMemoryMentionIndexTests : MentionIndexContract
{
    protected override Task<IMentionIndex> CreateAsync() => Task.FromResult<IMentionIndex>(new InMemoryMentionIndex());
}

[Collection("Azurite")]
public sealed class TableMentionIndexTests(AzuriteFixture azurite) : MentionIndexContract
{
    protected override async Task<IMentionIndex> CreateAsync() => new TableMentionIndex(await azurite.NewAccountAsync());
}
