using Listening.Scoring;
using static Listening.Scoring.Tests.SourceProfiles.HandWrittenHeads;

namespace Listening.Scoring.Tests.SourceProfiles;

/// <summary>The effect of a source's own texts on how its sentiment is scored.</summary>
public sealed class SourceSentimentTests
{
    private readonly SourceSentiment _sentiment = Sentiment();

    [Fact]
    public void Without_a_profile_the_general_head_decides_at_its_temperature()
    {
        var text = Text(0.5, 0.3);
        float[] expected = new float[3], probabilities = new float[3];
        new Head(Heads[0], 0).Probabilities(text, expected);

        var likeliest = _sentiment.Default.Probabilities(text, probabilities);

        Assert.Equal(expected, probabilities, Near);
        Assert.Equal(1, likeliest);
    }

    [Fact]
    public void A_source_is_scored_like_the_schools_it_resembles()
    {
        // Three fifths of the texts are like those of their school; the labels have the frequencies that the mixture expects.
        var profile = new SourceProfile(
            "made-1", 90, Shares(("a", 0.48f), ("near a", 0.32f), ("b", 0.12f), ("near b", 0.08f), ("none", 0)),
                Shares(("negative", 0.244f), ("neutral", 0.512f), ("positive", 0.244f)));
        float[] text = [1, 2, 3, 0, 0, 0, 4, 5, 7, 6, 2, 1];
        var probabilities = new float[3];

        _sentiment.CreateScorer(profile).Probabilities(text, probabilities);

        var logits = Enumerable.Range(0, 3).Select(i => (0.4 * text[i] / 2) + (0.6 * (
            (0.8 * ((0.25 * text[i]) + text[6 + i] + 0.5 - (0.5 * i))) + (0.2 * ((0.5 * text[i]) + (0.5 * text[9 + i])))))).ToArray();
        Assert.Equal([.. logits.Select(logit => (float)(Math.Exp(logit) / logits.Sum(Math.Exp)))], probabilities, Near);
    }

    [Theory]
    [InlineData(0.999)]
    [InlineData(0.001)]
    public void Each_text_of_a_source_is_scored_like_the_school_that_it_resembles_itself(double a)
    {
        var both = new SourceProfile("made-1", 1000, Shares(("a", 0.5f), ("b", 0.5f), ("none", 0)), Usual);
        var one = both with { Schools = a > 0.5 ? Shares(("a", 1), ("b", 0), ("none", 0)) : Shares(("a", 0), ("b", 1), ("none", 0)) };
        var sentiment = Sentiment(Manifest with { PriorBound = 1 });
        var text = Text(a, 0.3);
        float[] expected = new float[3], probabilities = new float[3];
        sentiment.CreateScorer(one).Probabilities(text, expected);

        sentiment.CreateScorer(both).Probabilities(text, probabilities);

        Assert.Equal(expected, probabilities, (x, y) => MathF.Abs(x - y) < 0.003f);
    }

    [Fact]
    public void Texts_that_are_near_to_a_school_without_being_like_its_texts_are_scored_like_any_text()
    {
        var text = Text(Sureness - 0.1, 0.3);
        float[] expected = new float[3], probabilities = new float[3];
        _sentiment.Default.Probabilities(text, expected);

        var profile = Learn(_sentiment, Enumerable.Repeat(text, 1000));
        _sentiment.CreateScorer(profile).Probabilities(text, probabilities);

        Assert.InRange(profile.Schools["near a"], 0.95f, 1);
        Assert.Equal(0, profile.Schools["a"]);
        Assert.Equal(expected, probabilities, Near);
    }

    [Fact]
    public void Models_that_do_not_say_how_sure_they_are_of_their_schools_score_all_texts_alone()
    {
        var sentiment = Sentiment(Manifest with { Schools = [.. Manifest.Schools.Select(row => row with { Sureness = null })] });
        var text = Text(0.99, 0.3);
        float[] expected = new float[3], probabilities = new float[3];
        sentiment.Default.Probabilities(text, expected);

        sentiment.CreateScorer(Learn(sentiment, Enumerable.Repeat(text, 1000))).Probabilities(text, probabilities);

        Assert.Equal(expected, probabilities, Near);
    }

