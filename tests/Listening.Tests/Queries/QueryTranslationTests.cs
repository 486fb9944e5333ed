using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Listening.Queries;

namespace Listening.Tests.Queries;

public sealed partial class QueryTranslationTests
{
    private static readonly Dictionary<string, IQueryTranslator> Translators = new IQueryTranslator[]
    {
        QueryTranslators.X(), QueryTranslators.Bluesky, QueryTranslators.YouTube, QueryTranslators.HackerNews,
        QueryTranslators.StackExchange, QueryTranslators.Discourse, QueryTranslators.Mastodon,
    }.ToDictionary(translator => translator.Platform);

    /// <summary>Searches are separated by ¦, and what is checked locally is named as the query has it.</summary>
    [Theory]
    [InlineData("X", "northwind OR \"north wind\" -wetter", "northwind OR \"north wind\"", "-wetter")]
    [InlineData("X", "(northwind OR contoso) (kaputt OR defekt) lang:de", "(northwind OR contoso) (kaputt OR defekt) lang:de", "")]
    [InlineData("X", "northwind kaputt OR contoso", "(northwind kaputt) OR contoso", "")]
    [InlineData("X", "northwind -lang:en -is:reply", "northwind -lang:en -is:reply", "")]
    [InlineData("X", "northwind -lang:de-AT lang:he", "northwind lang:iw", "-lang:de-AT")]
    [InlineData("X", "müller straße", "(mueller OR müller) (strasse OR straße)", "")]
    [InlineData("X", "neue quelle", "neue quelle", "")]
    [InlineData("X", "hashtag:nordwind rating<3", "nordwind", "rating<3")]
    [InlineData("X", "liefer* nordwind", "nordwind", "liefer*")]
    [InlineData("X", "\"keine liefer*\"", "keine", "\"keine liefer*\"")]
    [InlineData("X", "nordwind NEAR/3 (kaputt OR defekt)", "nordwind (kaputt OR defekt)", "nordwind NEAR/3 (kaputt OR defekt)")]
    [InlineData("X", "nordwind author:anna has:link", "nordwind", "author:anna|has:link")]
    [InlineData("Bluesky", "northwind OR \"north wind\" kaputt", "northwind ¦ \"north wind\" kaputt", "")]
    [InlineData("Bluesky", "(a OR b) (c OR d) -e", "a c ¦ a d ¦ b c ¦ b d", "-e")]
    [InlineData("Bluesky", "northwind lang:de", "northwind", "lang:de")]
    [InlineData("YouTube", "northwind OR \"north wind\" OR nordwind", "northwind|\"north wind\"|nordwind", "")]
    [InlineData("YouTube", "northwind OR contoso kaputt", "northwind ¦ contoso kaputt", "")]
    [InlineData("Hacker News", "northwind OR \"north wind\" -weather", "northwind ¦ \"north wind\"", "-weather")]
    [InlineData("Hacker News", "café müller", "cafe mueller ¦ cafe müller", "")]
    [InlineData("Stack Exchange", "northwind (sdk OR api)", "northwind sdk ¦ northwind api", "")]
    [InlineData("Discourse", "northwind ab", "northwind", "ab")]
    [InlineData("Mastodon", "hashtag:nordwind kaputt", "nordwind", "kaputt")]
    [InlineData("Mastodon", "hashtag:grüße OR #kaffee hashtag:nord_wind", "gruesse ¦ grueße ¦ grüsse ¦ grüße ¦ nord_wind", "#kaffee")]
    public void A_translation_finds_all_that_the_query_does(string platform, string query, string searches, string checkedLocally)
    {
        var translation = Translate(platform, query);

        Assert.Equal(searches.Split(" ¦ "), translation.Searches);
        Assert.Equal(
            checkedLocally.Split('|', StringSplitOptions.RemoveEmptyEntries),
            translation.CheckedLocally.Select(note => note.Parameters["part"]));
        Assert.Empty(translation.NotFound);
    }

    /// <summary>What a platform cannot find is said.</summary>
    [Theory]
    [InlineData("X", "northwind* OR nordwind", "northwind OR nordwind", "northwind*")]
    [InlineData("X", "nordw?nd OR nordwind", "nordwind", "nordw?nd")]
    [InlineData("X", "lang:de rating<3", "", "lang:de|rating<3")]
    [InlineData("X", "nordwind OR author:anna", "nordwind", "author:anna")]
    [InlineData("Bluesky", "*maschine", "maschine", "*maschine")]
    [InlineData("Discourse", "ab", "", "ab")]
    [InlineData("Mastodon", "nordwind OR \"nord wind\"", "nordwind", "nordwind|\"nord wind\"")]
    [InlineData("Mastodon", "nordwind kaputt", "nordwind", "nordwind")]
    public void A_translation_says_what_it_misses(string platform, string query, string searches, string missed)
    {
        var translation = Translate(platform, query);

        Assert.Equal(searches.Split(" ¦ ", StringSplitOptions.RemoveEmptyEntries), translation.Searches);
        Assert.Equal(missed.Split('|'), translation.NotFound.Select(note => note.Parameters["part"]));
    }

    [Fact]
    public void A_note_names_the_platform_the_part_and_the_reason() => Assert.Equal(
        "'rating<3' is checked once posts are read: Bluesky cannot be asked for it",
        Translate("Bluesky", "northwind rating<3").CheckedLocally[0].Sentence);

