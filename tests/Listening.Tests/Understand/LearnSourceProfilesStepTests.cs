using Listening.Domain;
using Listening.Messages;
using Listening.Store;
using Listening.Testing;
using Listening.Understand;
using Microsoft.Extensions.Logging.Abstractions;

namespace Listening.Tests.Understand;

public sealed class LearnSourceProfilesStepTests : IDisposable
{
    private readonly Installation _installation = new();

    [Fact]
    public async Task A_profile_is_learned_from_the_posts_of_its_brand_and_source_alone()
    {
        await StoreAsync("nordrad", "forum", 60, broken: 30);
        await StoreAsync("nordrad", "blog", 80, broken: 8);
        await StoreAsync("suedrad", "forum", 49, broken: 49);

        await _installation.LearnSourceProfiles.RunAsync(default);

        var profiles = await _installation.SourceProfiles.AllAsync(default);
        Assert.Equal(
            [("nordrad", "blog", 80), ("nordrad", "forum", 60)],
            profiles.Select(profile => (profile.Brand, profile.Source, profile.Profile!.Texts)));
        Assert.Equal([0.1, 0.5], profiles.Select(profile => profile.Profile!.Schools["workshop"]));
        Assert.All(profiles, profile => Assert.Equal((Samples.Morning, Samples.Morning), (profile.LearnedAt, profile.FirstAt)));
    }

    [Theory]
    [InlineData(49, 0)]
    [InlineData(50, 50)]
    [InlineData(1_000, 1_000)]
    [InlineData(1_100, 1_000)]
    public async Task It_takes_fifty_texts_and_the_latest_thousand_are_enough(int posts, int learnedFrom)
    {
        await StoreAsync("nordrad", "forum", posts, broken: 10);

        await _installation.LearnSourceProfiles.RunAsync(default);

        Assert.Equal(learnedFrom, (await _installation.SourceProfiles.AllAsync(default)).SingleOrDefault()?.Profile?.Texts ?? 0);
        if (posts > 1_000)
        {
            // The broken ones are the oldest, and beyond what is read.
            Assert.Equal(0, (await _installation.SourceProfiles.AllAsync(default)).Single().Profile!.Schools["workshop"]);
        }
    }

    [Fact]
    public async Task Deleted_repeated_and_foreign_posts_do_not_count()
    {
        await StoreAsync("nordrad", "forum", 60, broken: 0, post => post with { Deleted = true, Text = "" });
        await StoreAsync("nordrad", "forum", 60, broken: 0, post => post with { Text = "Das Nordrad ist kaputt." });
        await StoreAsync("nordrad", "forum", 60, broken: 0, language: "fr");
        await StoreAsync("nordrad", "forum", 48, broken: 0);

        await _installation.LearnSourceProfiles.RunAsync(default);
        Assert.Empty(await _installation.SourceProfiles.AllAsync(default));

        await StoreAsync("nordrad", "forum", 1, broken: 0);
        await _installation.LearnSourceProfiles.RunAsync(default);
        Assert.Equal(50, (await _installation.SourceProfiles.AllAsync(default)).Single().Profile!.Texts);
    }

    [Fact]
    public async Task What_is_learned_again_is_learned_from_the_rows_as_they_stand_then_and_its_first_time_stays()
    {
        await StoreAsync("nordrad", "forum", 60, broken: 30);
        await _installation.LearnSourceProfiles.RunAsync(default);
        _installation.Time.Advance(TimeSpan.FromHours(1));
        await StoreAsync("nordrad", "forum", 40, broken: 0);

        await _installation.LearnSourceProfiles.RunAsync(default);

        var profile = (await _installation.SourceProfiles.AllAsync(default)).Single();
        Assert.Equal((100, 0.3), (profile.Profile!.Texts, profile.Profile.Schools["workshop"]));
        Assert.Equal((Samples.Morning, Samples.Morning.AddHours(1)), (profile.FirstAt, profile.LearnedAt));
    }

