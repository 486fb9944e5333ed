using Listening.Domain;
using Listening.InMemory;
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

    [Fact]
    public void An_answer_is_judged_by_its_text_alone_since_its_title_quotes()
    {
        var answer = Samples.Post("p2", "Das ging aber schnell, danke!") with { Title = "Re: Rahmen kaputt", Parent = MentionId.For("forum.example", "p1") };

        Assert.Equal(0.9, Judge(answer).Probabilities.Positive);
    }

    [Fact]
    public void An_answer_of_a_title_alone_is_judged_by_it()
    {
        var answer = Samples.Post("p2", "Auch kaputt") with { Parent = MentionId.For("forum.example", "p1") };

        Assert.Equal(0.96, Judge(answer).Probabilities.Negative);
    }

    private Verdict Judge(Mention mention) => _step.Judge(new AdmittedMention("nordrad", mention, "forum", true)).Verdict;
}
