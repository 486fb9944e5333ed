using System.Text.RegularExpressions;
using Listening.Domain;
using Listening.Queries;
using Listening.Testing;

namespace Listening.Tests.Queries;

/// <summary>
/// What queries find: half of them German. Words stand in <c>golden-queries.tsv</c>, with posts that match and posts that do not; what is
/// known of a post beside its words stands here.
/// </summary>
public sealed class GoldenQueriesTests
{
    private static readonly Mention Review = Samples.Post("1", "Die Klingel ist kaputt, siehe Bild") with
    {
        Title = "Nie wieder Nordrad",
        Author = new Author("did:plc:4711", "anna_m", "Anna Müller", 1_200),
        Language = "de-AT",
        Url = "https://forum.nordrad.example/t/1",
        Source = "Our forum's posts",
        Platform = "discourse",
        Parent = MentionId.For("discourse", "0"),
        Rating = 2,
    };

    private static readonly Mention Bare = Samples.Post("2", "Die Klingel ist kaputt") with
    {
        Author = null,
        Language = null,
        Url = null,
        Rating = null,
    };

    public static TheoryData<string, string, bool> Rows()
    {
        var data = new TheoryData<string, string, bool>();
        foreach (var row in Golden().Select(line => line.Split('\t')))
        {
            foreach (var (posts, matches) in new[] { (row[1], true), (row[2], false) })
            {
                foreach (var post in posts.Split(" ¦ "))
                {
                    data.Add(row[0], Regex.Unescape(post), matches);
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_query_finds_the_posts_that_its_writer_means(string query, string post, bool matches)
    {
        var parsed = Query.TryParse(query, out var problem);

        Assert.Null(problem?.Sentence);
        Assert.Equal(matches, parsed!.Matches(post));
    }

    [Fact]
    public void There_are_120_queries_or_more_and_the_set_of_all_finds_what_each_finds()
    {
        var queries = Golden().Select(line => Query.TryParse(line.Split('\t')[0], out _)!).ToList();
        var set = new QuerySet([.. queries.Select(query => query.Tree)]);

        Assert.True(queries.Count >= 120, $"{queries.Count} queries");
        Assert.All(Rows().Select(row => new QueryPost(null, (string)((object[])row)[1])), post => Assert.Equal(
            Enumerable.Range(0, queries.Count).Where(query => queries[query].Matches(post)), set.Matching(post)));
    }

    [Theory]
    [InlineData("author:anna_m", true)]
    [InlineData("author:@anna_m", true)]
    [InlineData("author:mueller", true)]
    [InlineData("author:\"anna müller\"", true)]
    [InlineData("author:\"müller anna\"", false)]
    [InlineData("author:müll*", true)]
    [InlineData("author:m?ller", true)]
    [InlineData("author:klingel", false)]
    [InlineData("author:\"did:plc:4711\"", true)]
    [InlineData("kaputt -author:anna*", false)]
    [InlineData("lang:de", true)]
    [InlineData("lang:DE-at", true)]
    [InlineData("lang:de-CH", false)]
    [InlineData("lang:d", null)]
    [InlineData("lang:en", false)]
    [InlineData("klingel -lang:en", true)]
    [InlineData("site:nordrad.example", true)]
    [InlineData("site:forum.nordrad.example", true)]
    [InlineData("site:www.nordrad.example", true)]
    [InlineData("site:rad.example", false)]
    [InlineData("site:*rad.example", true)]
    [InlineData("site:forum.*", true)]
    [InlineData("site:blog.*", false)]
    [InlineData("source:forum", true)]
    [InlineData("source:\"our forum's posts\"", true)]
    [InlineData("source:discourse", true)]
    [InlineData("source:mastodon", false)]
    [InlineData("is:reply", true)]
    [InlineData("-is:reply klingel", false)]
    [InlineData("rating<3", true)]
    [InlineData("rating<2", false)]
    [InlineData("rating<=2", true)]
    [InlineData("rating=2", true)]
    [InlineData("rating>=2.5", false)]
    [InlineData("rating>1.5", true)]
    [InlineData("followers>1000", true)]
    [InlineData("followers<1200", false)]
    [InlineData("(klingel OR bremse) kaputt lang:de rating<3 author:anna*", true)]
    [InlineData("\"nordrad die klingel\"", true)] // title and text are read on
    public void A_field_asks_what_is_known_of_a_post(string query, bool? matches) =>
        Assert.Equal(matches, Query.TryParse(query, out _)?.Matches(QueryPost.From(Review)));

    [Theory]
    [InlineData("author:anna*")]
    [InlineData("lang:de")]
    [InlineData("site:nordrad.example")]
    [InlineData("is:reply")]
    [InlineData("has:link")]
    [InlineData("rating<3")]
    [InlineData("rating>=0")]
    [InlineData("followers>=0")]
    [InlineData("hashtag:nordrad")]
    public void What_a_post_does_not_say_matches_no_field_and_is_excluded_by_none(string field)
    {
        var post = QueryPost.From(Bare);

        Assert.False(Query.TryParse(field, out _)!.Matches(post));
        Assert.True(Query.TryParse($"klingel -{field}", out _)!.Matches(post));
    }

    [Theory]
    [InlineData("nordrad (lang:de OR bremse) site:a.example -rating<3", "lang:de site:a.example rating<3")]
    [InlineData("nordrad followers>5 -author:anna", "followers>5 author:anna")]
    [InlineData("nordrad is:reply has:link source:forum hashtag:a", "")]
    public void Fields_that_no_post_answers_are_named(string query, string fields)
    {
        var tree = Query.TryParse(query, out _)!.Tree;

        Assert.Equal(fields, string.Join(' ', UnansweredFields.Find(tree, [QueryPost.From(Bare)])));
        Assert.Empty(UnansweredFields.Find(tree, [QueryPost.From(Bare), QueryPost.From(Review)]));
        Assert.Empty(UnansweredFields.Find(tree, []));
    }

    [Theory]
    [InlineData("https://xn--mller-kva.example/a", "site:müller.example", true)]
    [InlineData("https://MÜLLER.example/a", "site:mueller.example", true)]
    [InlineData("https://north-wind.example/", "site:northwind.example", false)]
    [InlineData("urn:isbn:1", "site:*isbn*", false)]
    [InlineData("not an address", "site:*", null)]
    public void A_site_is_the_host_in_any_spelling(string url, string query, bool? matches) =>
        Assert.Equal(matches, Query.TryParse(query, out _)?.Matches(QueryPost.From(Bare with { Url = url })));

    [Theory]
    [InlineData("klingel (kaputt OR defekt)", "Klingel|kaputt")]
    [InlineData("\"nie wieder nordrad\" -bremse", "Nie|wieder|Nordrad")]
    [InlineData("kling* OR nord* OR fahrrad", "Nordrad|Klingel")]
    [InlineData("klingel NEAR/2 kaputt", "Klingel|kaputt")]
    [InlineData("(die OR siehe) NEAR/2 (klingel OR bild)", "Die|Klingel|siehe|Bild")]
    [InlineData("author:anna* lang:de", "")]
    [InlineData("klingel bremse", "")]
    public void The_words_that_matched_can_be_marked(string query, string marked)
    {
        var marks = Query.TryParse(query, out _)!.Marks(QueryPost.From(Review));

        Assert.Equal(marked, string.Join('|', marks.Select(mark => Quote(Review, mark))));
    }

    [Theory]
    [InlineData("grüße", "Viele liebe Gru\u0308ße!", "Gru\u0308ße")]
    [InlineData("nordwind", "🙂 𝗡𝗼𝗿𝗱𝘄𝗶𝗻𝗱 ist ﬁnster", "𝗡𝗼𝗿𝗱𝘄𝗶𝗻𝗱")]
    [InlineData("finster", "🙂 𝗡𝗼𝗿𝗱𝘄𝗶𝗻𝗱 ist ﬁnster", "ﬁnster")]
    [InlineData("offizi*", "die Oﬃzin.", "Oﬃzin")]
    [InlineData("nordwind", "#Nord\u00ADwind\u00AD!", "Nord\u00ADwind")]
    public void Marks_are_places_in_the_text_as_it_was_written(string query, string text, string marked)
    {
        var post = Bare with { Text = text };

        Assert.Equal([marked], Query.TryParse(query, out _)!.Marks(QueryPost.From(post)).Select(mark => Quote(post, mark)));
    }

    private static string Quote(Mention mention, QueryMark mark) =>
        (mark.InTitle ? mention.Title! : mention.Text).Substring(mark.Start, mark.Length);

    private static IEnumerable<string> Golden() => File
        .ReadLines(Path.Combine(AppContext.BaseDirectory, "Queries", "golden-queries.tsv"))
        .Where(line => !line.StartsWith("# ", StringComparison.Ordinal));
}