    [Fact]
    public async Task After_a_reset_only_younger_posts_count_and_a_source_that_was_too_quiet_since_has_no_profile()
    {
        await StoreAsync("nordrad", "forum", 60, broken: 60);
        await _installation.LearnSourceProfiles.RunAsync(default);
        _installation.Time.Advance(TimeSpan.FromHours(1));
        await _installation.SourceProfiles.ResetAsync("nordrad", "forum", _installation.Time.GetUtcNow(), default);

        await _installation.LearnSourceProfiles.RunAsync(default);
        Assert.Null((await _installation.SourceProfiles.AllAsync(default)).Single().Profile);

        _installation.Time.Advance(TimeSpan.FromHours(3));
        await StoreAsync("nordrad", "forum", 50, broken: 0);
        await _installation.LearnSourceProfiles.RunAsync(default);
        var profile = (await _installation.SourceProfiles.AllAsync(default)).Single();
        Assert.Equal((50, 0, Samples.Morning.AddHours(1)), (profile.Profile!.Texts, profile.Profile.Schools["workshop"], profile.ResetAt));
    }

    [Fact]
    public async Task A_source_that_has_become_quiet_keeps_its_profile()
    {
        await StoreAsync("nordrad", "forum", 60, broken: 30);
        await _installation.LearnSourceProfiles.RunAsync(default);
        _installation.Time.Advance(SourceProfileRules.LookBack + TimeSpan.FromDays(1));

        await _installation.LearnSourceProfiles.RunAsync(default);

        var profile = (await _installation.SourceProfiles.AllAsync(default)).Single();
        Assert.Equal((60, Samples.Morning), (profile.Profile!.Texts, profile.LearnedAt));
    }

    [Fact]
    public async Task A_loud_source_ends_the_search_for_a_quiet_ones_posts()
    {
        await StoreAsync("nordrad", "blog", 60, broken: 0);
        _installation.Time.Advance(TimeSpan.FromHours(4));
        await StoreAsync("nordrad", "forum", SourceProfileRules.MaxRows, broken: 0);

        await _installation.LearnSourceProfiles.RunAsync(default);

        Assert.Equal("forum", (await _installation.SourceProfiles.AllAsync(default)).Single().Source);
    }

    [Fact]
    public async Task A_model_without_source_profiles_reads_no_posts_for_them()
    {
        await StoreAsync("nordrad", "forum", 60, broken: 0);
        var (calls, step) = (_installation.Faults.Calls, Step(new WordModel { LearnsSourceProfiles = false }));

        await step.RunAsync(default);

        Assert.Equal(calls, _installation.Faults.Calls);
        Assert.Empty(await _installation.SourceProfiles.AllAsync(default));
    }

    [Fact]
    public async Task A_reset_while_it_learns_stands()
    {
        await StoreAsync("nordrad", "forum", 60, broken: 60);
        await _installation.LearnSourceProfiles.RunAsync(default);
        var read = (await _installation.SourceProfiles.AllAsync(default)).Single();

        await _installation.SourceProfiles.ResetAsync("nordrad", "forum", Samples.Morning.AddMinutes(5), default);

        var learnedLater = SourceProfileRules.WithProfile(read, read.Profile!, Samples.Morning.AddHours(1));
        Assert.False(await _installation.SourceProfiles.SaveAsync(learnedLater, default));
        Assert.Null((await _installation.SourceProfiles.AllAsync(default)).Single().Profile);
    }

