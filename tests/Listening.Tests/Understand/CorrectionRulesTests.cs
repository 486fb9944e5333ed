using Listening.Domain;
using Listening.Understand;

namespace Listening.Tests.Understand;

public sealed class CorrectionRulesTests
{
    private static readonly SourceProfile Forum = new() { Brand = "nordrad", Source = "forum" };
    private static readonly SourceProfile Blog = new() { Brand = "nordrad", Source = "blog" };
    private static readonly DateTimeOffset Morning = new(2026, 11, 16, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_people_always_say_of_doubtful_posts_becomes_the_verdict_and_the_level_follows()
    {
        var correction = Learn(Said(40, 0.25, act: true))!;

        var care = CorrectionRules.Apply(Output(0.25), correction).Care!;

        Assert.Equal(AlertLevel.Thorough, Output(0.25).Care!.Level);
        Assert.True(care is { NeedsAction: > 0.5, Level: >= AlertLevel.Balanced }, $"{care}");
        Assert.StartsWith("needsAction +", correction.Describe, StringComparison.Ordinal);
        Assert.EndsWith(" (40 annotations, 40 of this source)", correction.Describe, StringComparison.Ordinal);
    }

    [Fact]
    public void A_laxer_brand_lowers_the_level_and_what_is_clear_stays()
    {
        var correction = Learn(Said(40, 0.6, act: false))!;

        Assert.Equal(
            [AlertLevel.None, AlertLevel.Quiet],
            new[] { 0.6, 0.999 }.Select(act => CorrectionRules.Apply(Output(act), correction).Care!.Level));
    }

    [Fact]
    public void A_kind_of_post_that_a_brand_always_acts_on_is_shifted_more_than_others()
    {
        // Every wish counts, and nothing else changes.
        var wishes = Said(20, 0.2, act: true, Intent.Suggestion);
        var correction = Learn([.. wishes, .. Said(30, 0.05, act: false, Intent.Praise), .. Said(10, 0.95, act: true)])!;

        var (wish, praise) = (
            CorrectionRules.Apply(Output(0.2, Intent.Suggestion), correction).Care!.NeedsAction,
            CorrectionRules.Apply(Output(0.2, Intent.Praise), correction).Care!.NeedsAction);

        Assert.True(wish > praise + 0.3 && praise < 0.5, $"{wish} {praise}");
        Assert.Contains(correction.Shifts.Keys, name => name is "needsAction.suggestion");
    }

    [Fact]
    public void Severity_sentiment_intent_and_department_are_corrected_alike()
    {
        var readings = Enumerable.Range(0, 40).Select(_ => new AnnotatedReading("forum", Annotation() with
        {
            Severity = Severity.Legal,
            Sentiment = Polarity.Neutral,
            Intent = Intent.Question,
            Department = Department.Product,
        }, Output(0.5)));

        var before = Output(0.5);
        var after = CorrectionRules.Apply(before, Learn([.. readings])!);

        Assert.Equal(
            (Severity.None, false, Polarity.Negative, Intent.Complaint, Department.Care),
            (before.Care!.Severity, before.Care.Severe, before.Sentiment.Likeliest, before.Intent!.Value.Answer, before.Care.Department));
        Assert.Equal(
            (Severity.Legal, true, Polarity.Neutral, Intent.Question, Department.Product),
            (after.Care!.Severity, after.Care.Severe, after.Sentiment.Likeliest, after.Intent!.Value.Answer, after.Care.Department));
        Assert.Equal(1, after.Sentiment.Negative + after.Sentiment.Neutral + after.Sentiment.Positive, 9);
        Assert.Equal(1, after.CareScores!.Severities.Sum(severity => severity.Probability), 9);
    }

    [Theory]
    [InlineData(19, false)]
    [InlineData(40, true)]
    public void It_takes_twenty_annotations_and_evidence(int annotations, bool learned) =>
        Assert.Equal(learned, Learn(Said(annotations, 0.25, act: true)) is not null);

    [Fact]
    public void However_much_is_annotated_no_shift_leaves_the_bound() => Assert.All(
        Learn(Said(400, 0.02, act: true))!.Shifts.Values, shift => Assert.InRange(shift, 0, 1.2));

    [Fact]
    public void Annotators_who_say_what_the_model_expects_correct_nothing() => Assert.Null(
        Learn([.. Said(30, 0.25, act: false), .. Said(10, 0.25, act: true), .. Said(10, 0.9, act: true), .. Said(1, 0.9, act: false)]));

    [Fact]
    public void A_source_with_few_annotations_is_corrected_as_the_brand_is_and_one_with_many_in_its_own_way()
    {
        AnnotatedReading[] all =
        [
            .. Said(40, 0.4, act: true),
            .. Said(40, 0.6, act: false).Select(reading => reading with { Source = "blog" }),
            .. Said(5, 0.4, act: true).Select(reading => reading with { Source = "shop" }),
        ];
        Assert.True(Corrected(0.4, "forum") > 0.5);
        Assert.True(Corrected(0.6, "blog") < 0.5);

        var ofBlog = Said(5, 0.4, act: true).Select(reading => reading with { Source = "blog" });
        AnnotatedReading[] fewer = [.. Said(40, 0.4, act: true), .. ofBlog];
        var few = CorrectionRules.Learn("m", Blog, [Forum, Blog], Mixed(fewer))!;
        Assert.Equal((45, 5), (few.Annotations, few.OfSource));
        Assert.True(CorrectionRules.Apply(Output(0.4), few).Care!.NeedsAction > 0.5);

        double Corrected(double act, string source)
        {
            var correction = CorrectionRules.Learn("m", Forum with { Source = source }, [Forum, Blog], Mixed(all));
            return correction is null ? act : CorrectionRules.Apply(Output(act), correction).Care!.NeedsAction;
        }
    }

    [Fact]
    public void What_was_annotated_before_a_reset_does_not_count()
    {
        var said = Said(40, 0.25, act: true);
        var reset = Forum with { ResetAt = Morning.AddMinutes(1) };

        Assert.NotNull(CorrectionRules.Learn("m", Forum with { ResetAt = Morning }, [Forum], said));
        Assert.Null(CorrectionRules.Learn("m", reset, [reset], said));
        Assert.Null(CorrectionRules.Learn("m", Blog, [reset, Blog], said));
    }

    [Fact]
    public void A_model_that_does_not_read_care_has_its_sentiment_corrected()
    {
        var output = new ModelOutput(new SentimentScores(0.45, 0.35, 0.2));
        var readings = Enumerable.Range(0, 40)
            .Select(_ => new AnnotatedReading("forum", Annotation() with { Sentiment = Polarity.Neutral, NeedsAction = true }, output));

        var corrected = CorrectionRules.Apply(output, Learn([.. readings])!);

        Assert.Equal((Polarity.Neutral, null), (corrected.Sentiment.Likeliest, corrected.Care));
    }

    private static LearnedCorrection? Learn(IReadOnlyList<AnnotatedReading> readings) =>
        CorrectionRules.Learn("m", Forum, [Forum], Mixed(readings));

    /// <summary>As by their ids, which say nothing about the answers.</summary>
    private static AnnotatedReading[] Mixed(IReadOnlyList<AnnotatedReading> readings)
    {
        var mixed = readings.ToArray();
        new Random(1).Shuffle(mixed);
        return mixed;
    }

    private static Annotation Annotation() => new("nordrad", default, "Jana", Morning);

    private static IReadOnlyList<AnnotatedReading> Said(int count, double likely, bool act, Intent intent = Intent.Complaint) =>
        [.. Enumerable.Repeat(new AnnotatedReading("forum", Annotation() with { NeedsAction = act }, Output(likely, intent)), count)];

    /// <summary>Of heads whose levels start at .1, .4 and .8, and whose severity counts from .5.</summary>
    private static ModelOutput Output(double act, Intent intent = Intent.Complaint)
    {
        var thresholds = new CareThresholds([(AlertLevel.Quiet, 0.8), (AlertLevel.Balanced, 0.4), (AlertLevel.Thorough, 0.1)], 0.5);
        var other = intent == Intent.Question ? Intent.Complaint : Intent.Question;
        return new ModelOutput(new SentimentScores(0.5, 0.4, 0.1))
        {
            Intent = new Prediction<Intent>(intent, 0.6),
            Care = new CareReading(act, thresholds.LevelOf(act))
            {
                SeverityProbability = 0.4,
                Department = Department.Care,
                Voice = Voice.Experience,
                Heads = CareReading.WordsAlone,
            },
            CareScores = new CareScores(
                [new(Severity.None, 0.6), new(Severity.Legal, 0.35), new(Severity.Press, 0.05)],
                [new(Department.Care, 0.55), new(Department.Product, 0.45)],
                [new(intent, 0.6), new(other, 0.4)],
                thresholds),
        };
    }
}
