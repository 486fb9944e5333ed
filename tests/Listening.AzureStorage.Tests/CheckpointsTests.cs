using Azure.Data.Tables;
using Listening.Domain;
using Listening.Sources;
using Listening.Testing;

namespace Listening.AzureStorage.Tests;

public abstract class CheckpointsContract
{
    private static readonly Checkpoint Full = new()
    {
        Source = "forum",
        Cursor = "{\"page\":\"ä/2\"}",
        DueAt = Samples.Morning.AddTicks(1),
        OrderedAt = Samples.Morning.AddTicks(2),
        Slow = true,
        Throttled = true,
        HealthyAt = Samples.Morning.AddHours(-1),
        Problem = Problem.Create("http.server-error", $"The forum answers {503}; it is down"),
        Failures = 3,
        SpentIn = "2026-11",
        Spent = 12.3456m,
    };

    protected abstract Task<ICheckpoints> CreateAsync();

    /// <summary>Removes the row, as an operator's reset does.</summary>
    protected abstract Task ForgetAsync(string source);

    [Fact]
    public async Task Every_field_comes_back_and_what_became_null_is_gone()
    {
        var checkpoints = await CreateAsync();

        var saved = await checkpoints.SaveAsync(Full, default);
        var found = await checkpoints.FindAsync("forum", default);
        var well = await checkpoints.SaveAsync(
            found! with { Cursor = null, HealthyAt = null, Problem = null, SpentIn = null, Throttled = false, Failures = 0, Spent = 0 },
            default);

        Assert.Equal(Full, saved! with { Version = null });
        Assert.Equal(saved, found);
        Assert.Equal(Full.Problem!.Parameters, found!.Problem!.Parameters);
        Assert.Equal(well, await checkpoints.FindAsync("forum", default));
        Assert.Null(well!.Problem);
    }

    [Fact]
    public async Task A_source_never_read_has_none()
    {
        var checkpoints = await CreateAsync();

        Assert.Null(await checkpoints.FindAsync("forum", default));
        Assert.Empty(await checkpoints.AllAsync(default));
    }

    [Fact]
    public async Task Of_two_that_read_one_version_only_the_first_saves()
    {
        var checkpoints = await CreateAsync();
        var read = (await checkpoints.SaveAsync(Full, default))!;

        var first = await checkpoints.SaveAsync(read with { Cursor = "3" }, default);
        var second = await checkpoints.SaveAsync(read with { Cursor = "4" }, default);
        var again = await checkpoints.SaveAsync(first! with { Cursor = "5" }, default);

        Assert.Null(second);
        Assert.Equal("5", (await checkpoints.FindAsync("forum", default))!.Cursor);
        Assert.NotEqual(first!.Version, again!.Version);
    }

    [Fact]
    public async Task Of_many_that_save_a_source_for_the_first_time_one_succeeds()
    {
        var checkpoints = await CreateAsync();

        var saved = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => checkpoints.SaveAsync(Full with { Cursor = $"{i}" }, default)));

        Assert.Equal(Assert.Single(saved, checkpoint => checkpoint is not null), await checkpoints.FindAsync("forum", default));
    }

    [Fact]
    public async Task A_checkpoint_that_was_reset_meanwhile_is_not_saved_over()
    {
        var checkpoints = await CreateAsync();
        var read = (await checkpoints.SaveAsync(Full, default))!;

        await ForgetAsync("forum");

        Assert.Null(await checkpoints.SaveAsync(read with { Cursor = "3" }, default));
        Assert.Null(await checkpoints.FindAsync("forum", default));
    }

    [Fact]
    public async Task Sources_with_odd_names_keep_apart()
    {
        var checkpoints = await CreateAsync();
        string[] names =
            ["a/b", "a\\b", "a#b", "a?b", "a=2fb", "a b", "A/b", "Bäckerei's", "日本", "a\tb", new('ü', 300), new string('ü', 299) + "u"];
        foreach (var name in names)
        {
            Assert.NotNull(await checkpoints.SaveAsync(Full with { Source = name, Cursor = name }, default));
        }

        var all = await checkpoints.AllAsync(default);

        Assert.Equal(names.Order(StringComparer.Ordinal), all.Select(checkpoint => checkpoint.Source).Order(StringComparer.Ordinal));
        foreach (var name in names)
        {
            Assert.Equal(name, (await checkpoints.FindAsync(name, default))!.Cursor);
        }
    }
}

public sealed class InMemoryCheckpointsTests : CheckpointsContract
{
    private readonly InMemoryCheckpoints _checkpoints = new();

    protected override Task<ICheckpoints> CreateAsync() => Task.FromResult<ICheckpoints>(_checkpoints);

    protected override Task ForgetAsync(string source)
    {
        _checkpoints.Forget(source);
        return Task.CompletedTask;
    }
}

[Collection("Azurite")]
public sealed class TableCheckpointsTests(AzuriteFixture azurite) : CheckpointsContract
{
    private TableClient? _table;

    protected override async Task<ICheckpoints> CreateAsync()
    {
        var account = await azurite.NewAccountAsync();
        _table = account.Checkpoints;
        return new TableCheckpoints(account);
    }

    protected override Task ForgetAsync(string source) => _table!.DeleteEntityAsync("source", Keys.Escape(source));
}
