using Listening.Cases;
using Listening.Domain;
using Listening.Testing;

namespace Listening.AzureStorage.Tests;

public abstract class CasesContract
{
    protected abstract Task<ICases> CreateAsync();

    [Fact]
    public async Task A_case_is_new_then_open_then_announced_and_always_the_same()
    {
        var cases = await CreateAsync();
        var @case = Samples.Case(Samples.Post("1", "Kaputt!") with { Title = "Ärger", Rating = 1, Thread = "t" });
        var later = @case with
        {
            OpenedAt = @case.OpenedAt.AddDays(2),
            Reason = "another rule",
            Priority = 1,
            Opening = Samples.Post("2", "Immer noch!").Judged(),
            TraceParent = null,
        };

        var first = await cases.OpenAsync([@case], default);
        var second = await cases.OpenAsync([later], default);
        await cases.MarkAnnouncedAsync([second[0].Case], Samples.Morning.AddMinutes(2), default);
        var third = await cases.OpenAsync([later], default);

        Assert.Equal([true, false, false], new[] { first, second, third }.Select(opened => opened.Single().IsNew));
        Assert.Equal(@case, Content(first.Single().Case));
        Assert.Equal(@case, Content(second.Single().Case));
        Assert.Equal(@case with { AnnouncedAt = Samples.Morning.AddMinutes(2) }, Content(third.Single().Case));
    }

    [Fact]
    public async Task A_partly_known_set_is_answered_in_its_order()
    {
        var cases = await CreateAsync();
        var all = Samples.Posts(230).Select(post => Samples.Case(post)).ToList();
        await cases.OpenAsync([.. all.Where((_, i) => i % 5 == 0)], default);
        await cases.MarkAnnouncedAsync([.. all.Where((_, i) => i % 10 == 0)], Samples.Morning, default);

        var opened = await cases.OpenAsync(all, default);

        Assert.Equal(
            all.Select((@case, i) => i % 10 == 0 ? @case with { AnnouncedAt = Samples.Morning } : @case), opened.Select(one => Content(one.Case)));
        Assert.Equal(all.Select((_, i) => i % 5 != 0), opened.Select(one => one.IsNew));
    }

    [Fact]
    public async Task Of_workers_that_open_the_same_cases_at_once_one_opens_each_and_all_get_the_same_case()
    {
        var cases = await CreateAsync();
        var posts = Samples.Posts(120);

        var all = await Task.WhenAll(Enumerable.Range(0, 3).Select(worker => cases.OpenAsync(
            [.. posts.Skip(worker * 20).Concat(posts.Take(worker * 20))
                .Select(post => Samples.Case(post with { Source = $"source-{worker}" }) with
                {
                    OpenedAt = Samples.Morning.AddMinutes(worker),
                    Priority = 10 + worker,
                })],
            default)));

        var byCase = all.SelectMany(opened => opened).GroupBy(opened => opened.Case.Id).ToList();
        Assert.Equal(posts.Count, byCase.Count);
        Assert.All(byCase, opened => Assert.Single(opened.Select(one => Content(one.Case)).Distinct()));
        Assert.All(byCase, opened => Assert.Single(opened, one => one.IsNew));
    }

    [Fact]
    public async Task The_sweep_finds_what_nobody_announced_page_by_page()
    {
        var cases = await CreateAsync();
        var all = Samples.Posts(1_300).Select((post, i) => Samples.Case(post) with { OpenedAt = Samples.Morning.AddMinutes(i) }).ToList();
        var announced = all.Where((_, i) => i % 13 == 0).ToList();
        await cases.OpenAsync(all, default);
        await cases.MarkAnnouncedAsync(announced, Samples.Morning.AddDays(1), default);

        var found = new List<CareCase>();
        await foreach (var page in cases.UnannouncedAsync(Samples.Morning, default))
        {
            // A page is announced before the next one is asked for.
            await cases.MarkAnnouncedAsync(page, Samples.Morning.AddDays(1), default);
            found.AddRange(page);
        }

        Assert.Equal(
            all.Except(announced).Select(@case => @case.Id.Value).Order(StringComparer.Ordinal),
            found.Select(@case => @case.Id.Value).Order(StringComparer.Ordinal));
        Assert.Empty(await AllAsync(cases.UnannouncedAsync(Samples.Morning, default)));
    }

