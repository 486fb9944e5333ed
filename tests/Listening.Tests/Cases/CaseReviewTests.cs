using Listening.Domain;
using Listening.Testing;
using Listening.Tests.Crashes;

namespace Listening.Tests.Cases;

/// <summary>An alert says what is true when it is sent, and a case holds nothing of a post that was taken back.</summary>
public sealed class CaseReviewTests
{
    private static readonly Mention Complaint = Samples.Post("1", "Mein Nordrad ist kaputt.") with { Thread = "t" };

    private static readonly Mention Second = Samples.Post("2", "Das Nordrad ist immer noch kaputt.") with
    {
        Thread = "t",
        PostedAt = Samples.Morning.AddMinutes(-4),
    };

    private static readonly Mention Gone = Later(Complaint with { Text = "", Author = null, Thread = null, Deleted = true });

    private static readonly Mention Harmless = Later(Complaint with { Text = "Das Nordrad fährt.", Revision = "2" });

    private static readonly Mention Worse = Later(Complaint with { Text = "Das Nordrad ist ganz kaputt.", Revision = "2" });

    /// <summary>Another worker deletes the post before each call of the worker that announces it.</summary>
    [Fact]
    public async Task Whenever_a_post_is_deleted_its_case_is_withdrawn_and_keeps_no_word_of_it()
    {
        foreach (var (call, name) in await CallsAsync())
        {
            using var installation = await StartAsync();
            installation.Faults.RunBefore(call, () => installation.ProcessAsync(Samples.Batch("forum", [Gone])));

            await installation.ProcessAsync(Samples.Batch("forum", [Complaint]));
            await installation.ProcessAsync(Samples.Batch("forum", [Complaint]), delivery: 2);
            await installation.SweepAsync();

            Assert.True(
                installation.Mentions.Rows.All(row => row.Judged.Mention is { Deleted: true, Text: "", Author: null }), $"before {name}");
            Assert.All(installation.Cases.Rows, row =>
            {
                Assert.Equal(CaseStatus.Withdrawn, row.Case.Status);
                Assert.Equal(("", (Author?)null), (row.Case.Opening.Mention.Text, row.Case.Opening.Mention.Author));
            });
            Assert.True(installation.Alerts.Sent.Count <= 1, $"before {name}");
        }
    }

    [Fact]
    public async Task Whenever_a_post_is_edited_to_harmless_the_alert_sent_after_that_is_none()
    {
        foreach (var (call, name) in await CallsAsync())
        {
            using var installation = await StartAsync();
            var sentBefore = 0;
            installation.Faults.RunBefore(call, async () =>
            {
                await installation.ProcessAsync(Samples.Batch("forum", [Harmless]));
                sentBefore = installation.Alerts.Sent.Count;
            });

            await installation.ProcessAsync(Samples.Batch("forum", [Complaint]));
            await installation.SweepAsync();

            Assert.Equal("Das Nordrad fährt.", installation.Mentions.Rows.Single().Judged.Mention.Text);
            Assert.True(
                installation.Alerts.Sent.Count == sentBefore || name is "IAlertQueues.SendAsync" or "ICases.MarkAnnouncedAsync",
                $"before {name}");
        }
    }

    [Fact]
    public async Task A_case_whose_worker_died_is_not_announced_after_its_post_was_deleted()
    {
        using var installation = await DiedBeforeSendingAsync();

        await installation.ProcessAsync(Samples.Batch("forum", [Gone]));
        await installation.SweepAsync();

        Assert.Empty(installation.Alerts.Sent);
        Assert.Equal(CaseStatus.Withdrawn, Assert.Single(installation.Cases.Rows).Case.Status);
    }