    [Fact]
    public void A_source_with_few_complaints_makes_none_harder_to_find()
    {
        var profile = new SourceProfile(
            "made-1", 1000, Shares(("a", 1), ("b", 0), ("none", 0)), Shares(("negative", 0.1f), ("neutral", 0.6f), ("positive", 0.3f)));

        Assert.Equal([1.2, 1.2, 1.2], _sentiment.ComputeOddsFactors(profile).Select(factor => Math.Round(factor, 4)));
    }

    [Theory]
    [InlineData(0, 1.2, 1.2, 0.6667)]
    [InlineData(0.5f, 1.3371, 0.9455, 0.772)]
    public void The_factors_of_the_odds_are_known(float balance, params double[] expected)
    {
        // Negative and positive are expected at a quarter each. Positive meets the bound, unless frequencies are flattened.
        var profile = new SourceProfile(
            "made-1", 90, Shares(("a", 0.5f), ("b", 0), ("none", 0.5f)), Shares(("negative", 0.3f), ("neutral", 0.6f), ("positive", 0.1f)));

        Assert.Equal(expected, Sentiment(Manifest with { Balance = balance }).ComputeOddsFactors(profile)
            .Select(factor => Math.Round(factor, 4)));
    }

    [Fact]
    public void A_source_with_the_frequencies_of_training_changes_nothing_whatever_the_weight_of_rare_labels()
    {
        // A quarter, a half and a quarter, flattened by a balance of one half, are what 1/6, 4/6 and 1/6 become.
        var profile = new SourceProfile(
            "made-1", 90, Shares(("a", 1), ("b", 0), ("none", 0)), Shares(("negative", 1 / 6f), ("neutral", 4 / 6f), ("positive", 1 / 6f)));

        Assert.All(Sentiment(Manifest with { Balance = 0.5f }).ComputeOddsFactors(profile), factor => Assert.Equal(1, factor, 1e-6));
    }

    [Fact]
    public void The_share_of_a_school_is_found_from_unlabelled_texts()
    {
        var profile = Learn(_sentiment, Enumerable.Range(0, 2000).Select(i => Text(i % 4 == 0 ? 0.1 : 0.9, 0.3)));

        Assert.Equal(2000, profile.Texts);
        Assert.Equal(0.81, profile.Schools["a"] + profile.Schools["near a"], 0.01);
        Assert.Equal(1, profile.Schools.Values.Sum(), 1e-5);
        Assert.Equal(1, profile.Prior.Values.Sum(), 1e-5);
        Assert.Equal(["a", "near a", "b", "near b", "none", "near none"], profile.Schools.Keys);
    }

    [Fact]
    public void A_handful_of_texts_changes_little()
    {
        var text = Text(0.9, 0.3);
        float[] general = new float[3], after = new float[3], settled = new float[3];
        _sentiment.Default.Probabilities(text, general);

        _sentiment.CreateScorer(Learn(_sentiment, [text])).Probabilities(text, after);
        _sentiment.CreateScorer(Learn(_sentiment, Enumerable.Repeat(text, 1000))).Probabilities(text, settled);

        Assert.InRange(Distance(general, after), 0, 0.02);
        Assert.InRange(Distance(general, settled), 0.1, 1);

        static float Distance(float[] one, float[] other) => one.Zip(other, (a, b) => MathF.Abs(a - b)).Max();
    }

    [Fact]
    public void A_source_without_texts_is_scored_like_any_text()
    {
        var text = Text(0.2, 0.6);
        float[] expected = new float[3], probabilities = new float[3];
        _sentiment.Default.Probabilities(text, expected);

        _sentiment.CreateScorer(Learn(_sentiment, [])).Probabilities(text, probabilities);

        Assert.Equal(expected, probabilities, Near);
    }

    [Theory]
    [InlineData(0.98)]
    [InlineData(1e-6)]
    public void A_source_of_complaints_makes_a_complaint_likelier_within_the_bound(double none)
    {
        var plain = Sentiment(Manifest with { PriorBound = 1 });
        var texts = Enumerable.Range(0, 3000).Select(i => Text(0.01, i % 10 == 0 ? 0.02 : 0.95, 0.02, none)).ToList();

        // Neutral may become rarer by the bound, negative more frequent by it.
        Assert.InRange(Odds(_sentiment) / Odds(plain), 1.1f, 1.5f * 1.5f);
        Assert.InRange(Learn(_sentiment, texts).Prior["negative"], 0.3f, 1);
        Assert.Equal(Learn(plain, texts).Prior, Learn(_sentiment, texts).Prior);

        float Odds(SourceSentiment sentiment)
        {
            var probabilities = new float[3];
            sentiment.CreateScorer(Learn(sentiment, texts)).Probabilities(Text(0.01, 0.4, 0.1, none), probabilities);
            return probabilities[0] / probabilities[1];
        }
    }

