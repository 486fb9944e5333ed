using Listening.Domain;
using Listening.Queries;
using Listening.Testing;

namespace Listening.Tests.Queries;

/// <summary>What a query would have found, beside the one in use.</summary>
public sealed class QueryTrialTests
{
    private static readonly Mention[] Posts =
    [
        Samples.Post("1", "Das Nordrad ist kaputt."),
        Samples.Post("2", "Das Nordrad fährt gut."),
        Samples.Post("3", "Lieferung vom Fahrradladen verspätet") with { Title = "Nordrad" },
        Samples.Post("4", "Südwind heute."),
    ];

    [Fact]
    public void It_counts_what_is_found_new_and_lost_and_what_each_word_brings()
    {
        var trial = Try("kaputt OR liefer* OR südwind -nichts", "nordrad");

        Assert.Equal((4, 3, 1, 1), (trial.Posts, trial.Matched, trial.Added, trial.Lost));
        Assert.Equal(
            [new QueryPart("kaputt", 1, 1, 1), new QueryPart("liefer*", 1, 1, 1), new QueryPart("südwind", 1, 1, 1)], trial.Parts);
        Assert.Equal(["4"], trial.AddedExamples.Select(example => example.Mention.NativeId));
        Assert.Equal(["2"], trial.LostExamples.Select(example => example.Mention.NativeId));
        Assert.Equal(["1", "3"], trial.KeptExamples.Select(example => example.Mention.NativeId));
    }

    [Fact]
    public void A_part_that_never_stands_alone_could_be_left_out()
    {
        var trial = Try("nordrad (kaputt OR gut)", inUse: null);

        Assert.Equal(
            [new QueryPart("nordrad", 3, 2, 0), new QueryPart("kaputt", 1, 1, 0), new QueryPart("gut", 1, 1, 0)], trial.Parts);
        Assert.Equal((2, 0, 2), (trial.Matched, trial.Added, trial.Lost));
    }

    [Fact]
    public void Of_other_posts_those_count_that_the_query_in_use_would_not_store_by_now()
    {
        var trial = new QueryTrial(Query.TryParse("nordrad OR südwind", out _)!, Query.TryParse("nordrad", out _));
        trial.AddOther(Posts[0]);
        trial.AddOther(Posts[3]);
        trial.AddOther(Samples.Post("5", "Wetter"));

        Assert.Equal((0, 2, 1), (trial.Posts, trial.Others, trial.MatchedOthers));
        Assert.Equal([new QueryPart("nordrad", 0, 0, 0), new QueryPart("südwind", 1, 1, 1)], trial.Parts);
        Assert.Equal(["4"], trial.AddedExamples.Select(example => example.Mention.NativeId));
    }

    [Fact]
    public void Examples_are_marked_where_the_words_stand_and_are_few()
    {
        var trial = Try("nordrad", "nordrad");

        Assert.Equal(new QueryMark(InTitle: false, 4, 7), Assert.Single(trial.KeptExamples[0].Marks));
        Assert.Equal(new QueryMark(InTitle: true, 0, 7), Assert.Single(trial.KeptExamples[2].Marks));

        for (var i = 0; i < 20; i++)
        {
            trial.Add(Posts[0]);
        }

        Assert.Equal(QueryTrial.MaxExamples, trial.KeptExamples.Count);
    }

    private static QueryTrial Try(string query, string? inUse)
    {
        var trial = new QueryTrial(Query.TryParse(query, out _)!, inUse is null ? null : Query.TryParse(inUse, out _));
        foreach (var post in Posts)
        {
            trial.Add(post);
        }

        return trial;
    }
}
