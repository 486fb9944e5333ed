using Listening.Domain;
using Listening.Local.Commands;
using Listening.Testing;

namespace Listening.Local.Tests.Commands;

public sealed class ScoredTextTests
{
    [Fact]
    public void A_score_shows_what_the_model_thinks_and_what_the_service_makes_of_it() => Assert.Equal(
        new ScoredText("positive", "unsure", new SentimentScores(0, 1.0 / 3, 2.0 / 3), "de", "suggestion", 1.0 / 3, 0, 1, "starter-1"),
        ScoredText.FromVerdict(Samples.Everything.Verdict));

    [Fact]
    public void A_table_shows_what_an_unsure_model_finds_likeliest()
    {
        Assert.Equal("unsure (positive 67 %)", MentionTable.Verdict(Samples.Everything.Verdict));
        Assert.Equal("negative 96 %", MentionTable.Verdict(Samples.Negative));
        Assert.Equal("unknown", MentionTable.Verdict(Samples.Negative with { Polarity = Polarity.Unknown }));
    }

    [Fact]
    public void What_the_model_does_not_tell_is_null() => Assert.Equal(
        new ScoredText("negative", "negative", Samples.Negative.Probabilities, "de", null, null, null, null, "words-1"), ScoredText.FromVerdict(Samples.Negative));
}