    [Fact]
    public void However_extreme_a_profile_is_a_label_gains_no_more_than_the_bound()
    {
        var schools = Shares(("a", 0), ("b", 0), ("none", 1));
        var balanced = new SourceProfile("made-1", 1_000_000, schools, Shares(("negative", 0.25f), ("neutral", 0.5f), ("positive", 0.25f)));
        var extreme = balanced with { Prior = Shares(("negative", 1), ("neutral", 0), ("positive", 0)) };
        float[] before = new float[3], after = new float[3];

        _sentiment.CreateScorer(balanced).Probabilities(Text(0.9, 0.4), before);
        _sentiment.CreateScorer(extreme).Probabilities(Text(0.9, 0.4), after);

        Assert.Equal(1.5f * 1.5f, after[0] / after[1] / (before[0] / before[1]), 0.001f);
        Assert.Equal(1, after[1] / after[2] / (before[1] / before[2]), 0.001f);
    }

    [Fact]
    public void The_same_texts_give_the_same_profile()
    {
        var texts = Enumerable.Range(1, 500).Select(i => Text(1.0 / (i + 1), 0.8 * i / 501)).ToList();
        var (first, second) = (Learn(_sentiment, texts), Learn(_sentiment, texts));

        Assert.Equal(first.Schools, second.Schools);
        Assert.Equal(first.Prior, second.Prior);
    }

    [Fact]
    public void A_profile_survives_storage()
    {
        var profile = Learn(_sentiment, Enumerable.Repeat(Text(0.7, 0.5), 100));

        var restored = JsonSerializer.Deserialize<SourceProfile>(JsonSerializer.Serialize(profile))!;

        Assert.Equal((profile.Model, profile.Texts), (restored.Model, restored.Texts));
        Assert.Equal(profile.Schools, restored.Schools);
        Assert.Equal(profile.Prior, restored.Prior);
    }

    [Fact]
    public void A_profile_of_other_models_is_refused()
    {
        var profile = Learn(_sentiment, [Text(0.5, 0.5)]);

        var fault = Assert.Throws<ArgumentException>(() => _sentiment.CreateScorer(profile with { Model = "made-0" }));
        Assert.StartsWith("The source profile was learned by made-0, but these models are made-1; learn it again.", fault.Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => _sentiment.CreateScorer(profile with { Schools = Shares(("a", 1)) }));
        Assert.Throws<ArgumentException>(
            () => _sentiment.CreateScorer(profile with { Prior = Shares(("negative", float.NaN), ("neutral", 0), ("positive", 0)) }));
    }

    [Fact]
    public void Scoring_a_source_allocates_nothing()
    {
        var scorer = _sentiment.CreateScorer(Learn(_sentiment, Enumerable.Repeat(Text(0.9, 0.5), 100)));
        var (text, probabilities) = (Text(0.4, 0.4), new float[3]);
        scorer.Probabilities(text, probabilities);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            scorer.Probabilities(text, probabilities);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Too_little_room_is_refused()
    {
        var scorer = _sentiment.CreateScorer(Learn(_sentiment, Enumerable.Repeat(Text(0.9, 0.5), 100)));

        Assert.Throws<ArgumentException>(() => _sentiment.Default.Probabilities(new float[Size], new float[2]));
        Assert.Throws<ArgumentException>(() => _sentiment.Default.Probabilities(new float[2], new float[3]));
        Assert.Throws<ArgumentException>(() => scorer.Probabilities(new float[Size - 1], new float[3]));
    }

    private static bool Near(float one, float other) => MathF.Abs(one - other) <= 1e-6f;

    /// <summary>The label frequencies that schools a and none expect.</summary>
    private static Dictionary<string, float> Usual => Shares(("negative", 0.25f), ("neutral", 0.5f), ("positive", 0.25f));

    private static Dictionary<string, float> Shares(params (string Name, float Share)[] shares) =>
        shares.ToDictionary(pair => pair.Name, pair => pair.Share);
}
