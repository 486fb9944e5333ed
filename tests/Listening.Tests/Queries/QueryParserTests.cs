using FsCheck;
using FsCheck.Fluent;
using Listening.Queries;

namespace Listening.Tests.Queries;

public sealed class QueryParserTests
{
    /// <summary>A query, and the same written out.</summary>
    [Theory]
    [InlineData("a b OR c", "(a b) OR c")]
    [InlineData("a OR b -c", "(a OR b) -c")]
    [InlineData("a -b OR c", "(a OR c) -b")]
    [InlineData("a NOT b OR c", "(a -b) OR c")]
    [InlineData("(a -b) OR c", "(a -b) OR c")]
    [InlineData("-a b c", "b c -a")]
    [InlineData("a AND b AND NOT c", "a b -c")]
    [InlineData("a AND -b", "a -b")]
    [InlineData("-a AND b", "b -a")]
    [InlineData("((a))", "a")]
    [InlineData("a －b", "a -b")]
    [InlineData("a —b", "a -b")]
    [InlineData("a \u2010b \u2011c", "a -b -c")]
    [InlineData("a OR\u200B b", "a OR b")]
    [InlineData("a \uFEFFO\u00ADR b", "a OR b")]
    [InlineData("a \u2060NOT b", "a -b")]
    [InlineData("(a b) c", "(a b) c")]
    [InlineData("a(b OR c)d", "a (b OR c) d")]
    [InlineData("NOT a NEAR/3 b c", "c -(a NEAR/3 b)")]
    [InlineData("a NEAR/05 \"b c\" d", "(a NEAR/5 \"b c\") d")]
    [InlineData("(a OR \"b c\") NEAR/50 d*", "(a OR \"b c\") NEAR/50 d*")]
    [InlineData("-(a OR b) c", "c -(a OR b)")]
    [InlineData("„a“ b ODER »c d«", "(a b) OR \"c d\"")]
    [InlineData("\"OR\" \"AND\" \"NOT\" \"NEAR/5\" \"a:b\"", "\"OR\" \"AND\" \"NOT\" \"NEAR/5\" \"a:b\"")]
    [InlineData("Author:anna LANG:de Is:Reply Rating<=3.50", "author:anna lang:de is:reply rating<=3.50")]
    [InlineData("author:„Anna M.“ -site:*.example*", "author:\"Anna M.\" -site:*.example*")]
    [InlineData("–wetter a", "a -wetter")]
    [InlineData("wind \"*\"", null)]
    public void A_query_means_one_tree(string query, string? written) =>
        Assert.Equal(written, QueryParser.Parse(query, out _) is { } tree ? QueryPrinter.Print(tree) : null);