    [Fact]
    public async Task The_sweep_looks_back_to_an_instant_and_forward_without_end()
    {
        var cases = await CreateAsync();
        CareCase[] all = [.. new[] { -1, 0, 30, 50_000 }.Select(minute =>
            Samples.Case(Samples.Post($"m{minute}", "Kaputt!") with { Author = new Author($"u{minute}") }) with
            {
                OpenedAt = Samples.Morning.AddMinutes(minute),
            })];
        await cases.OpenAsync(all, default);

        var found = await AllAsync(cases.UnannouncedAsync(Samples.Morning, default));

        Assert.Equal([all[1], all[2], all[3]], found.OrderBy(@case => @case.OpenedAt).Select(Content));
    }

    [Fact]
    public async Task A_case_that_is_gone_needs_no_mark_and_keeps_no_neighbour_from_its_own()
    {
        var cases = await CreateAsync();
        var (open, gone) = (
            Samples.Case(Samples.Post("1", "Kaputt!")), Samples.Case(Samples.Post("2", "Kaputt!") with { Author = new Author("u-2") }));
        await cases.OpenAsync([open], default);

        await cases.MarkAnnouncedAsync([gone, open], Samples.Morning, default);

        Assert.Equal(CaseStatus.Announced, (await cases.OpenAsync([open], default)).Single().Case.Status);
        Assert.Equal(CaseStatus.Open, (await cases.OpenAsync([gone], default)).Single().Case.Status);
    }

    [Fact]
    public async Task Two_brands_have_two_cases_of_one_post()
    {
        var cases = await CreateAsync();
        var post = Samples.Post("1", "Beide kaputt!");

        var opened = await cases.OpenAsync([Samples.Case(post), Samples.Case(post, "Süd|Rad/?")], default);

        Assert.Equal(["nordrad", "Süd|Rad/?"], opened.Select(existing => existing.Case.Brand));
    }

    [Fact]
    public async Task Nothing_to_open_opens_nothing()
    {
        var cases = await CreateAsync();

        Assert.Empty(await cases.OpenAsync([], default));
        await cases.MarkAnnouncedAsync([], Samples.Morning, default);
    }

    [Fact]
    public async Task A_case_is_saved_over_the_version_that_was_read_and_over_no_other()
    {
        var cases = await CreateAsync();
        var @case = Samples.Case(Samples.Post("1", "Kaputt!"));
        await cases.OpenAsync([@case], default);
        var read = await FindAsync();

        var withdrawn = read! with { WithdrawnAt = Samples.Morning, Opening = Samples.Post("1", "").Judged() };
        Assert.True(await cases.SaveAsync(withdrawn, default));
        Assert.False(await cases.SaveAsync(read, default));

        Assert.Equal(Content(withdrawn), Content((await FindAsync())!));
        Assert.Empty(await AllAsync(cases.UnannouncedAsync(Samples.Morning, default)));
        Assert.Null((await cases.FindAsync([("nordrad", new CaseId(new string('0', 32)))], default))[0]);

        async Task<CareCase?> FindAsync() => (await cases.FindAsync([("nordrad", @case.Id)], default))[0];
    }

    private static CareCase Content(CareCase @case) => @case with { Version = null };

    private static async Task<List<CareCase>> AllAsync(IAsyncEnumerable<IReadOnlyList<CareCase>> pages)
    {
        var all = new List<CareCase>();
        await foreach (var page in pages)
        {
            all.AddRange(page);
        }

        return all;
    }
}

public sealed class InMemoryCasesTests : CasesContract
{
    protected override Task<ICases> CreateAsync() => Task.FromResult<ICases>(new InMemoryCases());
}

[Collection("Azurite")]
public sealed class TableCasesTests(AzuriteFixture azurite) : CasesContract
{
    /// <summary>The opener died between remembering the case's place and writing its row.</summary>
    [Fact]
    public async Task A_case_that_was_placed_but_never_written_is_opened_where_it_was_placed()
    {
        var account = await azurite.NewAccountAsync();
        var @case = Samples.Case(Samples.Post("1", "Kaputt!"));
        await new PartitionIndex(account.CaseIndex).GetOrAddAsync(
            [("nordrad", @case.Id.Value, "2026-11-15T23:59:59.0000001Z")], default);

        var opened = Assert.Single(await new TableCases(account).OpenAsync([@case], default)).Case;

        Assert.Equal(CaseStatus.Open, opened.Status);
        Assert.Equal(new DateTimeOffset(2026, 11, 15, 23, 59, 59, TimeSpan.Zero).AddTicks(1), opened.OpenedAt);
    }

    protected override async Task<ICases> CreateAsync() => new TableCases(await azurite.NewAccountAsync());
}
