using Listening.Domain;
using Listening.Testing;
using Listening.Understand;

namespace Listening.Tests.Understand;

public sealed class UnderstandStepTests
{
    private readonly UnderstandStep _step = new(new WordModel());

    [Fact]
    public void A_post_is_judged_by_its_title_and_its_text()
    {
        var post = Samples.Post("p1", "Nach zwei Wochen.") with { Title = "Rahmen kaputt" };

        Assert.Equal(0.96, Judge(post).Probabilities.Negative);
    }

    [Theory]
    [InlineData("𝗥𝗮𝗵𝗺𝗲𝗻 𝗸𝗮𝗽𝘂𝘁𝘁")]
    [InlineData("Ｒａｈｍｅｎ\u200Bｋａｐｕｔｔ")]
    public void Letters_that_only_look_different_are_judged_as_what_they_stand_for(string text) =>
        Assert.Equal(_step.Judge("Rahmen kaputt"), _step.Judge(text));

    [Fact]
    public void An_answer_is_judged_by_its_text_alone_since_its_title_quotes()
    {
        var answer = Samples.Post("p2", "Das ging aber schnell, danke!") with
        {
            Title = "Re: Rahmen kaputt",
            Parent = MentionId.For("forum.example", "p1"),
        };

        Assert.Equal(0.9, Judge(answer).Probabilities.Positive);
    }

