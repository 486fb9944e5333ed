using Azure.Data.Tables;
using Listening.Admit;
using Listening.Annotations;
using Listening.Cases;
using Listening.Domain;
using Listening.Messages;
using Listening.Privacy;
using Listening.Store;
using Listening.Telemetry;
using Listening.Testing;
using Listening.Understand;
using Microsoft.Extensions.Logging.Abstractions;

namespace Listening.AzureStorage.Tests;

/// <summary>The stores that hold personal data, and what finds it there.</summary>
/// <param name="CasesAsync">Every case there is.</param>
public sealed record PersonalStores(
    IMentionIndex Index, IMentions Mentions, ICases Cases, IAnnotations Annotations, IAuthorIndex Authors,
    Func<Task<IReadOnlyList<JudgedMention>>> CasesAsync)
{
    public IReadOnlyList<IPersonalData> Personal => [(IPersonalData)Mentions, (IPersonalData)Cases, (IPersonalData)Annotations];
}

/// <summary>Whatever the pipeline stored of a person is found by who they are, and nothing of it outlives an erasure.</summary>
public abstract class ErasureContract
{
    private static readonly AuthorKey Lena = AuthorKey.For("forum.example", "u-17");

    /// <summary>
    /// Two complaints of Lena's in one thread, one of her own, praise; and the complaints of others, one of them in her thread.
    /// </summary>
    private static readonly MentionBatch Batch = Samples.Batch("forum",
    [
        Samples.Post("1", "Mein Nordrad ist kaputt") with { Thread = "t" },
        Samples.Post("2", "Nordrad: immer noch kaputt") with { Thread = "t" },
        Samples.Post("3", "Auch das Südrad von Nordrad ist kaputt"),
        Samples.Post("4", "Nordrad, great!"),
        Samples.Post("5", "Mein Nordrad ist auch kaputt") with { Thread = "t", Author = new Author("u-5", "tom") },
        Samples.Post("6", "Nordrad kaputt") with { Author = null },
        .. Samples.Posts(60, "Nordrad ist kaputt").Select((post, i) => post with { Author = new Author($"o-{i}") }),
    ]);

    protected abstract Task<PersonalStores> CreateAsync();

    [Fact]
    public async Task After_the_erasure_no_store_holds_anything_of_the_person_and_everything_of_the_others()
    {
        var (stores, without) = (await CreateAsync(), await CreateAsync());
        await RunAsync(stores, Batch);
        await RunAsync(without, Batch with { Mentions = [.. Batch.Mentions.Where(post => post.Author?.Id != "u-17")] });
        await AnnotateAsync(stores, Batch.Mentions);
        await AnnotateAsync(without, Batch.Mentions.Where(post => post.Author?.Id != "u-17"));
        var before = await FoundAsync(stores, "nordrad");

        await EraseAsync(stores, "nordrad");
        await EraseAsync(stores, "suedrad");
        await EraseAsync(stores, "nordrad");

        Assert.Equal("4 3 8", before);
        Assert.Equal("0 0 0", await FoundAsync(stores, "nordrad"));
        Assert.Empty(await stores.Authors.FindAsync("nordrad", Lena, default));
        Assert.Equal(await HeldAsync(without), await HeldAsync(stores));
        // Nothing remembers where her posts were either: they would be as new as any.
        var again = await stores.Index.GetOrAddAsync([.. Batch.Mentions.Select(post => ("nordrad", post))], default);
        Assert.Equal(Batch.Mentions.Select(post => post.Author?.Id == "u-17"), again.Select(item => item.IsNew));
    }

    [Fact]
    public async Task A_brands_erasure_leaves_the_same_post_of_another_brand()
    {
        var stores = await CreateAsync();
        await RunAsync(stores, Batch);

        await EraseAsync(stores, "nordrad");

        Assert.Equal("1 1 0", await FoundAsync(stores, "suedrad"));
    }

    [Fact]
    public async Task Once_a_post_is_deleted_what_is_left_of_it_is_still_found_and_erased()
    {
        var stores = await CreateAsync();
        var post = Batch.Mentions[0];
        await RunAsync(stores, Samples.Batch("forum", [post]));
        await AnnotateAsync(stores, [post]);
        await RunAsync(
            stores,
            Samples.Batch(
                "forum",
                [post with { Text = "", Author = null, Thread = null, Deleted = true, FetchedAt = post.FetchedAt.AddMinutes(1) }]));
        var before = await FoundAsync(stores, "nordrad");

        await EraseAsync(stores, "nordrad");

        Assert.Equal("1 1 2", before);
        Assert.Equal("0 0 0", await FoundAsync(stores, "nordrad"));
    }

