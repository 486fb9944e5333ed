using Listening.Domain;
using Listening.Sources;
using Listening.Store;
using Listening.Testing;

namespace Listening.Tests.Store;

public sealed class StoreRulesTests
{
    private static readonly JudgedMention Stored = (Samples.Post("1", "Wo bleibt es?") with { Title = "Frage", PostedAt = null }).Judged();

    [Fact]
    public void An_unchanged_post_stays_but_for_when_it_was_confirmed() =>
        Assert.Equal(
            Stored with { ConfirmedAt = Stored.Mention.FetchedAt.AddMinutes(5) }, Edit(Stored, Later(Stored.Mention)));

    [Fact]
    public void A_post_whose_words_did_not_change_stays_whatever_marker_another_source_gives_it() =>
        Assert.Null(Edit(
            Stored, Later(Stored.Mention with { Revision = "another source's", Source = "blog", Url = "https://m.forum.example/1" })));

    [Fact]
    public void An_edit_keeps_the_time_at_which_the_post_was_first_fetched()
    {
        var edit = Edit(Stored, Later(Stored.Mention with { Text = "Es ist da.", Revision = "2" }))!;

        Assert.Equal("Es ist da.", edit.Mention.Text);
        Assert.Equal(Stored.Mention.FetchedAt, edit.Mention.FetchedAt);
        Assert.Equal(Stored.Mention.FetchedAt.AddMinutes(5), edit.EditedAt);
    }

    [Fact]
    public void An_edit_that_names_no_author_keeps_the_one_we_know_and_one_that_does_names_theirs()
    {
        var tom = new Author("u-5", "tom");
        var edit = Stored.Mention with { Text = "Es ist da.", Revision = "2" };

        Assert.Equal(Stored.Mention.Author, Edit(Stored, Later(edit with { Author = null }))!.Mention.Author);
        Assert.Equal(tom, Edit(Stored, Later(edit with { Author = tom }))!.Mention.Author);
        Assert.Null(Edit(Stored, Later(edit with { Deleted = true }))!.Mention.Author);
    }

    /// <summary>A second case would alert the care team twice for one post.</summary>
    [Theory]
    [InlineData("another feed of the site", "http://mira.example/", "Mira H.", true)]
    [InlineData("forum", "http://mira.example/", "Mira Holt", true)]
    [InlineData("forum", "http://tom.example/", "Tom", false)]
    public void An_edit_stays_in_its_case_however_a_source_spells_the_author(string source, string id, string name, bool stays)
    {
        var stored = (Stored.Mention with { Author = new Author("Mira Holt", Name: "Mira Holt") }).Judged();
        var edit = stored.Mention with { Text = "Es ist kaputt.", Revision = "2", Source = source, Author = new Author(id, Name: name) };

        Assert.Equal(stays, Edit(stored, Later(edit))!.Case == stored.Case);
    }

    /// <summary>A moved link changes the host of a feed's post; under another platform the author kept would be another account.</summary>
    [Fact]
    public void An_edit_keeps_the_platform_by_which_author_and_thread_are_named()
    {
        var moved = Stored.Mention with { Platform = "new.example", Text = "Es ist da.", Revision = "2", Author = null };

        var edit = Edit(Stored, Later(moved))!;

        Assert.Equal(AuthorKey.For(Stored.Mention), AuthorKey.For(edit.Mention));
        Assert.Equal("forum.example", Edit(Stored, Later(moved with { Deleted = true }))!.Mention.Platform);
    }

    [Fact]
    public void A_post_belongs_to_the_case_of_its_first_version_whatever_an_edit_names_or_a_deletion_removes()
    {
        var anonymous = (Stored.Mention with { Author = null }).Judged();
        var named = Edit(anonymous, Later(Stored.Mention with { Text = "Wo bleibt es denn?", Revision = "2" }))!;
        var gone = Edit(named, Later(named.Mention with { Deleted = true, Revision = "3" }))!;

        Assert.Equal(CaseId.For("nordrad", anonymous.Mention), named.Case);
        Assert.Equal(named.Case, gone.Case);
        Assert.Equal(named.Case, AuthorEntry.For(named)!.Case);
    }