    [Theory]
    [InlineData(Death.Before)]
    [InlineData(Death.After)]
    public async Task Whichever_call_dies_the_next_hour_learns_the_same(Death death)
    {
        await StoreTwoAsync(_installation);
        var before = _installation.Faults.Calls;
        await _installation.LearnSourceProfiles.RunAsync(default);
        var (calls, expected) = (_installation.Faults.Calls - before, await LearnedAsync(_installation));
        Assert.Equal(2, expected.Count);

        for (var call = 0; call < calls; call++)
        {
            using var other = new Installation();
            await StoreTwoAsync(other);
            other.Faults.DieAt(other.Faults.Calls + call, death);

            await Assert.ThrowsAsync<CrashException>(() => other.LearnSourceProfiles.RunAsync(default));
            other.Restart();
            await other.LearnSourceProfiles.RunAsync(default);

            Assert.Equal(expected, await LearnedAsync(other));
        }

        static async Task StoreTwoAsync(Installation installation)
        {
            await StoreAsync(installation, "nordrad", "forum", 60, 30, null, "de");
            await StoreAsync(installation, "nordrad", "blog", 80, 8, null, "de");
        }

        static async Task<IReadOnlyList<string>> LearnedAsync(Installation installation) =>
            [.. (await installation.SourceProfiles.AllAsync(default))
                .Select(profile => $"{profile.Brand} {profile.Source} {profile.Profile!.Texts} {profile.Profile.Describe}")];
    }

    [Fact]
    public async Task Posts_of_a_learned_source_are_judged_by_its_profile_and_their_rows_say_so()
    {
        await StoreAsync("nordrad", "forum", 60, broken: 30);
        await _installation.LearnSourceProfiles.RunAsync(default);

        await _installation.ProcessAsync(
            Samples.Batch("forum", [Samples.Post("new", "Naja, das Nordrad."), Samples.Post("other", "Naja, das Südrad.")]));

        var rows = _installation.Mentions.Rows.Select(row => row.Judged)
            .Where(row => row.Mention.Text.StartsWith("Naja", StringComparison.Ordinal))
            .ToDictionary(row => row.Brand);
        Assert.Equal("road 50 %, workshop 50 %; negative ×1.25", rows["nordrad"].Verdict.SourcePrior);
        Assert.Equal((0.45 * 1.25) / ((0.45 * 1.25) + 0.35 + 0.2), rows["nordrad"].Verdict.Probabilities.Negative, 6);
        Assert.Equal((null, 0.45), (rows["suedrad"].Verdict.SourcePrior, rows["suedrad"].Verdict.Probabilities.Negative));
    }

    [Fact]
    public async Task Annotations_correct_the_verdicts_of_their_brand_until_the_source_is_reset()
    {
        await StoreAsync("nordrad", "forum", 40, broken: 0, post => post with { Text = $"Naja {post.NativeId}" });
        await AnnotateAsync(Polarity.Neutral);
        await _installation.LearnSourceProfiles.RunAsync(default);

        var corrected = await ProcessedAsync("corrected");
        _installation.Time.Advance(TimeSpan.FromHours(1));
        await _installation.SourceProfiles.ResetAsync("nordrad", "forum", _installation.Time.GetUtcNow(), default);
        await _installation.LearnSourceProfiles.RunAsync(default);
        var reset = await ProcessedAsync("reset");

        Assert.Equal(Polarity.Neutral, corrected["nordrad"].LikeliestSentiment);
        Assert.Matches("^sentiment\\.negative -0\\.[0-9]+, .* \\(40 annotations, 40 of this source\\)$", corrected["nordrad"].Correction);
        Assert.Equal((Polarity.Negative, null), (corrected["suedrad"].LikeliestSentiment, corrected["suedrad"].Correction));
        Assert.Equal((Polarity.Negative, null), (reset["nordrad"].LikeliestSentiment, reset["nordrad"].Correction));
    }

