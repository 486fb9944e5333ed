using Listening.Domain;
using Listening.Local.Commands;
using Listening.Local.Views;
using Listening.Testing;

namespace Listening.Local.Tests.Commands;

public sealed class ScoredTextTests
{
    [Fact]
    public void A_score_shows_what_the_model_predicts_and_what_the_service_acts_on() => Assert.Equal(
        """
        {"sentiment":"unsure","likeliestSentiment":"positive","confidence":0,"probabilities":
        {"negative":0,"neutral":0.3333333333333333,"positive":0.6666666666666666},"language":"de","needsAction":0.3333333333333333,
        "level":"thorough","severity":"press","severityProbability":0.25,"voice":"opinion","department":"pr","heads":"encoder+words",
        "intent":"suggestion","intentConfidence":0.3333333333333333,"abuse":0,"spam":1,"otherMeaning":"another meaning of Nordrad","model":"starter-1","source":{"name":"Läden","texts":51,"prior":null}}
        """.ReplaceLineEndings(""),
        Score(Samples.Everything.Verdict, new ScoredSource("Läden", 51, null)));

    [Fact]
    public void What_the_model_does_not_predict_is_null() => Assert.Equal(
        """
        {"sentiment":"negative","likeliestSentiment":"negative","confidence":0.96,"probabilities":
        {"negative":0.96,"neutral":0.03,"positive":0.01},"language":"de","needsAction":null,"level":null,
        "severity":null,"severityProbability":null,"voice":null,"department":null,"heads":null,"intent":null,"intentConfidence":null,
        "abuse":null,"spam":null,"otherMeaning":null,"model":"words-1","source":null}
        """.ReplaceLineEndings(""),
        Score(Samples.Negative, source: null));

    [Fact]
    public void A_table_shows_the_likeliest_sentiment_of_an_unsure_model()
    {
        Assert.Equal("unsure (positive 67 %)", MentionsCommand.FormatVerdict(Samples.Everything.Verdict));
        Assert.Equal("negative 96 %", MentionsCommand.FormatVerdict(Samples.Negative));
        Assert.Equal("unknown", MentionsCommand.FormatVerdict(Samples.Negative with { Polarity = Polarity.Unknown }));
    }

    private static string Score(Verdict verdict, ScoredSource? source)
    {
        using var results = new StringWriter();
        new ConsoleOutput(results, TextWriter.Null, terminal: false).Json(ScoreCommand.JsonLine(verdict, source));
        return results.ToString().TrimEnd();
    }
}