    [Fact]
    public void A_new_rating_is_an_edit() =>
        Assert.NotNull(Edit(Stored, Later(Stored.Mention with { Rating = 1, Revision = "2" })));

    [Fact]
    public void A_copy_fetched_before_the_edit_in_the_row_changes_nothing()
    {
        var edited = Edit(Stored, Later(Stored.Mention with { Text = "Es ist da.", Revision = "2" }))!;

        Assert.Null(Edit(edited, Stored));
        Assert.Null(
            Edit(edited, Stored with { Mention = Stored.Mention with { FetchedAt = edited.EditedAt!.Value.AddTicks(-1) } }));
    }

    [Fact]
    public void Of_a_deleted_post_only_its_ids_stay()
    {
        var full = Stored.Mention with
        {
            Deleted = true,
            Revision = "2",
            Rating = 1,
            Thread = "t",
            Parent = MentionId.For("forum.example", "0"),
            Language = "de",
            TextTruncated = true,
        };

        var edit = Edit(Stored, Later(full))!.Mention;

        Assert.Equal(
            new Mention
            {
                Id = full.Id,
                Platform = full.Platform,
                NativeId = full.NativeId,
                Source = full.Source,
                Text = "",
                Deleted = true,
                Revision = "2",
                FetchedAt = Stored.Mention.FetchedAt,
            },
            edit);
    }

    [Fact]
    public void A_deleted_post_does_not_return_through_a_source_that_does_not_know_yet()
    {
        var gone = Edit(Stored, Later(Stored.Mention with { Deleted = true, Text = "", Revision = "2" }))!;

        Assert.Null(Edit(gone, Later(Later(Stored.Mention).Mention)));
    }

    [Fact]
    public void A_deletion_counts_even_if_its_marker_is_the_posts_own() =>
        Assert.True(Edit(Stored, Later(Stored.Mention with { Deleted = true }))!.Mention.Deleted);

    [Fact]
    public void A_deletion_that_comes_before_its_post_leaves_a_row_that_holds()
    {
        var gone = StoreRules.First((Stored.Mention with { Deleted = true }).Judged());

        Assert.Equal(("", (Author?)null, true), (gone.Mention.Text, gone.Mention.Author, gone.Mention.Deleted));
        Assert.Null(Edit(gone, Later(Stored.Mention)));
    }

    /// <summary>Batches of one page are processed side by side, and in any order.</summary>
    [Fact]
    public void Of_two_copies_read_in_one_page_the_later_one_stays_whichever_is_stored_first()
    {
        var page = FetchRules.InOrder([Stored.Mention, Stored.Mention with { Text = "Es ist da.", Revision = "ä" }], Samples.Morning);
        var (one, two) = (page[0].Judged(), page[1].Judged());

        Assert.Equal("Es ist da.", Edit(one, two)!.Mention.Text);
        Assert.Null(Edit(two, one));
    }

    [Theory]
    [InlineData("2", "10")]
    [InlineData("2026-11-16T08:00:00Z", "2026-11-16T10:00:00+01:00")]
    public void The_sources_own_marks_decide_over_the_time_of_the_fetch(string older, string newer)
    {
        var (one, two) = ((Stored.Mention with { Revision = older }).Judged(), Later(Stored.Mention with { Text = "neu", Revision = newer }));

        Assert.Null(Edit(two, Later(Later(one.Mention).Mention)));
        Assert.Equal("neu", Edit(Later(one.Mention), two.Mention.Judged())!.Mention.Text);
    }

    [Theory]
    [InlineData("2", "3")]
    [InlineData("2026-11-16T08:00:00Z", "2026-11-16T10:00:00+01:00")]
    [InlineData("2026-11-16T08:00:00.0000000Z#aa", "2026-11-16T08:00:01.0000000Z#bb")]
    public void An_older_version_that_another_source_brings_later_changes_nothing(string older, string newer)
    {
        var row = (Stored.Mention with { Text = "neu", Revision = newer }).Judged();

        Assert.Null(Edit(row, Later(Stored.Mention with { Text = "alt", Revision = older, Source = "another" })));
        Assert.NotNull(Edit(
            (Stored.Mention with { Revision = older }).Judged(),
            Later(Stored.Mention with { Text = "neu", Revision = newer, Source = "another" })));
    }