    [Fact]
    public async Task Annotations_of_posts_that_were_edited_later_deleted_or_erased_correct_nothing()
    {
        await StoreAsync("nordrad", "forum", 40, broken: 0, post => post with { Text = $"Naja {post.NativeId}" });
        await AnnotateAsync(Polarity.Neutral);
        await _installation.LearnSourceProfiles.RunAsync(default);
        Assert.NotNull((await _installation.SourceProfiles.AllAsync(default)).Single(item => item.Source == "forum").Correction);

        var edited = _installation.Mentions.Rows.Select(row => row.Judged).ToList();
        var rows = await _installation.Mentions.FindAsync([.. edited.Select(row => (row.Brand, row.Mention.Id))], default);
        await _installation.Mentions.WriteAsync(
            [.. rows.Select((row, i) => row! with
            {
                EditedAt = Samples.Morning.AddHours(1),
                Location = $"{row.Brand}|{row.Mention.NativeId}",
                Mention = row.Mention with { Deleted = i % 2 == 0 },
            })],
            default);
        await _installation.LearnSourceProfiles.RunAsync(default);

        Assert.Null((await _installation.SourceProfiles.AllAsync(default)).Single(item => item.Source == "forum").Correction);
    }

    private async Task AnnotateAsync(Polarity sentiment)
    {
        foreach (var row in _installation.Mentions.Rows)
        {
            await _installation.Annotations.SaveAsync(
                new Annotation(row.Judged.Brand, row.Judged.Mention.Id, "Jana", Samples.Morning) { Sentiment = sentiment }, default);
        }
    }

    private async Task<IReadOnlyDictionary<string, Verdict>> ProcessedAsync(string id)
    {
        _installation.Time.Advance(CurrentSourceProfiles.CacheDuration);
        await _installation.ProcessAsync(Samples.Batch(
            "forum", [Samples.Post(id, $"Naja, das Nordrad {id}."), Samples.Post($"{id} too", $"Naja, das Südrad {id}.")]));
        return _installation.Mentions.Rows.Select(row => row.Judged)
            .Where(row => row.Mention.Text.EndsWith($" {id}.", StringComparison.Ordinal))
            .ToDictionary(row => row.Brand, row => row.Verdict);
    }

    [Fact]
    public async Task However_many_batches_ask_the_profiles_are_read_once_a_minute()
    {
        for (var i = 0; i < 5; i++)
        {
            await _installation.ProcessAsync(Samples.Batch("forum", [Samples.Post($"{i}", "Das Nordrad.")]));
        }

        Assert.Equal(1, _installation.SourceProfiles.Readings);

        _installation.Time.Advance(CurrentSourceProfiles.CacheDuration);
        await _installation.ProcessAsync(Samples.Batch("forum", [Samples.Post("later", "Das Nordrad.")]));

        Assert.Equal(2, _installation.SourceProfiles.Readings);
    }

    public void Dispose() => _installation.Dispose();

    private LearnSourceProfilesStep Step(ITextModel model) => new(
        _installation.Config,
        model,
        _installation.Mentions,
        _installation.Annotations,
        _installation.SourceProfiles,
        _installation.Time,
        NullLogger<LearnSourceProfilesStep>.Instance);

    private Task StoreAsync(
        string brand, string source, int posts, int broken, Func<Mention, Mention>? change = null, string language = "de") =>
        StoreAsync(_installation, brand, source, posts, broken, change, language);

    /// <summary>Rows of different posts, a second apart, the broken ones first; posts stored later are others.</summary>
    private static async Task StoreAsync(
        Installation installation, string brand, string source, int posts, int broken, Func<Mention, Mention>? change, string language)
    {
        var (now, stored) = (installation.Time.GetUtcNow(), installation.Mentions.Rows.Count);
        var writes = Enumerable.Range(0, posts).Select(i =>
        {
            var id = $"{brand}-{source}-{stored + i}";
            var text = $"{id} ist {(i < broken ? "kaputt" : "da")}";
            var post = Samples.Post(id, text, source) with { PostedAt = now.AddSeconds(i - posts), FetchedAt = now };
            return new JudgedMention(brand, change is null ? post : change(post), Samples.Negative with { Language = language })
            {
                Location = $"{brand}|{id}",
            };
        });
        await installation.Mentions.WriteAsync([.. writes], default);
    }
}