    [Fact]
    public void A_long_query_becomes_several_searches_that_fit()
    {
        var names = string.Join(" OR ", Enumerable.Range(100, 120).Select(number => $"marke{number}"));

        var alternatives = Translate("X", names);
        var both = Translate("X", $"({names}) (kaputt OR defekt) lang:de");

        Assert.All(alternatives.Searches.Concat(both.Searches), search => Assert.InRange(search.Length, 1, 512));
        Assert.All(Enumerable.Range(100, 120), number => Assert.Contains(
            both.Searches, search => search.Contains($"marke{number}", StringComparison.Ordinal)));
        Assert.Equal((3, 4), (alternatives.Searches.Count, both.Searches.Count));
        Assert.Single(((IQueryTranslator)QueryTranslators.X(4_096)).Translate(Tree(names)).Searches);
    }

    [Fact]
    public void A_phrase_that_is_too_long_is_searched_for_by_its_beginning()
    {
        var translation = Translate("Hacker News", $"\"{string.Join(' ', Enumerable.Repeat("nordwind", 100))}\"");

        Assert.InRange(Assert.Single(translation.Searches).Length, 400, 512);
        Assert.Empty(translation.NotFound);
        Assert.NotEmpty(Translate("Hacker News", new string('x', 600)).NotFound);
    }

    /// <summary>A platform that reads words as people do: without case and accents, where ü is u and not ue.</summary>
    [Fact]
    public void A_complete_translation_is_never_narrower_than_the_query() =>
        Prop.ForAll(Arb.From(QueryGenerators.Trees), Arb.From(QueryGenerators.Posts), (tree, post) =>
        {
            foreach (var translator in Translators.Values)
            {
                var translation = translator.Translate(tree);
                Assert.True(
                    translation.NotFound.Count > 0 || !QueryReference.Matches(tree, post)
                        || translation.Searches.Any(search => Finds(translator.Platform, search, post)),
                    $"{translator.Platform}: {QueryPrinter.Print(tree)} became {string.Join(" ¦ ", translation.Searches)}, "
                    + $"which misses '{post.Title}' '{post.Text}'");
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void No_query_makes_a_translation_fail_or_longer_than_its_platform_takes()
    {
        var limits = new Dictionary<string, int>
        {
            ["X"] = 512,
            ["Bluesky"] = 300,
            ["YouTube"] = 500,
            ["Hacker News"] = 512,
            ["Stack Exchange"] = 240,
            ["Discourse"] = 500,
            ["Mastodon"] = 100,
        };
        var large = QueryGenerators.Trees.NonEmptyListOf().Select(
            trees => (QueryNode)new QueryNode.And([new QueryNode.Or([.. trees, .. trees]), .. trees]));
        Prop.ForAll(Arb.From(large), tree =>
        {
            Assert.All(Translators.Values, translator => Assert.All(
                translator.Translate(tree).Searches, search => Assert.InRange(search.Length, 1, limits[translator.Platform])));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(50));
    }

    private static QueryTranslation Translate(string platform, string query) => Translators[platform].Translate(Tree(query));

    private static QueryNode Tree(string query) =>
        QueryParser.Parse(query, out var problem) ?? throw new ArgumentException(problem?.Sentence, nameof(query));

    private static bool Finds(string platform, string search, QueryPost post)
    {
        var words = Words($"{post.Title} {post.Text}");
        return platform switch
        {
            "Mastodon" => post.Text.Split(' ').Any(word => word.StartsWith('#') && Plain(word[1..]) == Plain(search)),
            "YouTube" => search.Split('|').Any(alternative => FindsAll(alternative, words, post)),
            _ => FindsAny(search, words, post),
        };
    }

    /// <summary>Alternatives with OR, and what stands in parentheses, read by the same rules.</summary>
    private static bool FindsAny(string search, List<string> words, QueryPost post) =>
        TopLevel(search, " OR ").Any(alternative => TopLevel(alternative, " ").All(part => part switch
        {
            ['(', .. var inner, ')'] => FindsAny(inner, words, post),
            ['-', .. var excluded] => !FindsAny(excluded, words, post),
            _ => FindsAll(part, words, post),
        }));

    private static bool FindsAll(string search, List<string> words, QueryPost post) => Part().Matches(search).All(part => part.Value switch
    {
        "is:reply" => post.IsReply,
        ['l', 'a', 'n', 'g', ':', .. var language] => post.Language == language,
        var term => Words(term) is var row
            && Enumerable.Range(0, words.Count).Any(start => words.Skip(start).Take(row.Count).SequenceEqual(row)),
    });

    private static IEnumerable<string> TopLevel(string search, string separator)
    {
        var (from, depth, quoted) = (0, 0, false);
        for (var at = 0; at < search.Length; at++)
        {
            depth += search[at] == '(' ? 1 : search[at] == ')' ? -1 : 0;
            quoted ^= search[at] == '"';
            if (depth == 0 && !quoted && string.CompareOrdinal(search, at, separator, 0, separator.Length) == 0)
            {
                yield return search[from..at];
                at += separator.Length - 1;
                from = at + 1;
            }
        }

        yield return search[from..];
    }

    private static List<string> Words(string text) => [.. Word().Matches(text).Select(word => Plain(word.Value))];

    private static string Plain(string word) => word.ToLowerInvariant().Replace('ä', 'a').Replace('ö', 'o').Replace('ü', 'u')
        .Replace("ß", "ss", StringComparison.Ordinal);

    [GeneratedRegex("\"[^\"]*\"|[^ \"]+")]
    private static partial Regex Part();

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex Word();
}
