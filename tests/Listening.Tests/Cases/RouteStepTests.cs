using Listening.Cases;
using Listening.Domain;
using Listening.Messages;
using Listening.Testing;

namespace Listening.Tests.Cases;

public sealed class RouteStepTests
{
    private static readonly Mention First = Samples.Post("1", "Mein Nordrad ist kaputt") with { Thread = "t" };
    private static readonly Mention Second = Samples.Post("2", "Und mein Nordrad ist immer noch kaputt") with { Thread = "t" };

    [Fact]
    public async Task A_case_that_another_post_opened_is_left_to_whoever_brought_that_post()
    {
        using var installation = new Installation();
        await installation.Cases.OpenAsync([Samples.Case(First)], default);

        await installation.ProcessAsync(Samples.Batch("forum", [Second]));

        Assert.Empty(installation.Alerts.Sent);
    }

    [Fact]
    public async Task A_case_that_this_post_opened_is_announced_if_the_first_try_died_before_sending()
    {
        using var installation = new Installation();
        await installation.Cases.OpenAsync([Samples.Case(First)], default);

        await installation.ProcessAsync(Samples.Batch("forum", [Second, First]), delivery: 2);

        Assert.Contains(First.Id.Value, Assert.Single(installation.Alerts.Sent).Json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Nordrad Gewinnspiel: nie wieder kaputt!", Polarity.Negative, true)]
    [InlineData("Das Nordrad? Naja.", Polarity.Unsure, false)]
    public async Task What_must_not_alarm_is_stored_for_people_to_look_at(string text, Polarity polarity, bool spam)
    {
        using var installation = new Installation();

        await installation.ProcessAsync(Samples.Batch("forum", [Samples.Post("1", text)]));

        var verdict = Assert.Single(installation.Mentions.Rows).Judged.Verdict;
        Assert.Equal((polarity, Polarity.Negative, spam), (verdict.Polarity, verdict.LikeliestSentiment, verdict.Spam!.Value.Detected));
        Assert.Empty(installation.Cases.Rows);
        Assert.Empty(installation.Alerts.Sent);
    }
}