    /// <summary>A query, the code of its problem, and below it where the problem is.</summary>
    [Theory]
    [InlineData("north AND", "query.nothing-after",
                "      ^^^")]
    [InlineData("AND north", "query.nothing-before",
                "^^^")]
    [InlineData("north AND OR wind", "query.nothing-after",
                "      ^^^")]
    [InlineData("north OR AND wind", "query.nothing-before",
                "         ^^^")]
    [InlineData("north NOT", "query.nothing-after",
                "      ^^^")]
    [InlineData("north NOT -wind", "query.nothing-after",
                "      ^^^")]
    [InlineData("north NOT NOT wind", "query.nothing-after",
                "      ^^^")]
    [InlineData("north OR NOT wind", "query.nothing-after-or",
                "      ^^")]
    [InlineData("NOT wind OR north", "query.nothing-before-or",
                "         ^^")]
    [InlineData("NOT north", "query.nothing-to-find",
                "^^^^^^^^^")]
    [InlineData("north (-wind)", "query.nothing-to-find",
                "      ^^^^^^^")]
    [InlineData("north ()", "query.nothing-to-find",
                "      ^^")]
    [InlineData("north (wind", "query.unclosed-group",
                "      ^")]
    [InlineData("north wind)", "query.unopened-group",
                "          ^")]
    [InlineData("north -) wind", "query.no-letters",
                "      ^")]
    [InlineData("north \"wind", "query.unclosed-quote",
                "      ^^^^^")]
    [InlineData("north author:\"wind", "query.unclosed-quote",
                "      ^^^^^^^^^^^^")]
    [InlineData("NEAR/5 north", "query.nothing-before",
                "^^^^^^")]
    [InlineData("north NEAR/5", "query.nothing-after",
                "      ^^^^^^")]
    [InlineData("north NEAR/0 wind", "query.near-distance",
                "      ^^^^^^")]
    [InlineData("north NEAR/51 wind", "query.near-distance",
                "      ^^^^^^^")]
    [InlineData("north NEAR/1000000 wind", "query.near-distance",
                "      ^^^^^^^^^^^^")]
    [InlineData("north NEAR/99999999999999999999 wind", "query.near-distance",
                "      ^^^^^^^^^^^^^^^^^^^^^^^^^")]
    [InlineData("north NEAR/5 lang:de", "query.near-operand",
                "             ^^^^^^^")]
    [InlineData("-north NEAR/5 wind", "query.near-operand",
                "^^^^^^")]
    [InlineData("north NEAR/5 (wind cold)", "query.near-operand",
                "             ^")]
    [InlineData("north NEAR/5 wind NEAR/5 cold", "query.near-chain",
                "                  ^^^^^^")]
    [InlineData("north *", "query.wildcard-alone",
                "      ^")]
    [InlineData("north \"* wind\"", "query.wildcard-alone",
                "      ^^^^^^^^")]
    [InlineData("nor*th wind", "query.inner-star",
                "^^^^^^")]
    [InlineData("north author:", "query.field-without-value",
                "      ^^^^^^^")]
    [InlineData("north lang:german", "query.language",
                "      ^^^^^^^^^^^")]
    [InlineData("north site:https://a.example/b", "query.site",
                "      ^^^^^^^^^^^^^^^^^^^^^^^^")]
    [InlineData("north hashtag:\"a b\"", "query.hashtag",
                "      ^^^^^^^^^^^^^")]
    [InlineData("north is:read", "query.trait",
                "      ^^^^^^^")]
    [InlineData("north rating<three", "query.number",
                "      ^^^^^^^^^^^^")]
    [InlineData("north followers>1.5", "query.number",
                "      ^^^^^^^^^^^^^")]
    [InlineData("north rating:3", "query.number",
                "      ^^^^^^^^")]
    [InlineData("north -north", "query.contradiction",
                "      ^^^^^^")]
    [InlineData("wind (north NOT nor*) cold", "query.contradiction",
                "                ^^^^")]
    [InlineData("\U0001F32C日本 north*wind", "query.inner-star",
                "       ^^^^^^^^^^")]
    [InlineData("north\u202Ewind", "query.bidirectional",
                "     ^")]
    [InlineData("north \u2067wind\u2069", "query.bidirectional",
                "      ^")]
    public void A_problem_shows_its_place(string query, string code, string carets)
    {
        Assert.Null(QueryParser.Parse(query, out var problem));

        Assert.Equal((code, carets), (problem?.Code, problem?.Place?.Caret.Split('\n')[1]));
    }

