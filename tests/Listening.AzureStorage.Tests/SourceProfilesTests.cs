using Listening.Domain;
using Listening.Testing;
using Listening.Understand;

namespace Listening.AzureStorage.Tests;

public abstract class SourceProfilesContract
{
    private static readonly SourceProfile Full = new()
    {
        Brand = "nordrad",
        Source = "forum",
        Profile = new LearnedProfile(
            "general-1",
            812,
            new Dictionary<string, double> { ["umsab"] = 0.62, ["potts"] = 0.38 },
            new SentimentScores(0.41, 0.3, 0.29),
            new OddsFactors(1.12, 1, 0.91)),
        Correction = new LearnedCorrection("general-1", 46, 12, new Dictionary<string, double> { ["needsAction"] = 0.84 }),
        LearnedAt = Samples.Morning.AddTicks(1),
        FirstAt = Samples.Morning.AddDays(-3),
        ResetAt = Samples.Morning.AddDays(-4),
    };

    protected abstract Task<ISourceProfiles> CreateAsync();

    [Fact]
    public async Task Every_field_comes_back()
    {
        var profiles = await CreateAsync();
        Assert.Empty(await profiles.AllAsync(default));

        Assert.True(await profiles.SaveAsync(Full, default));

        var found = Assert.Single(await profiles.AllAsync(default));
        Assert.Equal(Full.Profile!.Schools, found.Profile!.Schools);
        Assert.Equal(Full.Correction!.Shifts, found.Correction!.Shifts);
        Assert.Equal(Full, found with
        {
            Version = null,
            Profile = found.Profile with { Schools = Full.Profile.Schools },
            Correction = found.Correction with { Shifts = Full.Correction.Shifts },
        });
    }

    [Fact]
    public async Task Of_two_that_read_one_version_only_the_first_saves()
    {
        var profiles = await CreateAsync();
        await profiles.SaveAsync(Full, default);
        var read = Assert.Single(await profiles.AllAsync(default));

        Assert.True(await profiles.SaveAsync(read with { LearnedAt = Samples.Morning.AddHours(1) }, default));
        Assert.False(await profiles.SaveAsync(read with { LearnedAt = Samples.Morning.AddHours(2) }, default));
        Assert.False(await profiles.SaveAsync(Full, default));

        Assert.Equal(Samples.Morning.AddHours(1), Assert.Single(await profiles.AllAsync(default)).LearnedAt);
    }

    [Fact]
    public async Task Of_many_that_save_a_profile_for_the_first_time_one_succeeds()
    {
        var profiles = await CreateAsync();

        var saved = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => profiles.SaveAsync(Full, default)));

        Assert.Single(saved, succeeded => succeeded);
    }

    [Fact]
    public async Task A_reset_forgets_what_was_learned_and_refuses_what_was_read_before()
    {
        var profiles = await CreateAsync();
        await profiles.SaveAsync(Full, default);
        var read = Assert.Single(await profiles.AllAsync(default));

        await profiles.ResetAsync("nordrad", "forum", Samples.Morning, default);

        Assert.False(await profiles.SaveAsync(read, default));
        var left = Assert.Single(await profiles.AllAsync(default));
        Assert.Equal((null, null, null, Samples.Morning), (left.Profile, left.LearnedAt, left.FirstAt, left.ResetAt));
        Assert.True(await profiles.SaveAsync(left with { Profile = Full.Profile }, default));
    }

    [Fact]
    public async Task Brands_and_sources_with_odd_names_keep_apart()
    {
        var profiles = await CreateAsync();
        (string Brand, string Source)[] names =
        [
            ("nordrad", "a/b"), ("nordrad", "a\\b"), ("nordrad", "a#b"), ("nordrad", "日本"), ("nordrad-2", "a/b"),
            ("nordrad", new('ü', 300)),
        ];
        foreach (var (brand, source) in names)
        {
            Assert.True(await profiles.SaveAsync(Full with { Brand = brand, Source = source }, default));
        }

        Assert.Equal(names.Order(), (await profiles.AllAsync(default)).Select(profile => (profile.Brand, profile.Source)).Order());
    }
}

public sealed class InMemorySourceProfilesTests : SourceProfilesContract
{
    protected override Task<ISourceProfiles> CreateAsync() => Task.FromResult<ISourceProfiles>(new InMemorySourceProfiles());
}

[Collection("Azurite")]
public sealed class TableSourceProfilesTests(AzuriteFixture azurite) : SourceProfilesContract
{
    protected override async Task<ISourceProfiles> CreateAsync() => new TableSourceProfiles(await azurite.NewAccountAsync());
}