    [Fact]
    public async Task A_case_whose_worker_died_is_announced_in_the_words_of_the_edit()
    {
        using var installation = await DiedBeforeSendingAsync();

        await installation.ProcessAsync(Samples.Batch("forum", [Worse]));
        await installation.SweepAsync();

        var alert = Assert.Single(installation.Alerts.Sent);
        Assert.Contains("ganz kaputt", alert.Json, StringComparison.Ordinal);
        Assert.EndsWith("-2", alert.AlertId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_announced_case_stays_after_an_edit_but_not_after_a_deletion()
    {
        using var installation = new Installation();
        await installation.ProcessAsync(Samples.Batch("forum", [Complaint]));

        await installation.ProcessAsync(Samples.Batch("forum", [Harmless]));
        Assert.Equal(("Mein Nordrad ist kaputt.", true), Opening(installation));

        await installation.ProcessAsync(Samples.Batch("forum", [Later(Gone)]));
        Assert.Equal(("", true), Opening(installation));
        Assert.Single(installation.Alerts.Sent);
    }

    /// <summary>Its worker marks it as announced just after the edit's worker has seen it open.</summary>
    [Fact]
    public async Task A_case_that_is_announced_while_its_post_is_edited_stays_too()
    {
        using var installation = await DiedBeforeSendingAsync();
        var opened = installation.Cases.Rows.Single().Case;
        using var once = await DiedBeforeSendingAsync();
        await once.ProcessAsync(Samples.Batch("forum", [Harmless]));
        var second = once.Faults.Names.Index().Where(call => call.Item == "ICases.FindAsync").ElementAt(1).Index;
        installation.Faults.RunBefore(second, () => installation.Cases.MarkAnnouncedAsync([opened], Samples.Morning, default));

        await installation.ProcessAsync(Samples.Batch("forum", [Harmless]));

        Assert.Equal((Complaint.Text, true), Opening(installation));
    }

    [Fact]
    public async Task The_authors_next_complaint_takes_over_the_case_of_one_that_was_deleted()
    {
        using var installation = new Installation();
        await installation.ProcessAsync(Samples.Batch("forum", [Complaint, Second]));

        await installation.ProcessAsync(Samples.Batch("forum", [Gone]));

        Assert.Equal((Second.Text, true), Opening(installation));
        Assert.Equal(["1", "2"], installation.Alerts.Sent.Select(sent => sent.AlertId[^1..]));
    }

    /// <summary>The second complaint leaves the case to the first, or takes it over: in no order is it lost.</summary>
    [Fact]
    public async Task A_complaint_that_arrives_while_the_first_is_deleted_is_announced()
    {
        using var once = new Installation();
        await once.ProcessAsync(Samples.Batch("forum", [Complaint]));
        var before = once.Faults.Calls;
        await once.ProcessAsync(Samples.Batch("forum", [Gone]));
        for (var call = before; call < once.Faults.Calls; call++)
        {
            using var installation = new Installation();
            installation.Faults.RunBefore(call, () => installation.ProcessAsync(Samples.Batch("forum", [Second])));
            await installation.ProcessAsync(Samples.Batch("forum", [Complaint]));

            await installation.ProcessAsync(Samples.Batch("forum", [Gone]));

            Assert.Equal((Second.Text, true), Opening(installation));
            Assert.Contains(installation.Alerts.Sent, sent => sent.Json.Contains("immer noch", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_complaint_opens_a_withdrawn_case_again()
    {
        using var installation = new Installation();
        await installation.ProcessAsync(Samples.Batch("forum", [Complaint, Gone with { Id = Complaint.Id }]));
        await installation.ProcessAsync(
            Samples.Batch("forum", [Complaint with { Id = MentionId.For("forum.example", "3"), NativeId = "3" }]));
        await installation.ProcessAsync(Samples.Batch("forum", [Gone with { Id = MentionId.For("forum.example", "3") }]));

        await installation.ProcessAsync(Samples.Batch("forum", [Second]));

        Assert.Equal((Second.Text, true), Opening(installation));
        Assert.Equal(["1", "2"], installation.Alerts.Sent.Select(sent => sent.AlertId[^1..]));
    }

    private static (string Text, bool Announced) Opening(Installation installation)
    {
        var (@case, announced) = Assert.Single(installation.Cases.Rows);
        return (@case.Opening.Mention.Text, announced);
    }

    /// <summary>The calls that processing the complaint makes, by number.</summary>
    private static async Task<IReadOnlyList<(int Call, string Name)>> CallsAsync()
    {
        using var installation = await StartAsync();
        var first = installation.Faults.Calls;
        await installation.ProcessAsync(Samples.Batch("forum", [Complaint]));
        return [.. installation.Faults.Names.Index().Skip(first)];
    }

    private static async Task<Installation> DiedBeforeSendingAsync()
    {
        var installation = await StartAsync();
        installation.Faults.DieAt((await CallsAsync()).First(call => call.Name == "IAlertQueues.SendAsync").Call, Death.Before);
        await Assert.ThrowsAsync<CrashException>(() => installation.ProcessAsync(Samples.Batch("forum", [Complaint])));
        installation.Restart();
        return installation;
    }

    /// <summary>An installation whose workers have read the source profiles, which only one of them does.</summary>
    private static async Task<Installation> StartAsync()
    {
        var installation = new Installation();
        await installation.ProcessAsync(Samples.Batch("forum", [Samples.Post("0", "Das Wetter ist schön.")]));
        return installation;
    }

    private static Mention Later(Mention mention) => mention with { FetchedAt = mention.FetchedAt.AddSeconds(30) };
}
