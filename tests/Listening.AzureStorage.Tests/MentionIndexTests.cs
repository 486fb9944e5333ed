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
        var index = await CreateAsync();
        var post = Samples.Post("1", "Wo bleibt mein Nordrad?");

        var first = Assert.Single(await index.GetOrAddAsync([("nordrad", post)], default));
        var edited = post with { PostedAt = post.PostedAt!.Value.AddDays(-3), Text = "Wo bleibt es?" };
        var later = Assert.Single(await index.GetOrAddAsync([("nordrad", edited)], default));

        Assert.True(first.IsNew);
        Assert.False(later.IsNew);
        Assert.Equal(first.Location, later.Location);
        Assert.Equal("Wo bleibt es?", later.Mention.Text);
    }

    [Fact]
    public async Task Each_brand_has_a_location_of_its_own()
    {
        var index = await CreateAsync();
        var post = Samples.Post("1", "Nordrad oder Südrad?");

        var admitted = await index.GetOrAddAsync([("nordrad", post), ("suedrad", post)], default);

        Assert.All(admitted, item => Assert.True(item.IsNew));
        Assert.Equal(["nordrad", "suedrad"], admitted.Select(item => item.Brand));
        Assert.NotEqual(admitted[0].Location, admitted[1].Location);
    }

    [Fact]
    public async Task A_partly_known_batch_keeps_old_locations_and_its_order()
    {
        var index = await CreateAsync();
        var posts = Samples.Posts(350).Select(post => ("nordrad", Mention: post)).ToList();
        var known = posts.Where((_, i) => i % 7 == 0).ToList();
        var old = (await index.GetOrAddAsync(known, default)).ToDictionary(item => item.Mention.Id, item => item.Location);

        var admitted = await index.GetOrAddAsync(posts, default);

        Assert.Equal(posts.Select(post => post.Mention.Id), admitted.Select(item => item.Mention.Id));
        Assert.All(admitted, item => Assert.Equal(!old.ContainsKey(item.Mention.Id), item.IsNew));
        Assert.All(admitted.Where(item => !item.IsNew), item => Assert.Equal(old[item.Mention.Id], item.Location));
    }

    [Fact]
    public async Task Only_mentions_with_a_location_are_found()
    {
        var index = await CreateAsync();
        var (known, unknown) = (Samples.Post("1", "Wo bleibt es?"), Samples.Post("2", "Da ist es."));
        var admitted = await index.GetOrAddAsync([("nordrad", known)], default);

        var found = await index.FindAsync(
            [("nordrad", unknown), ("nordrad", known), ("suedrad", known)], default);

        Assert.Equal(admitted.Single() with { IsNew = false }, Assert.Single(found));
    }

    [Fact]
    public async Task Of_workers_that_admit_the_same_posts_at_once_exactly_one_chooses_each_location()
    {
        var index = await CreateAsync();
        var posts = Samples.Posts(150).Select(post => ("nordrad", Mention: post)).ToList();

        // Each worker meets them in another order and knows others besides.
        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => index.GetOrAddAsync(
            [.. posts.Skip(worker * 30), .. posts.Take(worker * 30)], default)));

        var byPost = all.SelectMany(admitted => admitted).GroupBy(item => item.Mention.Id).ToList();
        Assert.Equal(posts.Count, byPost.Count);
        Assert.All(byPost, items => Assert.Single(items.Select(item => item.Location).Distinct()));
        Assert.All(byPost, items => Assert.Single(items, item => item.IsNew));
    }

    [Theory]
    [InlineData("Süd/Rad?#1")]
    [InlineData("日本|it's \\ 100 %")]
    public async Task Odd_brand_names_have_locations_too(string brand)
    {
        var index = await CreateAsync();
        var post = (brand, Samples.Post("1", "Wo bleibt es?"));

        var admitted = await index.GetOrAddAsync([post], default);

        Assert.Equal(admitted.Single().Location, (await index.FindAsync([post], default)).Single().Location);
    }

    [Fact]
    public async Task No_mentions_need_no_location()
    {
        var index = await CreateAsync();

        Assert.Empty(await index.GetOrAddAsync([], default));
        Assert.Empty(await index.FindAsync([], default));
    }

    [Fact]
    public async Task The_same_mention_twice_in_one_call_is_an_error()
    {
        var index = await CreateAsync();
        var post = ("nordrad", Samples.Post("1", "Wo bleibt es?"));

        await Assert.ThrowsAnyAsync<Exception>(() => index.GetOrAddAsync([post, post], default));
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
