using Listening.Domain;
using Listening.Understand;

namespace Listening.Tests.Understand;

public sealed class ExplanationRulesTests
{
    private int _readings;

    [Fact]
    public void The_words_that_weigh_most_come_first_with_their_sign()
    {
        var explanation = Explain("Seit gestern ist alles kaputt, danke dafür");

        Assert.Equal(["kaputt,", "danke"], explanation.NeedsAction.Select(word => word.Words));
        Assert.True(explanation.NeedsAction[0].Weight > 1 && explanation.NeedsAction[1].Weight < 0);
        Assert.Equal("kaputt,", explanation.Sentiment[0].Words);
        Assert.Empty(explanation.Severity);
        Assert.Equal(8, _readings);
    }

    [Theory]
    [InlineData(40, 32)]
    [InlineData(400, 32)]
    [InlineData(100_000, 32)]
    public void A_long_text_takes_no_more_readings_and_its_word_is_found_or_the_passage_that_has_it(int words, int atMost)
    {
        var filler = Enumerable.Range(0, words).Select(i => i == words * 2 / 3 ? "kaputt" : $"wort{i}");

        var explanation = Explain(string.Join(' ', filler));

        Assert.InRange(_readings, 2, atMost);
        Assert.True(explanation.NeedsAction[0].Weight > 1);
        Assert.Equal(words <= 400, explanation.NeedsAction[0].Words.Contains("kaputt", StringComparison.Ordinal));
        Assert.InRange(explanation.NeedsAction[0].Words.Length, 1, 61);
    }

    [Fact]
    public void A_page_of_fifty_posts_takes_at_most_32_readings_a_post()
    {
        for (var post = 0; post < 50; post++)
        {
            Explain(string.Join(' ', Enumerable.Range(0, 10 * post).Select(i => $"wort{i} kaputt")));
        }

        Assert.InRange(_readings, 50, 50 * ExplanationRules.MaxReadings);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   \n ")]
    [InlineData("alles ganz normal hier")]
    public void Where_no_word_weighs_anything_nothing_is_named(string text)
    {
        var explanation = Explain(text);

        Assert.Empty(explanation.NeedsAction.Concat(explanation.Severity).Concat(explanation.Sentiment));
    }

    [Fact]
    public void A_model_that_does_not_read_care_explains_its_sentiment()
    {
        var explanation = ExplanationRules.Explain(text => Read(text) with { Care = null }, "alles kaputt");

        Assert.Empty(explanation.NeedsAction.Concat(explanation.Severity));
        Assert.Equal("kaputt", explanation.Sentiment.Single().Words);
    }

    private TextExplanation Explain(string text) => ExplanationRules.Explain(Read, text);

    /// <summary>Something must be done about what is kaputt, less so if somebody says danke.</summary>
    private ModelOutput Read(string text)
    {
        _readings++;
        var (broken, thanks) = (text.Contains("kaputt", StringComparison.Ordinal), text.Contains("danke", StringComparison.Ordinal));
        return new ModelOutput(broken ? new SentimentScores(0.9, 0.08, 0.02) : new SentimentScores(0.1, 0.85, 0.05))
        {
            Care = new CareReading((broken, thanks) switch { (true, false) => 0.9, (true, true) => 0.7, _ => 0.05 }, AlertLevel.None)
            {
                SeverityProbability = 0.1,
                Heads = CareReading.WordsAlone,
            },
        };
    }
}
