using Listening.Admit;
using Listening.Domain;
using Listening.Testing;

namespace Listening.AzureStorage.Tests;

public abstract class IrrelevantMentionsContract
{
    protected abstract Task<IIrrelevantMentions> CreateAsync();

    [Fact]
    public async Task Posts_are_kept_replaced_listed_and_removed_per_source()
    {
        var posts = await CreateAsync();
        var (one, two) = (Post("1") with { Title = "Titel", Rating = 4 }, Post("2"));

        await posts.KeepAsync("Forum / Süd", [one, two], default);
        await posts.KeepAsync("Forum / Süd", [two with { Text = "neu" }], default);
        await posts.KeepAsync("blog", [two with { Source = "blog" }], default);
        await posts.RemoveAsync("blog", [two.Id, one.Id], default);

        Assert.Equal(
            [one, two with { Text = "neu" }],
            (await posts.OfSourceAsync("Forum / Süd", default).ToListAsync()).OrderBy(post => post.NativeId, StringComparer.Ordinal));
        Assert.Empty(await posts.OfSourceAsync("blog", default).ToListAsync());
        Assert.Equal(
            new HashSet<KeptMention> { new("Forum / Süd", one.Id, one.FetchedAt), new("Forum / Süd", two.Id, two.FetchedAt) },
            await posts.AllAsync(default).ToHashSetAsync());
    }

    private static Mention Post(string id) => Samples.Post(id, "Sonne über Kiel", "Forum / Süd") with { Author = null };
}

public sealed class InMemoryIrrelevantMentionsTests : IrrelevantMentionsContract
{
    protected override Task<IIrrelevantMentions> CreateAsync() => Task.FromResult<IIrrelevantMentions>(new InMemoryIrrelevantMentions());
}

[Collection("Azurite")]
public sealed class TableIrrelevantMentionsTests(AzuriteFixture azurite) : IrrelevantMentionsContract
{
    protected override async Task<IIrrelevantMentions> CreateAsync() => new TableIrrelevantMentions(await azurite.NewAccountAsync());
}
