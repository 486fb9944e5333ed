using Listening.Domain;
using Listening.Messages;
using Listening.Testing;

namespace Listening.Tests.Crashes;

public sealed class SeveralWorkersTests
{
    private static readonly MentionBatch Batch = Samples.Batch("forum",
    [
        .. Enumerable.Range(0, 40).Select(i => Samples.Post($"{i}", $"Nordrad {(i % 4 == 0 ? "ist kaputt" : "fährt")}, {i}") with
        {
            Author = new Author($"u-{i % 10}"),
            Thread = i % 8 == 0 ? "t" : null,
        }),
    ]);

    [Fact]
    public async Task Two_workers_on_the_same_batch_end_in_the_rows_of_one()
    {
        using var one = new Installation();
        await one.ProcessAsync(Batch);

        for (var round = 0; round < 20; round++)
        {
            using var two = new Installation();
            await Task.WhenAll(two.ProcessAsync(Batch), two.ProcessAsync(Batch), two.ProcessAsync(Batch));

            AssertSame(one, two);
        }
    }

    [Fact]
    public async Task A_partly_known_batch_ends_in_the_rows_of_a_fresh_one()
    {
        using var fresh = new Installation();
        await fresh.ProcessAsync(Batch);

        using var partly = new Installation();
        await partly.ProcessAsync(Batch with { Mentions = [.. Batch.Mentions.Where((_, i) => i % 3 != 1)] });
        await partly.ProcessAsync(Batch);

        AssertSame(fresh, partly);
        Assert.Equal(partly.Cases.Rows.Count, partly.Alerts.Sent.Count);
    }

    [Fact]
    public async Task A_batch_that_holds_a_post_twice_stores_how_it_stands_now()
    {
        using var installation = new Installation();
        var post = Samples.Post("1", "Nordrad kommt nicht");

        await installation.ProcessAsync(
            Samples.Batch("forum", [post, Samples.Post("2", "Nordrad?"), post with { Text = "Nordrad ist da", Revision = "2" }]));

        Assert.Equal(
            ["Nordrad ist da", "Nordrad?"],
            installation.Mentions.Rows.Select(row => row.Judged.Mention.Text).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_batch_delivered_again_announces_nothing_twice_and_writes_no_row()
    {
        using var installation = new Installation();
        await installation.ProcessAsync(Batch);
        var (rows, sent) = (installation.Mentions.Rows, installation.Alerts.Sent);

        await installation.ProcessAsync(Batch, delivery: 2);

        Assert.Equal(rows, installation.Mentions.Rows);
        Assert.Equal(sent, installation.Alerts.Sent);
    }

    /// <summary>Whichever call of the first batch the other one comes before: a blog and a category's feed, or a post and its edit.</summary>
    [Theory]
    [InlineData("blog", "1")]
    [InlineData("blog", "2")]
    [InlineData("forum", "2")]
    public async Task Two_batches_at_once_with_the_same_complaints_alert_once_for_each(string source, string revision)
    {
        var other = Samples.Batch(source, [.. Batch.Mentions.Select(post => post with
        {
            Source = source, Revision = revision, Text = $"{post.Text}, {revision}", FetchedAt = post.FetchedAt.AddSeconds(1),
        })]);
        // Source profiles are read under a lock, so they are read before.
        var nothing = Samples.Batch("forum", []);
        using var alone = new Installation();
        await alone.ProcessAsync(nothing);
        var first = alone.Faults.Calls;
        await alone.ProcessAsync(Batch);
        for (var call = first; call < alone.Faults.Calls; call++)
        {
            using var both = new Installation();
            await both.ProcessAsync(nothing);
            both.Faults.RunBefore(call, () => both.ProcessAsync(other));

            await both.ProcessAsync(Batch);

            Assert.All(both.Cases.Rows, row => Assert.True(row.Announced));
            Assert.Equal(both.Cases.Rows.Count, both.Alerts.Sent.Count);
        }
    }

    [Fact]
    public async Task Batches_that_really_run_at_once_alert_once_for_each_complaint()
    {
        for (var round = 0; round < 20; round++)
        {
            using var installation = new Installation();
            await Task.WhenAll(Enumerable.Range(0, 4).Select(i => installation.ProcessAsync(Samples.Batch(
                $"source-{i}", [.. Batch.Mentions.Select(post => post with { Source = $"source-{i}" })]))));

            Assert.Equal(installation.Cases.Rows.Count, installation.Alerts.Sent.Count);
        }
    }

    /// <summary>A batch that died between two of its transactions finds some rows known and settles those first.</summary>
    [Fact]
    public async Task Which_of_two_complaints_of_one_second_opens_the_case_does_not_depend_on_their_order()
    {
        var (one, two) = (
            Samples.Post("7", "Nordrad kaputt") with { Thread = "t" },
            Samples.Post("8", "Nordrad immer noch kaputt") with { Thread = "t" });
        using var forth = new Installation();
        using var back = new Installation();

        await forth.ProcessAsync(Samples.Batch("forum", [one, two]));
        await back.ProcessAsync(Samples.Batch("forum", [two, one]));

        Assert.Equal(Assert.Single(forth.Cases.Rows), Assert.Single(back.Cases.Rows));
    }

    private static void AssertSame(Installation expected, Installation actual)
    {
        Assert.Equal(expected.Mentions.Rows, actual.Mentions.Rows);
        Assert.Equal(
            expected.Cases.Rows.Select(row => (row.Case.Id, row.Announced)), actual.Cases.Rows.Select(row => (row.Case.Id, row.Announced)));
        Assert.All(actual.Alerts.Sent.GroupBy(sent => sent.AlertId), alert => Assert.Single(alert.Distinct()));
        Assert.Equal(expected.Cases.Rows.Count, actual.Alerts.Sent.DistinctBy(sent => sent.AlertId).Count());
    }
}
