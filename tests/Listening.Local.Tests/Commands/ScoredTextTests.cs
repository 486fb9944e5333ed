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
        "level":"thorough","wouldAlert":false,"reasons":[],"severity":"press","severityProbability":0.25,"voice":"opinion","department":"pr","heads":"encoder+words",
        "passage":"Bitte melden","intent":"suggestion","intentConfidence":0.3333333333333333,"abuse":0,"spam":1,
        "otherMeaning":"another meaning of Nordrad","model":"starter-1",
        "correction":"needsAction +0.84 (46 annotations, 12 of this source)","source":{"name":"Läden","texts":51,"prior":null},"explanation":null}
        """.ReplaceLineEndings(""),
        Score(Samples.Everything.Verdict, new ScoredSource("Läden", 51, null)));

    [Fact]
    public void What_the_model_does_not_predict_is_null() => Assert.Equal(
        """
        {"sentiment":"negative","likeliestSentiment":"negative","confidence":0.96,"probabilities":
        {"negative":0.96,"neutral":0.03,"positive":0.01},"language":"de","needsAction":null,"level":null,"wouldAlert":false,"reasons":[],
        "severity":null,"severityProbability":null,"voice":null,"department":null,"heads":null,"passage":null,"intent":null,
        "intentConfidence":null,"abuse":null,"spam":null,"otherMeaning":null,"model":"words-1","correction":null,"source":null,"explanation":null}
        """.ReplaceLineEndings(""),
        Score(Samples.Negative, source: null));

    [Fact]
    public async Task The_words_that_weighed_most_are_added_on_demand()
    {
        var line = await ScoreAsync(explain: true);

        Assert.Equal(
            """{"needsAction":[],"severity":[],"sentiment":[{"words":"kaputt","weight":5.38}]}""",
            line.GetProperty("explanation").GetRawText());
        Assert.Equal(JsonValueKind.Null, (await ScoreAsync(explain: false)).GetProperty("explanation").ValueKind);

        static async Task<JsonElement> ScoreAsync(bool explain)
        {
            using var results = new StringWriter();
            using var input = new MemoryStream(Encoding.UTF8.GetBytes("Rahmen kaputt"));
            var output = new ConsoleOutput(results, TextWriter.Null, terminal: false);
            await ScoreCommand.RunAsync(new WordModel(), input, source: null, output, default, explain: explain);
            return JsonDocument.Parse(results.ToString()).RootElement;
        }
    }

    [Fact]
    public void An_explanation_names_each_answer_with_its_words_and_what_shifted_it() => Assert.Equal(
        """
        needs action 33 % (thorough): +1.20 kaputt, -0.40 danke
        severity 25 % (press): no word weighs more than the others
        positive 67 %: +0.30 gern wieder
        another meaning of Nordrad
        source profile: umsab 62 %, potts 21 %; negative ×1.12
        correction: needsAction +0.84 (46 annotations, 12 of this source)
        """.ReplaceLineEndings("\n"),
        ExplainCommand.Format(
            Samples.Everything.Verdict, new([new("kaputt", 1.2), new("danke", -0.4)], [], [new("gern\nwieder", 0.3)])));

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
        new ConsoleOutput(results, TextWriter.Null, terminal: false).Json(ScoreCommand.JsonLine(verdict, alert: null, source, explanation: null));
        return results.ToString().TrimEnd();
    }
}
