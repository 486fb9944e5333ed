using Listening.Configuration;
using Listening.Domain;
using Listening.Sources;
using Listening.Testing;

namespace Listening.Tests.Sources;

public sealed class CollectRulesTests
{
    private static readonly DateTimeOffset Now = Samples.Morning;

    private static readonly SourceConfig Forum = new()
    {
        Name = "forum",
        Type = "feed",
        Options = new Options("https://forum.example/feed"),
    };

    [Theory]
    [InlineData(-1, false, false, true)] // its time has come
    [InlineData(0, false, false, true)]
    [InlineData(1, false, false, false)]
    [InlineData(1, false, true, true)] // somebody wants every source read now
    [InlineData(1, true, true, false)] // but this one asked us to wait
    [InlineData(-1, true, false, true)] // and has waited
    public void A_source_is_due_at_its_time_or_on_demand(int dueInMinutes, bool askedToWait, bool everySource, bool due) =>
        Assert.Equal(due, CollectRules.IsDue(
            new Checkpoint
            {
                Source = "forum",
                ConfigFingerprint = Forum.Fingerprint,
                DueAt = Now.AddMinutes(dueInMinutes),
                Throttled = askedToWait,
            },
            Forum,
            Now,
            everySource));

    /// <summary>The clock was a month ahead when the source was read, and is right now.</summary>
    [Theory]
    [InlineData(30 * 24 * 60, true)]
    [InlineData(11, true)]
    [InlineData(9, false)] // as far as two workers' clocks may differ
    public void A_next_read_that_a_wrong_clock_set_is_ignored(int minutesAhead, bool due)
    {
        var checkpoint = new Checkpoint
        {
            Source = "forum",
            ConfigFingerprint = Forum.Fingerprint,
            ScheduledAt = Now.AddMinutes(minutesAhead),
            DueAt = Now.AddMinutes(minutesAhead) + Forum.Every,
            Throttled = true,
        };

        Assert.Equal(due, CollectRules.IsDue(checkpoint, Forum, Now, everySource: false));
        Assert.Equal(!due, CollectRules.MustWait(checkpoint, Now));
    }

    /// <summary>Sources are looked at every 15 seconds, and a read ends a little after its look.</summary>
    [Theory]
    [InlineData(7, false, true)]
    [InlineData(8, false, false)]
    [InlineData(1, true, false)]
    public void A_source_is_read_at_the_look_that_is_nearest_to_when_it_is_due(int secondsLeft, bool throttled, bool due)
    {
        var checkpoint = new Checkpoint
        {
            Source = "forum",
            ConfigFingerprint = Forum.Fingerprint,
            DueAt = Now.AddSeconds(secondsLeft),
            Throttled = throttled,
        };

        Assert.Equal(due, CollectRules.IsDue(checkpoint, Forum, Now, everySource: false));
    }

    [Fact]
    public void A_source_whose_entry_was_changed_is_due_at_once_and_its_failures_are_forgotten()
    {
        var gaveUp = new Checkpoint
        {
            Source = "forum",
            ConfigFingerprint = Forum.Fingerprint,
            DueAt = Now.AddDays(1),
            Failures = 7,
            Throttled = true,
        };
        var mended = Forum with { Options = new Options("https://forum.example/feed", AllowPrivateNetwork: true) };

        Assert.False(CollectRules.IsDue(gaveUp, Forum, Now, everySource: false));
        Assert.True(CollectRules.IsDue(gaveUp, mended, Now, everySource: false));

        var ordered = CollectRules.Ordered(gaveUp, mended, Now);
        Assert.Equal((0, false, Now + mended.Every), (ordered.Failures, ordered.Throttled, ordered.DueAt));
        Assert.False(CollectRules.IsDue(ordered, mended, Now, everySource: false));
        Assert.Equal(7, CollectRules.Ordered(gaveUp, Forum, Now).Failures);
    }

    [Theory]
    [InlineData(-1, false)] // its read takes longer than the source's interval
    [InlineData(-9, false)]
    [InlineData(-10, true)] // the order is lost
    [InlineData(1, true)] // the clock was set back
    public void A_source_is_not_ordered_again_while_an_order_is_under_way(int orderedInMinutes, bool due)
    {
        var ordered = CollectRules.Ordered(new Checkpoint { Source = "forum" }, Forum, Now.AddMinutes(orderedInMinutes)) with
        {
            DueAt = Now.AddSeconds(-15),
        };

        Assert.Equal(due, CollectRules.IsDue(ordered, Forum, Now, everySource: false));
        Assert.True(CollectRules.IsDue(ordered, Forum, Now, everySource: true));
    }

