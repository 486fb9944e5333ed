using Listening.Cases;
using Listening.Configuration;
using Listening.Domain;
using Listening.Queries;
using Listening.Testing;

namespace Listening.Tests.Cases;

public sealed class RoutingRulesTests
{
    private static readonly RoutingRule Unhappy = new()
    {
        Name = "unhappy",
        Queue = "care-alerts",
        Sentiment = [Polarity.Negative],
        MinConfidence = 0.8,
        MaxAge = TimeSpan.FromDays(30),
    };

    private static readonly RoutingRule Strict = new()
    {
        Name = "r",
        Queue = "q",
        Sentiment = [Polarity.Negative],
        MinConfidence = 0.9,
        Languages = ["de"],
        Brands = ["nordrad"],
        Sources = ["forum"],
        Keywords = Parse("kaputt"),
    };

    /// <summary>What is asked of a negative German complaint of the forum at 96 %, brand nordrad, and whether the rule fits.</summary>
    public static TheoryData<string, RoutingRule, bool> Table() => new()
    {
        { "nothing asked", new() { Name = "r", Queue = "q" }, true },
        { "its polarity", new() { Name = "r", Queue = "q", Sentiment = [Polarity.Positive, Polarity.Negative] }, true },
        { "another polarity", new() { Name = "r", Queue = "q", Sentiment = [Polarity.Positive] }, false },
        { "no polarity at all", new() { Name = "r", Queue = "q", Sentiment = [] }, false },
        { "exactly its confidence", new() { Name = "r", Queue = "q", MinConfidence = 0.96 }, true },
        { "more confidence", new() { Name = "r", Queue = "q", MinConfidence = 0.961 }, false },
        { "its intent", new() { Name = "r", Queue = "q", Intents = [Intent.Question, Intent.Complaint] }, true },
        { "another intent", new() { Name = "r", Queue = "q", Intents = [Intent.Question] }, false },
        { "its language", new() { Name = "r", Queue = "q", Languages = ["en", "de"] }, true },
        { "another language", new() { Name = "r", Queue = "q", Languages = ["en"] }, false },
        { "its brand", new() { Name = "r", Queue = "q", Brands = ["nordrad"] }, true },
        { "another brand", new() { Name = "r", Queue = "q", Brands = ["suedrad"] }, false },
        { "its source", new() { Name = "r", Queue = "q", Sources = ["forum"] }, true },
        { "another source", new() { Name = "r", Queue = "q", Sources = ["blog"] }, false },
        { "a word of the text", new() { Name = "r", Queue = "q", Keywords = Parse("klingel*") }, true },
        { "a word of the title", new() { Name = "r", Queue = "q", Keywords = Parse("aerger") }, true },
        { "a word it does not say", new() { Name = "r", Queue = "q", Keywords = Parse("bremse") }, false },
        { "all of them", Strict, true },
        { "all but one", Strict with { Languages = ["en"] }, false },
        { "nobody shall hear", new() { Name = "r", Queue = null }, false },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void A_rule_fits_if_every_condition_given_holds(string asked, RoutingRule rule, bool fits) =>
        Assert.True(fits == RoutingRules.Decide(Complaint(), [rule]) is not null, asked);

    [Fact]
    public void Silence_is_explained()
    {
        var post = Samples.Post("1", "Das Nordrad ist kaputt!").Judged();
        RoutingRule[] rules = [new() { Name = "nobody", Keywords = Query.TryParse("kaputt", out _) }, new() { Name = "all", Queue = "q" }];
        var report = new CareReading(0.9, AlertLevel.Quiet) { Voice = Voice.Report, Heads = CareReading.WordsAlone };

        Assert.Null(RoutingRules.Silence(post with { Mention = Samples.Post("1", "Das Nordrad ist defekt!") }, rules));
        Assert.Equal("rule 'nobody' fits, and alerts nobody", RoutingRules.Silence(post, rules));
        Assert.Equal("the brand wrote it itself", RoutingRules.Silence(post with { Own = true }, rules));
        Assert.Equal("its brand or source is only observed", RoutingRules.Silence(post with { Observed = true }, rules));
        Assert.Equal(
            "no rule fits; it reads like a report, which is announced only if severe",
            RoutingRules.Silence(post with { Verdict = post.Verdict with { Care = report } }, ListeningConfig.DefaultRouting));
        Assert.StartsWith("no rule fits; the model does not judge", RoutingRules.Silence(post, []), StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_rule_that_matches_decides_even_if_it_names_no_queue()
    {
        var mute = new RoutingRule { Name = "own staff", Queue = null, Sources = ["forum"] };

        Assert.Null(RoutingRules.Decide(Complaint(), [mute, Unhappy]));
        Assert.Equal(Unhappy, RoutingRules.Decide(Complaint(), [Unhappy, mute])!.Rule);
        Assert.Null(RoutingRules.Decide(Complaint(), []));
    }

    [Theory]
    [InlineData(Polarity.Unknown)]
    [InlineData(Polarity.Unsure)]
    public void An_unsure_verdict_is_not_announced(Polarity polarity) => Assert.Null(RoutingRules.Decide(
        Complaint() with { Verdict = Samples.Negative with { Polarity = polarity } }, [new RoutingRule { Name = "all", Queue = "q" }]));

    [Fact]
    public void A_text_without_words_and_one_that_no_longer_concerns_the_brand_are_not_announced()
    {
        RoutingRule[] all = [new RoutingRule { Name = "all", Queue = "q" }];

        Assert.Null(RoutingRules.Decide(Complaint() with { Mention = Samples.Post("1", "?!") }, all));
        Assert.Null(RoutingRules.Decide(Complaint() with { Irrelevant = true }, all));
        Assert.Null(RoutingRules.Decide(
            Complaint() with { Verdict = Complaint().Verdict with { OtherMeaning = "another meaning of Nordrad" } }, all));
    }

    [Fact]
    public void An_intent_that_the_model_does_not_predict_or_is_not_confident_of_matches_no_rule()
    {
        RoutingRule[] rules = [Unhappy with { Intents = [Intent.Complaint] }];

        Assert.Null(RoutingRules.Decide(Complaint() with { Verdict = Samples.Negative }, rules));
        Assert.Null(RoutingRules.Decide(Complaint(Intent.Complaint, sure: false), rules));
        Assert.NotNull(RoutingRules.Decide(Complaint(Intent.Complaint, sure: true), rules));
    }

    [Theory]
    [InlineData(true, Intent.Other, true, false)]
    [InlineData(true, Intent.Complaint, false, false)]
    [InlineData(true, Intent.Complaint, true, true)]
    [InlineData(false, Intent.Other, true, true)]
    public void Spam_is_not_announced_unless_it_is_a_confident_complaint(bool spam, Intent intent, bool sure, bool announced)
    {
        var complaint = Complaint(intent, sure);
        var judged = complaint with { Verdict = complaint.Verdict with { Spam = new Detection(0.7, spam) } };

        Assert.Equal(announced, RoutingRules.Decide(judged, [new RoutingRule { Name = "all", Queue = "q" }]) is not null);
    }

    [Theory]
    [InlineData(true, Intent.Other, true, false)]
    [InlineData(true, Intent.Other, false, true)]
    [InlineData(true, Intent.Complaint, true, true)]
    [InlineData(true, Intent.Question, true, true)]
    [InlineData(false, Intent.Other, true, true)]
    public void An_insult_that_confidently_asks_for_nothing_is_not_announced(bool abuse, Intent intent, bool sure, bool announced)
    {
        var complaint = Complaint(intent, sure);
        var judged = complaint with { Verdict = complaint.Verdict with { Abuse = new Detection(0.7, abuse) } };

        Assert.Equal(announced, RoutingRules.Decide(judged, [Unhappy]) is not null);
    }

    [Fact]
    public void An_insult_is_announced_if_the_model_predicts_no_intent()
    {
        var insult = Complaint() with { Verdict = Samples.Negative with { Abuse = new Detection(0.9, Detected: true) } };

        Assert.NotNull(RoutingRules.Decide(insult, [Unhappy]));
    }

    [Fact]
    public void A_deleted_post_is_not_announced()
    {
        var complaint = Complaint();

        Assert.Null(RoutingRules.Decide(complaint with { Mention = complaint.Mention with { Deleted = true } }, [Unhappy]));
    }

    [Fact]
    public void A_post_that_turns_into_a_complaint_later_is_not_overdue_when_it_does()
    {
        var turned = Complaint() with { EditedAt = Samples.Morning.AddDays(2) };

        var decision = RoutingRules.Decide(turned, [Unhappy with { AnswerWithin = TimeSpan.FromHours(2) }])!;
        Assert.Equal(Samples.Morning.AddDays(2).AddHours(2), decision.DueAt);
    }

    [Theory]
    [InlineData("2026-11-16", true)]
    [InlineData("2026-10-18", true)]
    [InlineData("2026-10-15", false)]
    [InlineData("2011-05-02", false)]
    [InlineData(null, true)]
    // Implausible, so nobody knows how old it is.
    [InlineData("1970-01-01", true)]
    [InlineData("2062-11-16", true)]
    public void A_post_older_than_thirty_days_when_it_is_read_is_not_announced(string? posted, bool announced)
    {
        var complaint = Complaint();
        DateTimeOffset? at = posted is null ? null : DateTimeOffset.Parse(posted + "T07:00Z", CultureInfo.InvariantCulture);

        var decision = RoutingRules.Decide(complaint with { Mention = complaint.Mention with { PostedAt = at } }, [Unhappy]);

        Assert.Equal(announced, decision is not null);
    }

    [Fact]
    public void An_old_post_that_is_edited_stays_old()
    {
        var complaint = Complaint();
        var edited = complaint with
        {
            Mention = complaint.Mention with { PostedAt = Samples.Morning.AddDays(-29) },
            EditedAt = Samples.Morning.AddDays(2),
        };

        Assert.Null(RoutingRules.Decide(edited, [Unhappy]));
        Assert.NotNull(RoutingRules.Decide(edited with { EditedAt = null }, [Unhappy]));
    }

    [Fact]
    public void Each_rule_has_its_own_age_or_none()
    {
        var complaint = Complaint();
        var old = complaint with { Mention = complaint.Mention with { PostedAt = Samples.Morning.AddDays(-100) } };
        var archive = Unhappy with { Name = "archive", Queue = "archive-alerts", MaxAge = TimeSpan.FromDays(365) };
        var mute = new RoutingRule { Name = "own staff", Queue = null };

        Assert.Equal(archive, RoutingRules.Decide(old, [Unhappy, archive])!.Rule);
        Assert.Null(RoutingRules.Decide(old, [mute, archive]));
        Assert.Null(RoutingRules.Decide(complaint, [Unhappy with { MaxAge = TimeSpan.FromMinutes(4) }]));
    }

    [Fact]
    public void The_decision_says_why_how_urgent_and_until_when()
    {
        var rule = Unhappy with { Keywords = Parse("kaputt"), AnswerWithin = TimeSpan.FromHours(2) };
        var decision = RoutingRules.Decide(Complaint(), [rule])!;

        Assert.Equal("negative at 96 %, complaint at 90 %, rule 'unhappy' asks for 80 % and for the words kaputt", decision.Reason);
        Assert.Equal(98, decision.Priority);
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

    [Theory]
    [InlineData(0.6, Intent.Complaint, 0.8, true, 76)]
    [InlineData(0.6, Intent.Complaint, 1, true, 80)]
    [InlineData(0.6, Intent.Complaint, 0.8, false, 60)]
    [InlineData(0.6, Intent.Question, 0.8, true, 60)]
    [InlineData(1, Intent.Complaint, 1, true, 100)]
    public void A_confident_complaint_comes_before_others_as_negative(
        double negative, Intent intent, double probability, bool sure, int priority) =>
        Assert.Equal(priority, RoutingRules.Decide(
            Complaint() with
            {
                Verdict = new Verdict(Polarity.Negative, new SentimentScores(negative, 1 - negative, 0), "de", "m")
                {
                    Intent = new(intent, probability, sure),
                },
            },
            [new RoutingRule { Name = "all", Queue = "q" }])!.Priority);

    [Fact]
    public void The_reason_names_no_intent_the_model_is_not_sure_of() => Assert.Equal(
        "negative at 96 %, rule 'unhappy' asks for 80 %", RoutingRules.Decide(Complaint(Intent.Complaint, sure: false), [Unhappy])!.Reason);

    private static readonly RoutingRule Balanced = new() { Name = "care", Queue = "q", NeedsAction = AlertLevel.Balanced };

    public static TheoryData<string, CareReading, bool> Readings() => new()
    {
        { "less likely than the level asks", Reading(0.4, AlertLevel.Thorough), false },
        { "just likely enough", Reading(0.6, AlertLevel.Balanced), true },
        { "very likely", Reading(0.98, AlertLevel.Quiet), true },
        { "unlikely, but severe", Reading(0.1, AlertLevel.None) with { Severe = true, Severity = Severity.Safety }, true },
        { "severe, but not surely", Reading(0.1, AlertLevel.None) with { Severity = Severity.Safety, SeverityProbability = 0.5 }, false },
        { "a report", Reading(0.9, AlertLevel.Quiet) with { Voice = Voice.Report }, false },
        { "a severe report", Reading(0.9, AlertLevel.Quiet) with { Voice = Voice.Report, Severe = true }, true },
        { "an advert", Reading(0.9, AlertLevel.Quiet) with { Voice = Voice.Advert }, false },
    };

    [Theory]
    [MemberData(nameof(Readings))]
    public void Who_must_act_is_asked_whatever_the_sentiment(string what, CareReading care, bool announced)
    {
        foreach (var sentiment in new[] { Polarity.Negative, Polarity.Neutral, Polarity.Positive, Polarity.Unsure })
        {
            var judged = Complaint() with { Verdict = new Verdict(sentiment, new SentimentScores(0.3, 0.4, 0.3), "de", "m") { Care = care } };

            Assert.True(announced == RoutingRules.Decide(judged, [Balanced]) is not null, $"{what}, {sentiment}");
        }
    }

    [Theory]
    [InlineData(AlertLevel.Thorough, true)]
    [InlineData(AlertLevel.Balanced, true)]
    [InlineData(AlertLevel.Quiet, false)]
    public void A_stricter_rule_alerts_to_fewer_posts(AlertLevel level, bool announced) => Assert.Equal(
        announced, RoutingRules.Decide(Cared(Reading(0.6, AlertLevel.Balanced)), [Balanced with { NeedsAction = level }]) is not null);

    [Theory]
    [InlineData(0.5, true)]
    [InlineData(0.49, false)]
    public void A_model_that_does_not_say_who_must_act_alerts_to_what_is_likelier_negative_than_not(double negative, bool announced) =>
        Assert.Equal(announced, RoutingRules.Decide(
            Complaint() with { Verdict = new Verdict(Polarity.Negative, new SentimentScores(negative, 1 - negative, 0), "de", "m") },
            [Balanced]) is not null);

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void A_rule_for_severe_posts_asks_for_what_is_surely_so(bool severe, bool announced)
    {
        var rule = new RoutingRule { Name = "danger", Queue = "q", Severity = [Severity.Safety, Severity.Legal] };
        var care = Reading(0.9, AlertLevel.Quiet) with { Severe = severe, Severity = Severity.Safety };

        Assert.Equal(announced, RoutingRules.Decide(Cared(care), [rule]) is not null);
        Assert.Null(RoutingRules.Decide(Cared(care with { Severity = Severity.Press }), [rule]));
        Assert.Null(RoutingRules.Decide(Complaint(), [rule]));
    }

    [Fact]
    public void A_rule_for_a_department_takes_what_concerns_it()
    {
        var rule = Balanced with { Departments = [Department.Product] };

        Assert.NotNull(RoutingRules.Decide(Cared(Reading(0.9, AlertLevel.Quiet) with { Department = Department.Product }), [rule]));
        Assert.Null(RoutingRules.Decide(Cared(Reading(0.9, AlertLevel.Quiet) with { Department = Department.Care }), [rule]));
    }

    [Fact]
    public void The_reason_says_what_must_be_answered_by_whom_and_how_severe_it_is()
    {
        var care = Reading(0.93, AlertLevel.Quiet) with { Severe = true, Severity = Severity.Safety, SeverityProbability = 0.97 };

        Assert.Equal(
            "safety at 97 %, to be answered by care at 93 % (experience), negative at 96 %, complaint at 90 %, rule 'care' asks for balanced",
            RoutingRules.Decide(Cared(care), [Balanced])!.Reason);
        Assert.Equal(
            "to be answered at 93 % (experience), negative at 96 %, complaint at 90 %, rule 'care' asks for balanced",
            RoutingRules.Decide(Cared(care with { Severe = false, Department = Department.None }), [Balanced])!.Reason);
    }

    [Theory]
    [InlineData(0.62, false, 0.0, 62)]
    [InlineData(0.62, true, 0.7, 90)]
    [InlineData(0.62, true, 0.97, 97)]
    public void What_is_severe_comes_first(double needsAction, bool severe, double probability, int priority) => Assert.Equal(
        priority,
        RoutingRules.Decide(
            Cared(Reading(needsAction, AlertLevel.Balanced) with { Severe = severe, SeverityProbability = probability }), [Balanced])!.Priority);

    private static CareReading Reading(double needsAction, AlertLevel level) =>
        new(needsAction, level) { Voice = Voice.Experience, Department = Department.Care, Heads = CareReading.WordsAlone };

    private static JudgedMention Cared(CareReading care)
    {
        var complaint = Complaint();
        return complaint with { Verdict = complaint.Verdict with { Care = care } };
    }

    private static JudgedMention Complaint(Intent intent = Intent.Complaint, bool sure = true) => new(
        "nordrad",
        Samples.Post("1", "Die Klingel ist kaputt!") with { Title = "Ärger" },
        Samples.Negative with { Intent = new(intent, 0.9, sure) });

    private static Query Parse(string text) => Query.TryParse(text, out _)!;
}