    [Fact]
    public void Of_a_long_query_the_part_around_the_problem_is_shown()
    {
        var words = string.Join(' ', Enumerable.Repeat("nordwind", 40));

        QueryParser.Parse($"{words} kauf*haus\t{words}", out var problem);

        var lines = problem!.Place!.Caret.Split('\n');
        Assert.StartsWith("…", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("…", lines[0], StringComparison.Ordinal);
        Assert.True(lines[0].Length < 130);
        Assert.Equal("kauf*haus", lines[0].Substring(lines[1].IndexOf('^', StringComparison.Ordinal), lines[1].Count(c => c == '^')));
    }

    public static TheoryData<string, string> Excessive() => new()
    {
        { new string('(', 1_000) + "nordwind" + new string(')', 1_000), "query.too-deep" },
        { new string('(', 7_999), "query.too-deep" },
        { Nested(51), "query.too-deep" },
        { string.Concat(Enumerable.Repeat("-(a ", 1_000)), "query.too-deep" },
        { string.Join(' ', Enumerable.Repeat("w", 10_000)), "query.too-long" },
        { string.Join(' ', Enumerable.Repeat("w", 501)), "query.too-many-terms" },
        { $"\"{string.Join(' ', Enumerable.Repeat("w", 501))}\"", "query.too-many-terms" },
        { string.Join(' ', Enumerable.Repeat("is:reply", 501)), "query.too-many-terms" },
        { new string('a', 8_001), "query.too-long" },
        { new string('-', 8_000), "query.no-letters" },
        { new string('*', 8_000), "query.inner-star" },
        { $"a{new string('?', 7_000)}b", "query.wildcard" },
        { $"a?{new string('b', 70)}", "query.long-wildcard" },
        { string.Concat(Enumerable.Repeat("NOT ", 2_000)), "query.nothing-after" },
        { $"a{string.Concat(Enumerable.Repeat(" NEAR/5 a", 400))}", "query.near-chain" },
        { new string(' ', 8_000), "query.nothing-to-find" },
        { new string('"', 8_000), "query.no-letters" },
    };

    [Theory]
    [MemberData(nameof(Excessive))]
    public void Whatever_is_too_much_is_refused_with_its_place(string query, string code)
    {
        Assert.Null(QueryParser.Parse(query, out var problem));

        Assert.Equal(code, problem?.Code);
        Assert.InRange(problem!.Place!.Start, 0, query.Length);
        Assert.True(problem.Place.Caret.Length < 400);
    }

    [Fact]
    public void What_the_limits_allow_is_a_query()
    {
        Assert.NotNull(QueryParser.Parse(Nested(50), out _));
        Assert.NotNull(QueryParser.Parse(string.Join(' ', Enumerable.Repeat("w", 500)), out _));
        Assert.NotNull(QueryParser.Parse(new string('a', 8_000), out _));
        Assert.NotNull(QueryParser.Parse("a NEAR/1 b", out _));
        Assert.NotNull(QueryParser.Parse("a NEAR/50 b", out _));
    }

    [Fact]
    public void No_text_makes_the_parser_fail_and_every_problem_has_a_place()
    {
        var parts = Gen.Elements(
            "a", "b", "nord*", "*wind", "m?l", " ", " ", "(", ")", "-", "\"", "„", " AND ", " OR ", " NOT ", " NEAR/3 ",
            "lang:de", "author:", "rating<3", "#", "*", "?", "\u202E", "\uD83D", "'", ",", "::");
        var any = ArbMap.Default.GeneratorFor<char>().Select(letter => letter.ToString());
        var texts = Gen.Frequency((9, parts), (1, any)).ListOf().Select(string.Concat);
        Prop.ForAll(Arb.From(texts), text =>
        {
            var tree = QueryParser.Parse(text, out var problem);
            Assert.True(tree is null
                ? problem?.Place?.Caret.Length > 0 && problem.Sentence.All(letter => !char.IsControl(letter))
                : tree.Equals(QueryParser.Parse(QueryPrinter.Print(tree), out _)), text);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    /// <summary>The longest texts and the most awkward patterns: without a clock, what takes too long is a test that does not end.</summary>
    [Theory]
    [InlineData("*a*", "a")]
    [InlineData("a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?b", "a")]
    [InlineData("\"a a a a a a a a a a a a a a b\"", "a ")]
    [InlineData("a NEAR/50 b", "a ")]
    [InlineData("hashtag:*b", "#a ")]
    [InlineData("*aaaaaaaaaaaaaaaaaaaaab OR *aaaaaaaaaaaaaaaaaab* OR *aaaaaaaaaaaaaab", "a")]
    public void No_text_takes_more_than_linear_time(string query, string repeated)
    {
        var text = string.Concat(Enumerable.Repeat(repeated, 200_000 / repeated.Length));

        var tree = QueryParser.Parse(query, out _)!;

        Assert.Equal(query == "*a*", new QuerySet([tree]).Matching(new(null, text)).Count > 0);
    }

    private static string Nested(int depth) =>
        string.Concat(Enumerable.Repeat("(a ", depth)) + "a" + string.Concat(Enumerable.Repeat(" b)", depth));
}