    [Fact]
    public void A_source_whose_entry_was_changed_is_no_longer_slow()
    {
        var slow = new Checkpoint { Source = "forum", ConfigFingerprint = Forum.Fingerprint, Slow = true };
        var moved = Forum with { Options = new Options("https://faster.example/feed") };

        Assert.True(CollectRules.Ordered(slow, Forum, Now).Slow);
        Assert.False(CollectRules.Ordered(slow, moved, Now).Slow);
    }

    [Theory]
    [InlineData(5, null, 5)]
    [InlineData(5, 3, 5)]
    [InlineData(5, 60, 60)]
    [InlineData(5, 60 * 24 * 30, 60 * 24)] // a wish for a month is a mistake of its sender
    [InlineData(60 * 48, 60 * 72, 60 * 48)] // never sooner than our own rhythm
    public void The_next_look_heeds_the_sources_wish_up_to_a_day(int every, int? wish, int next) =>
        Assert.Equal(Now.AddMinutes(next), CollectRules.NextRead(
            Now, TimeSpan.FromMinutes(every), wish is { } minutes ? TimeSpan.FromMinutes(minutes) : null));

    [Theory]
    [InlineData(5, 1, false, true, 5)]
    [InlineData(5, 2, false, false, 10)]
    [InlineData(5, 5, false, true, 80)]
    [InlineData(5, 12, false, true, 60 * 24)]
    [InlineData(5, int.MaxValue, false, true, 60 * 24)]
    [InlineData(5, 1, true, false, 60 * 24)] // never was well, and only a person can help
    [InlineData(5, 1, true, true, 5)] // was well
    [InlineData(5, 4, true, true, 40)]
    [InlineData(60 * 24 * 3650, 20, false, true, 60 * 24)] // every ten years, and it must still not overflow
    public void Each_failure_doubles_the_wait_up_to_a_day(int every, int failures, bool needsOperator, bool wasHealthy, int next) =>
        Assert.Equal(
            Now.AddMinutes(next), CollectRules.NextRetry(Now, TimeSpan.FromMinutes(every), failures, needsOperator, wasHealthy));

    [Theory]
    [InlineData(90, 5, 1, 90)]
    [InlineData(1, 5, 1, 5)] // never sooner than our own rhythm
    [InlineData(-5, 5, 1, 5)]
    [InlineData(1, 5, 4, 40)]
    [InlineData(60, 5, 4, 60)]
    [InlineData(1, 60 * 24 * 7, 9, 60 * 24 * 7)]
    [InlineData(60 * 24 * 365 * 100, 5, 1, 60 * 24)]
    public void A_source_that_asks_to_wait_is_heeded_for_a_day_at_most(int asked, int every, int failures, int waits) =>
        Assert.Equal(
            Now.AddMinutes(waits),
            CollectRules.NextAfterThrottle(Now, TimeSpan.FromMinutes(asked), TimeSpan.FromMinutes(every), failures));

    [Theory]
    [InlineData("2026-11-16T08:00:00Z", "2026-12-01T00:00:00Z")]
    [InlineData("2026-12-31T23:59:59Z", "2027-01-01T00:00:00Z")]
    [InlineData("2026-12-01T00:30:00+01:00", "2026-12-01T00:00:00Z")]
    public void A_budget_is_fresh_on_the_first_of_the_next_month_in_utc(string now, string next) =>
        Assert.Equal(Instant(next), CollectRules.NextMonth(Instant(now)));

    [Fact]
    public void What_was_spent_last_month_is_not_spent_this_month()
    {
        var checkpoint = new Checkpoint { Source = "forum", Spent = 7, SpentIn = "2026-10" };

        Assert.Equal(0, checkpoint.SpentInMonthOf(Now));
        Assert.Equal(7, checkpoint.SpentInMonthOf(Now.AddMonths(-1)));
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private sealed record Options(string Url, bool AllowPrivateNetwork = false);
}
