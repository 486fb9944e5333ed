using Listening.Domain;
using Listening.Scoring;
using Listening.Understand;

namespace Listening.Tests.Understand;

public sealed class ModelHeadsTests
{
    private static readonly string[] Sentiment = ["positive", "negative", "neutral"];
    private static readonly string[] Intents = ["complaint", "other", "praise", "purchase", "question", "suggestion"];

    [Fact]
    public void Each_head_answers_in_our_words_whatever_the_order_of_its_labels()
    {
        Head[] heads =
        [
            .. Heads(
                ("abuse", ["abuse", "clean"], null), ("language", ["ar", "de", "en"], null), ("intent", Intents, null),
                ("sentiment", Sentiment, null), ("spam", ["ham", "spam"], null)),
        ];
        float[] logits =
        [
            .. Logits(0.25, 0.75), .. Logits(0.1, 0.2, 0.7), .. Logits(0.1, 0.1, 0.1, 0.1, 0.5, 0.1), .. Logits(0.5, 0.2, 0.3), .. Logits(0.4, 0.6),
        ];

        var reading = new ModelHeads("set-1", heads).Read(logits);

        var (negative, neutral, positive) = reading.Sentiment;
        Assert.Equal([0.2, 0.3, 0.5], new[] { negative, neutral, positive }.Select(Rounded));
        Assert.Equal(("en", 0.7), (reading.Language!.Value.Answer, Rounded(reading.Language.Value.Probability)));
        Assert.Equal((Intent.Question, 0.5), (reading.Intent!.Value.Answer, Rounded(reading.Intent.Value.Probability)));
        Assert.Equal((0.25, 0.6), (Rounded(reading.Abuse!.Value), Rounded(reading.Spam!.Value)));
    }

    [Fact]
    public void A_head_that_is_not_there_says_nothing_and_one_we_do_not_know_is_left_alone()
    {
        var answers = new ModelHeads("set-1", Heads(("school", ["a", "b"], 0.9f), ("sentiment", Sentiment, null)));

        var reading = answers.Read([.. Logits(0.5, 0.5), .. Logits(0.5, 0.2, 0.3)]);

        Assert.Equal((null, null, null, null), (reading.Language, reading.Intent, reading.Abuse, reading.Spam));
        Assert.Equal(0.5, Rounded(reading.Sentiment.Positive));
        Assert.Equal(new ModelThresholds(), answers.Thresholds);
    }

    [Fact]
    public void Thresholds_are_the_heads_own_and_of_two_labels_the_less_likely_never_counts() => Assert.Equal(
        new ModelThresholds { Sentiment = 0.5, Language = 0.25, Intent = 0.75, Abuse = 0.5, Spam = 0.875 },
        new ModelHeads("set-1", Heads(
            ("sentiment", Sentiment, 0.5f), ("language", ["de", "en"], 0.25f), ("intent", Intents, 0.75f),
            ("abuse", ["clean", "abuse"], 0.25f), ("spam", ["ham", "spam"], 0.875f)))
            .Thresholds);

    [Fact]
    public void A_set_without_sentiment_is_refused() => Assert.Equal(
        "Model set set-1 has no head sentiment; name a set that has one.",
        Assert.Throws<InvalidDataException>(() => new ModelHeads("set-1", Heads(("spam", ["ham", "spam"], null)))).Message);

    [Theory]
    [InlineData("sentiment", "negative", "positive")]
    [InlineData("intent", "complaint", "revenge")]
    [InlineData("abuse", "no", "yes")]
    [InlineData("spam", "ham", "Spam")]
    public void A_head_that_tells_other_things_apart_than_its_name_says_is_refused(string name, params string[] labels)
    {
        var heads = Heads([(name, labels, null), .. name == "sentiment" ? [] : new[] { ("sentiment", Sentiment, (float?)null) }]);

        Assert.StartsWith(
            $"Head {name} of model set set-1 tells {string.Join(", ", labels)} apart, but {name} means ",
            Assert.Throws<InvalidDataException>(() => new ModelHeads("set-1", heads)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_shipped_models_read_any_text()
    {
        var model = ZipTextModel.LoadShipped();

        Assert.All(["", "🚲", "Wo bleibt mein Paket?", "\ud800", new string('ä', 30_000)], text =>
        {
            var scores = model.Read(text, learned: null).Sentiment;
            Assert.Equal(1, scores.Negative + scores.Neutral + scores.Positive, 5);
        });
    }

    private static Head[] Heads(params (string Name, string[] Labels, float? Threshold)[] heads)
    {
        var first = 0;
        return
        [
            .. heads.Select(head =>
            {
                var place = first;
                first += head.Labels.Length;
                return new Head(
                    new HeadManifest(head.Name, $"{head.Name}.zip", "", head.Labels, Temperature: 1, head.Threshold), place);
            }),
        ];
    }

    private static IEnumerable<float> Logits(params double[] probabilities) =>
        probabilities.Select(probability => (float)Math.Log(probability));

    private static double Rounded(double probability) => Math.Round(probability, 5);
}
