using Listening.Configuration;
using Listening.Domain;
using Listening.InMemory;
using Listening.Route;

namespace Listening.Tests.Route;

public sealed class RoutingRulesTests
{
    private static readonly RoutingRule Unhappy = new() { Name = "unhappy", Queue = "care-alerts", Sentiment = [Polarity.Negative], MinConfidence = 0.8 };

    /// <summary>What is asked of a negative German post of the forum at 96 %, brand nordrad, and whether the rule fits.</summary>
    public static TheoryData<string, RoutingRule, bool> Table() => new()
    {
        { "nothing asked", new() { Name = "r", Queue = "q" }, true },
        { "its polarity", new() { Name = "r", Queue = "q", Sentiment = [Polarity.Positive, Polarity.Negative] }, true },
        { "another polarity", new() { Name = "r", Queue = "q", Sentiment = [Polarity.Positive] }, false },
        { "no polarity at all", new() { Name = "r", Queue = "q", Sentiment = [] }, false },
        { "exactly its confidence", new() { Name = "r", Queue = "q", MinConfidence = 0.96 }, true },
        { "more confidence", new() { Name = "r", Queue = "q", MinConfidence = 0.961 }, false },
        { "its language", new() { Name = "r", Queue = "q", Languages = ["en", "de"] }, true },
        { "another language", new() { Name = "r", Queue = "q", Languages = ["en"] }, false },
        { "its brand", new() { Name = "r", Queue = "q", Brands = ["nordrad"] }, true },
        { "another brand", new() { Name = "r", Queue = "q", Brands = ["suedrad"] }, false },
        { "its source", new() { Name = "r", Queue = "q", Sources = ["forum"] }, true },
        { "another source", new() { Name = "r", Queue = "q", Sources = ["blog"] }, false },
        { "a word of the text", new() { Name = "r", Queue = "q", Keywords = Query("klingel*") }, true },
        { "a word of the title", new() { Name = "r", Queue = "q", Keywords = Query("aerger") }, true },
        { "a word it does not say", new() { Name = "r", Queue = "q", Keywords = Query("bremse") }, false },
        { "all of them", new() { Name = "r", Queue = "q", Sentiment = [Polarity.Negative], MinConfidence = 0.9, Languages = ["de"], Brands = ["nordrad"], Sources = ["forum"], Keywords = Query("kaputt") }, true },
        { "all but one", new() { Name = "r", Queue = "q", Sentiment = [Polarity.Negative], MinConfidence = 0.9, Languages = ["en"], Brands = ["nordrad"], Sources = ["forum"], Keywords = Query("kaputt") }, false },
        { "nobody shall hear", new() { Name = "r", Queue = null }, false },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void A_rule_fits_if_every_condition_given_holds(string asked, RoutingRule rule, bool fits) =>
        Assert.True(fits == RoutingRules.Decide(Complaint(), [rule]) is not null, asked);

    [Fact]
    public void The_first_rule_that_fits_decides_even_that_nobody_hears_of_it()
    {
        var mute = new RoutingRule { Name = "own staff", Queue = null, Sources = ["forum"] };

        Assert.Null(RoutingRules.Decide(Complaint(), [mute, Unhappy]));
        Assert.Equal(Unhappy, RoutingRules.Decide(Complaint(), [Unhappy, mute])!.Rule);
        Assert.Null(RoutingRules.Decide(Complaint(), []));
    }

    [Theory]
    [InlineData(Polarity.Unknown)]
    [InlineData(Polarity.Unsure)]
    public void An_unsure_verdict_alarms_nobody(Polarity polarity) => Assert.Null(RoutingRules.Decide(
        Complaint() with { Verdict = Samples.Negative with { Polarity = polarity } }, [new RoutingRule { Name = "all", Queue = "q" }]));

    [Fact]
    public void A_post_that_was_taken_back_alarms_nobody()
    {
        var complaint = Complaint();

        Assert.Null(RoutingRules.Decide(complaint with { Mention = complaint.Mention with { Deleted = true } }, [Unhappy]));
    }

    [Fact]
    public void A_post_that_turns_into_a_complaint_later_is_not_overdue_when_it_does()
    {
        var turned = Complaint() with { EditedAt = Samples.Morning.AddDays(2) };

        Assert.Equal(Samples.Morning.AddDays(2).AddHours(2), RoutingRules.Decide(turned, [Unhappy with { AnswerWithin = TimeSpan.FromHours(2) }])!.DueAt);
    }

    [Fact]
    public void The_decision_says_why_how_urgent_and_until_when()
    {
        var decision = RoutingRules.Decide(Complaint(), [Unhappy with { Keywords = Query("kaputt"), AnswerWithin = TimeSpan.FromHours(2) }])!;

        Assert.Equal("negative at 96 %, rule 'unhappy' asks for 80 % and for the words kaputt", decision.Reason);
        Assert.Equal(96, decision.Priority);
        Assert.Equal(Samples.Morning.AddHours(2), decision.DueAt);
        Assert.Equal("care-alerts", decision.Queue);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.004, 1)]
    [InlineData(0.5, 50)]
    [InlineData(1, 100)]
    public void Priority_is_between_1_and_100(double negative, int priority) => Assert.Equal(priority, RoutingRules.Decide(
        Complaint() with { Verdict = new Verdict(Polarity.Neutral, new SentimentScores(negative, 1 - negative, 0), "de", "m") },
        [new RoutingRule { Name = "all", Queue = "q" }])!.Priority);

    private static JudgedMention Complaint() => (Samples.Post("1", "Die Klingel ist kaputt!") with { Title = "Ärger" }).Judged();

    private static BrandQuery Query(string text) => BrandQuery.TryParse(text, out _)!;
}