    [Fact]
    public async Task An_edit_that_names_another_author_gives_them_the_row_and_leaves_the_first_author_the_case()
    {
        var stores = await CreateAsync();
        var post = Batch.Mentions[0];
        var edit = post with
        {
            Text = "Nordrad: doch nicht kaputt",
            Author = new Author("u-5", "tom"),
            Revision = "2",
            FetchedAt = post.FetchedAt.AddMinutes(1),
        };
        await RunAsync(stores, Samples.Batch("forum", [post]));
        await RunAsync(stores, Samples.Batch("forum", [edit]));
        var before = await FoundAsync(stores, "nordrad");

        await EraseAsync(stores, "nordrad");

        Assert.Equal("0 1 0", before);
        Assert.Equal("0 0 0", await FoundAsync(stores, "nordrad"));
        Assert.Equal("1 1 0", await FoundAsync(stores, "nordrad", AuthorKey.For("forum.example", "u-5")));
        Assert.Equal(
            "Nordrad: doch nicht kaputt",
            Assert.Single(await HeldAsync(stores), line => line.StartsWith("mention", StringComparison.Ordinal)).Split('|')[^1]);
    }

    [Fact]
    public async Task An_edit_by_a_source_that_names_no_author_stays_the_authors()
    {
        var stores = await CreateAsync();
        var post = Batch.Mentions[0];
        await RunAsync(stores, Samples.Batch("forum", [post]));
        await RunAsync(
            stores,
            Samples.Batch(
                "forum",
                [post with { Text = "Nordrad: ganz kaputt", Author = null, Revision = "2", FetchedAt = post.FetchedAt.AddMinutes(1) }]));

        await EraseAsync(stores, "nordrad");

        Assert.Empty(await HeldAsync(stores));
    }