    [Fact]
    public void Numbers_of_two_platforms_and_marks_that_only_one_source_gives_leave_it_to_the_order_of_reading()
    {
        var row = (Stored.Mention with { Revision = "3" }).Judged();
        var another = Stored.Mention with { Text = "anders", Source = "another" };

        Assert.NotNull(Edit(row, Later(another with { Revision = "2", Platform = "another.example" })));
        Assert.NotNull(Edit(row, Later(another with { Revision = StableHash.Compute("anders") })));
        Assert.NotNull(Edit(row, Later(another with { Revision = "2026-11-16T08:00:00Z" })));
        Assert.Null(Edit((row.Mention with { FetchedAt = Samples.Morning.AddMinutes(9) }).Judged(), Later(another with { Revision = "x" })));
    }

    /// <summary>Also where titles differ, as those of a WordPress comment do from feed to feed.</summary>
    [Fact]
    public void A_post_that_another_feed_dates_later_is_no_edit_but_its_row_has_the_later_mark()
    {
        var row = (Stored.Mention with { Revision = "2026-11-16T08:00:00Z#aa" }).Judged();

        var later = Stored.Mention with { Title = "By: Mira", Revision = "2026-11-16T08:30:00Z#aa", Source = "another" };
        var confirmed = Edit(row, Later(later))!;

        Assert.Equal((row.Mention.Title, (DateTimeOffset?)null), (confirmed.Mention.Title, confirmed.EditedAt));
        Assert.Null(Edit(
            confirmed, Later(Later(Stored.Mention with { Text = "alt", Revision = "2026-11-16T08:15:00Z#bb" }).Mention)));
        Assert.Null(Edit(row, Later(later with { Revision = "aa" })));
    }

    /// <summary>A page with a post and its edit is read again after a crash, and the four batches arrive in any order.</summary>
    [Theory]
    [InlineData(null, null)]
    [InlineData(null, "9")]
    [InlineData("1", "9")]
    public void Of_copies_that_are_read_twice_the_newest_words_stay_in_whatever_order_they_arrive(string? first, string? second)
    {
        JudgedMention[] copies =
        [
            Copy("Wo bleibt es?", first, 0),
            Copy("Es ist da.", second, 1),
            Copy("Wo bleibt es?", first, 20),
            Copy("Es ist da.", second, 21),
        ];
        foreach (var order in Orders([0, 1, 2, 3]))
        {
            var row = order.Skip(1).Aggregate(copies[order[0]], (stored, next) => Edit(stored, copies[next]) ?? stored);

            Assert.True(row.Mention.Text == "Es ist da.", string.Join(' ', order));
        }

        static JudgedMention Copy(string text, string? revision, int second) => (Stored.Mention with
        {
            Text = text,
            Revision = revision ?? StableHash.Compute(text),
            FetchedAt = Samples.Morning.AddSeconds(second),
        }).Judged();

        static IEnumerable<int[]> Orders(int[] rest) => rest.Length == 0
            ? [[]]
            : rest.SelectMany(one => Orders([.. rest.Where(other => other != one)]).Select(order => (int[])[one, .. order]));
    }

    [Fact]
    public void A_copy_that_only_repeats_the_row_much_later_is_no_write() =>
        Assert.Null(Edit(Stored, (Stored.Mention with { FetchedAt = Stored.Mention.FetchedAt.AddHours(2) }).Judged()));

    [Fact]
    public void An_edit_applies_over_a_row_that_a_wrong_clock_wrote()
    {
        var ahead = (Stored.Mention with { FetchedAt = Samples.Morning.AddDays(30) }).Judged();
        var edit = Later(Stored.Mention with { Text = "Es ist da.", Revision = "ä" });

        Assert.NotNull(Edit(ahead, edit));
        Assert.Null(Edit(edit, ahead with { Mention = ahead.Mention with { Text = "Noch nicht da.", Revision = "ö" } }));
    }

    private static JudgedMention? Edit(JudgedMention stored, JudgedMention read) =>
        StoreRules.Edit(stored, read, Samples.Morning.AddHours(1));

    private static JudgedMention Later(Mention mention) => (mention with { FetchedAt = mention.FetchedAt.AddMinutes(5) }).Judged();
}
