using Listening.Domain;
using Listening.Privacy;
using Listening.Store;
using Listening.Testing;

namespace Listening.AzureStorage.Tests;

public abstract class AuthorIndexContract
{
    private static readonly AuthorKey Lena = AuthorKey.For("forum.example", "u-17");

    protected abstract Task<IAuthorIndex> CreateAsync();

    [Fact]
    public async Task All_mentions_and_cases_of_an_author_are_found_and_no_one_elses()
    {
        var index = await CreateAsync();
        var mine = Enumerable.Range(0, 120)
            .Select(i => Entry(Samples.Post($"{i}", "Kaputt!") with { Thread = i % 2 == 0 ? "t" : null }))
            .ToList();
        var others = Samples.Posts(150).Where(post => post.Author!.Id != "u-17").Select(post => Entry(post)).ToList();
        string[] brands = ["nordrad-2", "nordra", "Süd|Rad/?"];
        var elsewhere = brands.Select(brand => Entry(Samples.Post("1", "Kaputt!"), brand)).ToList();

        await index.AddAsync([.. mine, .. others, .. elsewhere], default);

        Assert.Equal(Sorted(mine), Sorted(await index.FindAsync("nordrad", Lena, default)));
        Assert.Equal([elsewhere[2]], await index.FindAsync("Süd|Rad/?", Lena, default));
        Assert.Empty(await index.FindAsync("nordrad", AuthorKey.For("x", "u-17"), default));
    }

    [Fact]
    public async Task An_entry_that_is_added_again_is_there_once()
    {
        var index = await CreateAsync();
        var (one, two) = (Entry(Samples.Post("1", "Kaputt!")), Entry(Samples.Post("2", "Kaputt!")));

        await index.AddAsync([one], default);
        await index.AddAsync([two, one], default);
        await index.AddAsync([], default);

        Assert.Equal(Sorted([one, two]), Sorted(await index.FindAsync("nordrad", Lena, default)));
    }

    [Fact]
    public async Task A_mention_whose_conversation_changed_leads_to_both_cases()
    {
        var index = await CreateAsync();
        var (alone, inThread) = (Entry(Samples.Post("1", "Kaputt!")), Entry(Samples.Post("1", "Kaputt!") with { Thread = "t" }));

        await index.AddAsync([alone], default);
        await index.AddAsync([inThread], default);

        Assert.Equal(Sorted([alone, inThread]), Sorted(await index.FindAsync("nordrad", Lena, default)));
    }

    [Fact]
    public async Task Workers_that_add_the_same_entries_at_once_all_succeed()
    {
        var index = await CreateAsync();
        var all = Enumerable.Range(0, 150).Select(i => Entry(Samples.Post($"{i}", "Kaputt!"))).ToList();

        await Task.WhenAll(
            Enumerable.Range(0, 4).Select(worker => index.AddAsync([.. all.Skip(worker * 30), .. all.Take(worker * 30)], default)));

        Assert.Equal(Sorted(all), Sorted(await index.FindAsync("nordrad", Lena, default)));
    }

    [Fact]
    public async Task What_is_removed_is_gone_whether_or_not_it_was_there()
    {
        var index = await CreateAsync();
        var all = Enumerable.Range(0, 130).Select(i => Entry(Samples.Post($"{i}", "Kaputt!"))).ToList();
        await index.AddAsync([.. all.Where((_, i) => i % 2 == 0)], default);

        await index.RemoveAsync([.. all.Skip(20)], default);
        await index.RemoveAsync([.. all.Skip(20)], default);

        Assert.Equal(Sorted(all.Take(20).Where((_, i) => i % 2 == 0)), Sorted(await index.FindAsync("nordrad", Lena, default)));
    }

    private static AuthorEntry Entry(Mention mention, string brand = "nordrad") => AuthorEntry.For(mention.Judged(brand))!;

    private static IEnumerable<string> Sorted(IEnumerable<AuthorEntry> entries) =>
        entries.Select(entry => entry.ToString()).Order(StringComparer.Ordinal);
}

public sealed class InMemoryAuthorIndexTests : AuthorIndexContract
{
    protected override Task<IAuthorIndex> CreateAsync() => Task.FromResult<IAuthorIndex>(new InMemoryAuthorIndex());
}

[Collection("Azurite")]
public sealed class TableAuthorIndexTests(AzuriteFixture azurite) : AuthorIndexContract
{
    [Fact]
    public async Task No_key_and_no_column_shows_who_the_author_is()
    {
        var account = await azurite.NewAccountAsync();
        var katrin = new Author("katrin.sommer", "katrin.sommer", "Katrin Sommer", 3);
        var post = Samples.Post("1", "Kaputt!") with { Author = katrin, Thread = "katrin.sommer" };
        await new TableAuthorIndex(account).AddAsync([AuthorEntry.For(post.Judged())!], default);

        var row = await account.AuthorIndex.QueryAsync<Azure.Data.Tables.TableEntity>().SingleAsync();

        Assert.DoesNotContain("katrin", string.Join(' ', row), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("sommer", string.Join(' ', row), StringComparison.OrdinalIgnoreCase);
    }

    protected override async Task<IAuthorIndex> CreateAsync() => new TableAuthorIndex(await azurite.NewAccountAsync());
}