    /// <summary>
    /// The first pass runs between any two calls of a worker, which goes on with what it knows: what it writes is found by the
    /// second.
    /// </summary>
    [Theory]
    [InlineData(null)] // a new batch
    [InlineData(nameof(ICases))] // one that is delivered again, whose first worker died before it opened the cases
    public async Task What_a_worker_writes_after_the_first_pass_is_erased_by_the_second(string? firstWorkerDiesAt)
    {
        for (var call = 0; ; call++)
        {
            var (stores, faults, ran) = (await CreateAsync(), new Faults(), false);
            if (firstWorkerDiesAt is not null)
            {
                var first = new Faults();
                first.DieAt(
                    (await RunAsync(await CreateAsync(), Batch))
                        .FindIndex(name => name.StartsWith(firstWorkerDiesAt, StringComparison.Ordinal)),
                    Death.Before);
                await Assert.ThrowsAsync<CrashException>(() => RunAsync(stores, Batch, first));
            }

            faults.RunBefore(call, async () =>
            {
                ran = true;
                await FirstPassAsync(stores);
            });
            await RunAsync(stores, Batch, faults);
            if (!ran)
            {
                Assert.InRange(call, 5, 40);
                return;
            }

            await EraseAsync(stores, "nordrad");
            await EraseAsync(stores, "suedrad");

            Assert.DoesNotContain(await HeldAsync(stores), line => line.Contains("u-17", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Erasure_and_workers_at_the_same_time_end_in_nothing_after_the_second_pass()
    {
        var stores = await CreateAsync();
        await RunAsync(stores, Batch);

        await Task.WhenAll(RunAsync(stores, Batch), FirstPassAsync(stores), RunAsync(stores, Batch), FirstPassAsync(stores));
        await EraseAsync(stores, "nordrad");
        await EraseAsync(stores, "suedrad");

        Assert.DoesNotContain(await HeldAsync(stores), line => line.Contains("u-17", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_a_person_nobody_knows_nothing_is_erased()
    {
        var stores = await CreateAsync();
        await RunAsync(stores, Batch);
        var before = await HeldAsync(stores);

        await EraseAsync(stores, "nordrad", AuthorKey.For("forum.example", "nobody"));

        Assert.Equal(before, await HeldAsync(stores));
    }

    private static async Task FirstPassAsync(PersonalStores stores)
    {
        var entries = await stores.Authors.FindAsync("nordrad", Lena, default);
        foreach (var store in stores.Personal)
        {
            await store.EraseAsync(entries, default);
        }
    }

    /// <summary>The second pass, with the index last.</summary>
    private static async Task EraseAsync(PersonalStores stores, string brand, AuthorKey? author = null)
    {
        var entries = await stores.Authors.FindAsync(brand, author ?? Lena, default);
        foreach (var store in stores.Personal)
        {
            await store.EraseAsync(entries, default);
            await store.ForgetAsync(entries, default);
        }

        await stores.Authors.RemoveAsync(entries, default);
    }

    protected static async Task StoreAndEraseAllAsync(PersonalStores stores)
    {
        await RunAsync(stores, Batch);
        await AnnotateAsync(stores, Batch.Mentions);
        await EraseAsync(stores, "nordrad");
        await EraseAsync(stores, "suedrad");
    }

    /// <summary>How many mentions, cases and annotations of the author the index leads to.</summary>
    private static async Task<string> FoundAsync(PersonalStores stores, string brand, AuthorKey? author = null)
    {
        var entries = await stores.Authors.FindAsync(brand, author ?? Lena, default);
        return string.Join(' ', await Task.WhenAll(stores.Personal.Select(async store => (await store.FindAsync(entries, default)).Count)));
    }

    private static async Task AnnotateAsync(PersonalStores stores, IEnumerable<Mention> mentions)
    {
        foreach (var (mention, by) in mentions.SelectMany(mention => ((string[])["Jana", "Tom"]).Select(by => (mention, by))))
        {
            await stores.Annotations.SaveAsync(
                new Annotation("nordrad", mention.Id, by, Samples.Morning) { Sentiment = Polarity.Negative }, default);
        }
    }

    /// <summary>All mentions, cases and annotations, a line each.</summary>
    private static async Task<IReadOnlyList<string>> HeldAsync(PersonalStores stores)
    {
        var lines = new List<string>();
        foreach (var brand in (string[])["nordrad", "suedrad"])
        {
            await foreach (
                var row in ((IPastMentions)stores.Mentions)
                    .SinceAsync(brand, Samples.Morning.AddDays(-1), Samples.Morning.AddHours(1), default))
            {
                lines.Add($"mention|{brand}|{row.Mention.Id}|{row.Mention.Author}|{row.Mention.Text}");
            }
        }

        lines.AddRange(
            (await stores.CasesAsync()).Select(opening => $"case|{opening.Brand}|{opening.Mention.Author}|{opening.Mention.Text}"));

        await foreach (var annotation in stores.Annotations.AllAsync(null, default))
        {
            lines.Add($"annotation|{annotation}");
        }

        return [.. lines.Order(StringComparer.Ordinal)];
    }

    /// <summary>Runs the pipeline over the stores and returns the names of its calls.</summary>
    private static async Task<List<string>> RunAsync(PersonalStores stores, MentionBatch batch, Faults? faults = null)
    {
        using var metrics = new ListeningMetrics();
        faults ??= new Faults();
        var (config, time, cases) = (new FixedConfig(Samples.Config), new ManualTime(Samples.Morning), faults.Around(stores.Cases));
        var (mentions, authors) = (faults.Around(stores.Mentions), faults.Around(stores.Authors));
        var review = new CaseReview(cases, (ICaseMentions)stores.Mentions, config, metrics, time, NullLogger<CaseReview>.Instance);
        using var profiles = new CurrentSourceProfiles(new InMemorySourceProfiles(), time);
        var pipeline = new Pipeline(
            new AdmitStep(config, faults.Around(stores.Index), new InMemoryIrrelevantMentions(), metrics, NullLogger<AdmitStep>.Instance),
            profiles,
            new UnderstandStep(new WordModel()),
            new StoreStep(mentions, authors, metrics, time),
            new RouteStep(config, time),
            new OpenCasesStep(
                cases,
                review,
                new Announcer(cases, review, new InMemoryAlertQueues(), metrics, time),
                NullLogger<OpenCasesStep>.Instance),
            new InMemoryMentionQueue(),
            NullLogger<Pipeline>.Instance);
        await pipeline.RunAsync(batch, 1, default);
        return faults.Names;
    }
}

public sealed class InMemoryErasureTests : ErasureContract
{
    protected override Task<PersonalStores> CreateAsync()
    {
        var (index, cases, authors) = (new InMemoryMentionIndex(), new InMemoryCases(), new InMemoryAuthorIndex());
        return Task.FromResult(new PersonalStores(
            index, new InMemoryMentions(index), cases, new InMemoryAnnotations(), authors,
            () => Task.FromResult<IReadOnlyList<JudgedMention>>([.. cases.Rows.Select(row => row.Case.Opening)])));
    }
}

[Collection("Azurite")]
public sealed class TableErasureTests(AzuriteFixture azurite) : ErasureContract
{
    private readonly List<StorageAccount> _accounts = [];

    [Fact]
    public async Task No_row_of_any_table_names_the_person_afterwards()
    {
        var stores = await CreateAsync();
        await StoreAndEraseAllAsync(stores);

        foreach (var table in typeof(StorageAccount).GetProperties().Where(property => property.PropertyType == typeof(TableClient)))
        {
            await foreach (var row in ((TableClient)table.GetValue(_accounts.Single())!).QueryAsync<TableEntity>())
            {
                Assert.DoesNotContain(AuthorKey.For("forum.example", "u-17").Value, string.Join(' ', row), StringComparison.Ordinal);
                Assert.DoesNotContain("lena", string.Join(' ', row), StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    protected override async Task<PersonalStores> CreateAsync()
    {
        var account = await azurite.NewAccountAsync();
        _accounts.Add(account);
        return new PersonalStores(
            new TableMentionIndex(account),
            new TableMentions(account),
            new TableCases(account),
            new TableAnnotations(account),
            new TableAuthorIndex(account),
            async () => await account.Cases.QueryAsync<TableEntity>().Select(row => row.ToMention()).ToListAsync());
    }
}
