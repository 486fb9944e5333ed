using Listening.Domain;
using Listening.Messages;
using Listening.Testing;

namespace Listening.Tests.Crashes;

/// <summary>Promises 1 to 3 of the design: whichever call dies, the next run ends where an undisturbed one does.</summary>
public sealed class EveryCallDiesTests
{
    [Fact]
    public async Task The_undisturbed_day_holds_what_its_author_meant()
    {
        using var day = Day.New();

        await RunToTheEndAsync(day);

        var rows = day.Mentions.Rows.Select(row => row.Judged).ToList();
        Assert.Equal(11, rows.Count);
        // One for each brand that the forum is read for: a deletion may arrive before its post.
        Assert.Equal(2, rows.Count(row => row.Mention.Deleted));
        Assert.Equal(2, rows.Count(row => row.EditedAt is not null && !row.Mention.Deleted));
        Assert.Equal(8, day.Cases.Rows.Count);
        Assert.All(day.Cases.Rows, row => Assert.True(row.Announced));
        Assert.Single(day.Cases.Rows, row => row.Case.Status == CaseStatus.Withdrawn);
        Assert.Single(day.Cases.Rows, row => row.Case.Opening.Mention.Thread == "t-1");
        Assert.Equal(day.Cases.Rows.Count, day.Alerts.Sent.Count);

        // Eleven rows: two have no author, and one had none before it was deleted.
        Assert.Equal(9, day.Authors.Entries.Count);
        AssertEveryAuthorIsFound(day);
    }

    [Theory]
    [InlineData(Death.Before)]
    [InlineData(Death.Halfway)]
    [InlineData(Death.After)]
    public async Task Whichever_call_dies_the_next_run_ends_where_an_undisturbed_one_does(Death death)
    {
        using var undisturbed = Day.New();
        await RunToTheEndAsync(undisturbed);
        var expected = Snapshot.Take(undisturbed);

        for (var call = 0; call < undisturbed.Faults.Calls; call++)
        {
            using var day = Day.New();
            var died = await DieAndRunAgainAsync(day, call, death, reordered: false);

            AssertSame(expected, Snapshot.Take(day), $"call {call} ({died}) died {death}");
            AssertOneContentPerAlert(day);
        }
    }

    /// <summary>
    /// A batch that failed comes back after others. Its posts then differ in what depends on the order of arrival (which copy's
    /// source and fetch time a row has, and so which post opened a case), never in what they say now.
    /// </summary>
    [Theory]
    [InlineData(Death.Before)]
    [InlineData(Death.Halfway)]
    [InlineData(Death.After)]
    public async Task A_batch_that_comes_back_late_changes_nothing_of_the_posts_as_they_are_now(Death death)
    {
        using var undisturbed = Day.New();
        await RunToTheEndAsync(undisturbed);
        var expected = Snapshot.Posts(undisturbed);

        for (var call = 0; call < undisturbed.Faults.Calls; call++)
        {
            using var day = Day.New();
            var died = await DieAndRunAgainAsync(day, call, death, reordered: true);

            var posts = Snapshot.Posts(day);
            Assert.True(expected == posts, $"call {call} ({died}) died {death}:\n{expected}\nis not\n{posts}");
            Assert.All(
                day.Mentions.Rows.Select(row => row.Judged).Where(judged => judged.Verdict.Polarity == Polarity.Negative),
                judged => Assert.Contains(day.Cases.Rows, row => row.Case.Id == judged.Case));
            Assert.All(day.Cases.Rows, row => Assert.True(row.Announced || row.Case.Status == CaseStatus.Withdrawn));
            AssertEveryAuthorIsFound(day);
            AssertOneContentPerAlert(day);
        }
    }

    private static async Task RunToTheEndAsync(Installation day)
    {
        await day.RunAsync();
        await day.SweepAsync();
        await day.PoisonWatch.RunAsync(default);
    }

    private static async Task<string> DieAndRunAgainAsync(Installation day, int call, Death death, bool reordered)
    {
        day.Faults.DieAt(call, death);
        var died = await Assert.ThrowsAsync<CrashException>(() => RunToTheEndAsync(day));
        day.Restart(reordered);
        await RunToTheEndAsync(day);
        return died.Call;
    }

    private static void AssertOneContentPerAlert(Installation day)
    {
        Assert.All(day.Alerts.Sent.GroupBy(sent => sent.AlertId), alert => Assert.Single(alert.Distinct()));
        var sent = day.Alerts.Sent.Select(alert => alert.AlertId).ToHashSet();
        Assert.Empty(day.Cases.Rows.Where(row => row.Announced).Select(AlertId).Except(sent));

        // A case may be withdrawn between its alert and its mark.
        Assert.Empty(sent.Except(day.Cases.Rows.Where(row => row.Announced || row.Case.Status == CaseStatus.Withdrawn).Select(AlertId)));
        Assert.Empty(day.Poison.For(Queues.Mentions).Texts);
    }

    private static string AlertId((CareCase Case, bool Announced) row) => $"{row.Case.Id}-{row.Case.Announcement}";

    /// <summary>No row and no case with an author lacks its entry.</summary>
    private static void AssertEveryAuthorIsFound(Installation day)
    {
        var rows = day.Mentions.Rows.Select(row => row.Judged).Concat(day.Cases.Rows.Select(row => row.Case.Opening));
        Assert.Empty(rows.Select(row => AuthorEntry.For(row)).OfType<AuthorEntry>().Except(day.Authors.Entries));
    }

    private static void AssertSame(Snapshot expected, Snapshot actual, string when)
    {
        foreach (var part in typeof(Snapshot).GetProperties().Where(part => part.PropertyType == typeof(string)))
        {
            var (should, does) = ((string)part.GetValue(expected)!, (string)part.GetValue(actual)!);
            Assert.True(should == does, $"{part.Name} differ where {when}:\n{should}\nis not\n{does}");
        }
    }
}
