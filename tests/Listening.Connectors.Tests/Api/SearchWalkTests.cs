using Listening.Connectors.Api;

namespace Listening.Connectors.Tests.Api;

public sealed class SearchWalkTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    private static readonly WalkRules Rules = new()
    {
        LookBack = TimeSpan.FromSeconds(1000),
        Overlap = 10,
        DeepOverlap = 100,
        DeepEvery = TimeSpan.FromHours(1),
        MarkOf = instant => (long)(instant - Now).TotalSeconds + 10_000,
    };

    [Fact]
    public void The_mark_of_a_search_moves_once_all_of_it_was_read()
    {
        var first = Walk(null).To("page 2", Items(9_900, 9_890));
        var second = Walk(first.Cursor);
        var last = second.To("page 3", Items(8_990, 8_980));
        var later = Walk(last.Cursor);

        Assert.Equal((9_000, "page 2", true), (second.Floor, second.Page, first.More));
        Assert.Equal((9_890, null, false), (later.Floor, later.Page, last.More));
        Assert.DoesNotContain("\"marks\":{\"", first.Cursor, StringComparison.Ordinal);
    }

    [Fact]
    public void A_deep_read_follows_after_an_hour()
    {
        var read = Walk(null).End(Items(9_900));

        var soon = SearchWalk.From(read.Cursor, ["kessel"], Rules, Now.AddMinutes(59));
        var later = SearchWalk.From(read.Cursor, ["kessel"], Rules, Now.AddMinutes(60));

        Assert.Equal((9_890, 9_800), (soon.Floor, later.Floor));
    }

    [Fact]
    public void Several_searches_are_read_one_after_the_other()
    {
        var first = Walk(null, "kessel", "kanne").End(Items(9_900));
        var second = Walk(first.Cursor, "kessel", "kanne");
        var last = second.End(Items(9_950));

        Assert.Equal((true, "kanne", false), (first.More, second.Search, last.More));
        Assert.Equal(9_890, Walk(last.Cursor, "kessel", "kanne").Floor);
    }

    [Fact]
    public void A_search_that_is_new_begins_anew_and_the_others_go_on()
    {
        var read = Walk(null, "kessel").End(Items(9_900));

        var added = Walk(read.Cursor, "kanne", "kessel");
        var known = Walk(added.End([]).Cursor, "kanne", "kessel");

        Assert.Equal(("kanne", 9_000), (added.Search, added.Floor));
        Assert.Equal(("kessel", 9_890), (known.Search, known.Floor));
    }

    [Fact]
    public void A_search_that_is_gone_while_it_was_read_is_given_up()
    {
        var under = Walk(null, "kessel").To("page 2", Items(9_900, 9_890));

        var walk = Walk(under.Cursor, "kanne");

        Assert.Equal(("kanne", null), (walk.Search, walk.Page));
    }

    [Fact]
    public void A_page_that_names_itself_as_the_next_is_the_last()
    {
        var first = Walk(null).To("page 2", Items(9_900, 9_890));

        Assert.False(Walk(first.Cursor).To("page 2", Items(9_880, 9_870)).More);
    }

    [Fact]
    public void Pages_that_never_end_are_left_after_five_hundred_with_a_note()
    {
        var move = Walk(null).To("page 1", Items(9_900));
        var pages = 1;
        while (move.More)
        {
            pages++;
            move = Walk(move.Cursor).To($"page {pages}", Items(9_900));
        }

        Assert.Equal((WalkRules.MaxPages, "search.too-many-pages"), (pages, move.Note?.Code));
    }

    [Fact]
    public void One_old_post_among_new_ones_does_not_end_a_search_and_an_empty_page_does_not_either()
    {
        var withOld = Walk(null).To("page 2", Items(9_900, 20, 9_890));
        var empty = Walk(withOld.Cursor).To("page 3", []);

        Assert.True(withOld.More);
        Assert.True(empty.More);
        Assert.False(Walk(empty.Cursor).To("page 4", Items(9_880, 30, 20)).More);
    }

    [Fact]
    public void An_empty_answer_does_not_move_the_mark()
    {
        var read = Walk(null).End(Items(9_900));

        Assert.Equal(9_890, Walk(Walk(read.Cursor).End([]).Cursor).Floor);
    }

    [Fact]
    public void A_post_from_the_future_does_not_hide_the_others() =>
        Assert.Equal(9_890, Walk(Walk(null).End(Items(99_999, 9_900)).Cursor).Floor);

    [Fact]
    public void Posts_of_one_instant_that_a_page_divides_are_read_once_each()
    {
        var first = Walk(null).Below([new("a", 9_900), new("b", 9_890), new("c", 9_890)]);
        var second = Walk(first.Cursor);
        WalkItem[] next = [new("b", 9_890), new("c", 9_890), new("d", 9_890)];
        var third = Walk(second.Below(next).Cursor);

        Assert.Equal((9_890, "d"), (second.Ceiling, Assert.Single(next, second.IsNew).Id));
        Assert.DoesNotContain(next, third.IsNew);
        Assert.False(third.Below(next).More);
    }

    [Theory]
    [InlineData("")]
    [InlineData("17")]
    [InlineData("{\"v\":2,\"marks\":{}}")]
    [InlineData("{\"v\":1,\"marks\":[]}")]
    [InlineData("{\"v\":1,\"marks\":null}")]
    public void A_cursor_that_cannot_be_read_counts_as_none(string written) => Assert.Equal(9_000, Walk(written).Floor);

    private static SearchWalk Walk(string? cursor, params string[] searches) =>
        SearchWalk.From(cursor, searches is [] ? ["kessel"] : searches, Rules, Now);

    private static IReadOnlyList<WalkItem> Items(params long[] marks) => [.. marks.Select(mark => new WalkItem($"p{mark}", mark))];
}