    [Fact]
    public void An_answer_of_a_title_alone_is_judged_by_it()
    {
        var answer = Samples.Post("p2", "Auch kaputt") with { Parent = MentionId.For("forum.example", "p1") };

        Assert.Equal(0.96, Judge(answer).Probabilities.Negative);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\u200b")]
    [InlineData("… !!! ??? :-(")]
    [InlineData("12.50 € / 100 %")]
    [InlineData("😡😡")]
    [InlineData("https://nordrad.example/kaputt @nordrad")]
    [InlineData("nordrad.example/kaputt")]
    [InlineData("(kaputt.nordrad.de)")]
    [InlineData("kaputt@nordrad.example")]
    [InlineData("<kaputt+rahmen@nordrad.example>, nordrad.example:8080/kaputt?x=1.")]
    [InlineData("#REF! #NAME? #DIV/0! #BEZUG! #NV")]
    public void A_text_without_words_is_neutral_whatever_the_model_says(string text)
    {
        var verdict = Judge(Samples.Post("p3", text));

        Assert.Equal((Polarity.Neutral, 1.0), (verdict.Polarity, verdict.Confidence));
        Assert.False(Samples.Post("p3", text).HasWords);
        Assert.True(Samples.Post("p3", $"{text} ja").HasWords);
    }

    [Theory]
    [InlineData("kaputt")]
    [InlineData("kaputt.Schade")]
    [InlineData("kaputt.schade")]
    [InlineData("kaputt/unbrauchbar")]
    [InlineData("kaputt:https://nordrad.example")]
    [InlineData("#kaputt")]
    public void A_word_is_one_whatever_stands_beside_it(string text) => Assert.True(WordCheck.HasWords(text));

    [Fact]
    public void A_second_model_judges_beside_the_first_and_changes_nothing()
    {
        var post = Samples.Post("p3", "Rahmen kaputt");
        var admitted = new AdmittedMention("nordrad", post, "forum", true);

        var alone = _step.Judge(admitted, source: null).Verdict;
        var beside = new UnderstandStep(new WordModel(), new MildModel()).Judge(admitted, source: null).Verdict;

        Assert.Null(alone.Compared);
        Assert.Equal(new ComparedVerdict("mild-2", Polarity.Neutral, 0.6), beside.Compared);
        Assert.Equal(alone, beside with { Compared = null });
    }

    [Theory]
    [InlineData(Understanding.Full, null, Understanding.Full)]
    [InlineData(Understanding.Words, null, Understanding.Words)]
    [InlineData(Understanding.Words, Understanding.Full, Understanding.Full)]
    [InlineData(Understanding.Full, Understanding.Words, Understanding.Words)]
    public void A_post_is_read_with_what_its_source_says_or_else_its_brand(
        Understanding brand, Understanding? source, Understanding expected)
    {
        var config = Samples.Config with
        {
            Brands = [.. Samples.Config.Brands.Select(item => item with { Understanding = brand })],
            Sources = [.. Samples.Config.Sources.Select(item => item with { Understanding = source })],
        };
        var model = new MildModel();
        var post = Samples.Post("p6", "Naja, der Rahmen.", Samples.Config.Sources[0].Name);

        new UnderstandStep(model, config: new FixedConfig(config)).Judge(new AdmittedMention("nordrad", post, "forum", true), source: null);

        Assert.Equal(expected, model.ReadWith);
    }

    [Fact]
    public void A_batch_does_not_wait_for_a_slow_encoder()
    {
        var time = new ManualTime(DateTimeOffset.UnixEpoch);
        var model = new MildModel { OnRead = () => time.Advance(UnderstandStep.PatienceWithEncoder * 0.6) };
        var batch = Enumerable.Range(0, 4)
            .Select(i => new AdmittedMention("nordrad", Samples.Post($"s{i}", "Naja, der Rahmen."), "forum", true)).ToList();

        var judged = new UnderstandStep(model, time: time).Judge(batch, new Dictionary<(string, string), SourceProfile>());

        Assert.Equal((4, 2), (judged.Mentions.Count, judged.ReadByWords));
        Assert.Equal([Understanding.Full, Understanding.Full, Understanding.Words, Understanding.Words], model.AllReadWith);
    }

    [Fact]
    public void A_deleted_post_is_judged_by_neither()
    {
        var verdict = new UnderstandStep(new WordModel(), new MildModel())
            .Judge(new AdmittedMention("nordrad", Samples.Post("p4", "") with { Deleted = true }, "forum", true), source: null).Verdict;

        Assert.Equal((Polarity.Unknown, Polarity.Unknown, null), (verdict.Polarity, verdict.LikeliestSentiment, verdict.Compared));
    }

    [Fact]
    public void A_profile_of_another_version_is_not_used()
    {
        var learned = new WordModel().Learn(["Rahmen kaputt"]);
        var post = Samples.Post("p5", "Naja, der Rahmen.");

        var (own, others) = (Judge(learned), Judge(learned with { Model = "words-0" }));

        Assert.Equal((true, "workshop 100 %; negative ×1.50"), (own.Probabilities.Negative > 0.5, own.SourcePrior));
        Assert.Equal(_step.Judge(post.Text), others);
        Assert.Null(others.SourcePrior);

        Verdict Judge(LearnedProfile profile) => _step.Judge(post.Text, new TextContext { Learned = profile });
    }

    [Fact]
    public void A_correction_is_applied_and_named_and_one_of_another_version_is_not()
    {
        var correction = new LearnedCorrection("words-1", 46, 12, new Dictionary<string, double> { ["sentiment.neutral"] = 0.6 });

        var (own, others) = (Judge(correction), Judge(correction with { Model = "words-0" }));

        Assert.Equal(
            (Polarity.Neutral, "sentiment.neutral +0.60 (46 annotations, 12 of this source)"), (own.LikeliestSentiment, own.Correction));
        Assert.Equal((Polarity.Negative, null), (others.LikeliestSentiment, others.Correction));

        Verdict Judge(LearnedCorrection learned) => _step.Judge("Naja, der Rahmen.", new TextContext { Correction = learned });
    }

    [Fact]
    public void A_verdict_is_explained_as_it_was_judged()
    {
        var explanation = _step.Explain("Der Rahmen 𝗸𝗮𝗽𝘂𝘁𝘁");

        Assert.Equal("kaputt", explanation.Sentiment[0].Words);
        Assert.Empty(_step.Explain("😡 https://nordrad.example/kaputt").Sentiment);
    }

    [Fact]
    public void A_verdict_is_explained_with_what_its_source_is_read_with()
    {
        var model = new MildModel();

        new UnderstandStep(model).Explain(
            "Der Rahmen kaputt", new TextContext { Source = Samples.Config.Sources[0] with { Understanding = Understanding.Words } });

        Assert.Equal(Understanding.Words, model.ReadWith);
    }

    private Verdict Judge(Mention mention) => _step.Judge(new AdmittedMention("nordrad", mention, "forum", true), source: null).Verdict;

    /// <summary>Another model, which finds everything half as bad.</summary>
    private sealed class MildModel : ITextModel
    {
        public string Version => "mild-2";

        public IReadOnlyList<string> Languages => ["de"];

        public ModelThresholds Thresholds => new() { Sentiment = 1 };

        public bool LearnsSourceProfiles => false;

        public ModelOutput Read(string text, LearnedProfile? stream, Understanding understanding = Understanding.Full)
        {
            AllReadWith.Add(understanding);
            OnRead?.Invoke();
            return new(new SentimentScores(0.3, 0.6, 0.1));
        }

        public Understanding? ReadWith => AllReadWith.Cast<Understanding?>().LastOrDefault();

        public List<Understanding> AllReadWith { get; } = [];

        public Action? OnRead { get; init; }

        public LearnedProfile Learn(IReadOnlyList<string> texts) => throw new NotSupportedException("It learns no streams.");
    }
}
