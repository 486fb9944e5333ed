using Listening.Domain;
using Listening.Store;
using Listening.Testing;

namespace Listening.Tests.Store;

public sealed class StoreRulesTests
{
    private static readonly JudgedMention Stored = (Samples.Post("1", "Wo bleibt es?") with { Title = "Frage", PostedAt = null }).Judged();

    [Fact]
    public void An_unchanged_post_stays() => Assert.Null(StoreRules.Edit(Stored, Later(Stored.Mention)));

    [Fact]
    public void A_post_whose_words_did_not_change_stays_whatever_marker_another_source_gives_it() =>
        Assert.Null(StoreRules.Edit(
            Stored, Later(Stored.Mention with { Revision = "another source's", Source = "blog", Url = "https://m.forum.example/1" })));

    [Fact]
    public void An_edit_keeps_the_time_at_which_the_post_was_first_fetched()
    {
        var edit = StoreRules.Edit(Stored, Later(Stored.Mention with { Text = "Es ist da.", Revision = "2" }))!;

        Assert.Equal("Es ist da.", edit.Mention.Text);
        Assert.Equal(Stored.Mention.FetchedAt, edit.Mention.FetchedAt);
        Assert.Equal(Stored.Mention.FetchedAt.AddMinutes(5), edit.EditedAt);
    }

    [Fact]
    public void An_edit_that_names_no_author_keeps_the_one_we_know_and_one_that_does_names_theirs()
    {
        var tom = new Author("u-5", "tom");
        var edit = Stored.Mention with { Text = "Es ist da.", Revision = "2" };

        Assert.Equal(Stored.Mention.Author, StoreRules.Edit(Stored, Later(edit with { Author = null }))!.Mention.Author);
        Assert.Equal(tom, StoreRules.Edit(Stored, Later(edit with { Author = tom }))!.Mention.Author);
        Assert.Null(StoreRules.Edit(Stored, Later(edit with { Deleted = true }))!.Mention.Author);
    }

    /// <summary>A moved link changes the host of a feed's post; under another platform the author kept would be another account.</summary>
    [Fact]
    public void An_edit_keeps_the_platform_by_which_author_and_thread_are_named()
    {
        var moved = Stored.Mention with { Platform = "new.example", Text = "Es ist da.", Revision = "2", Author = null };

        var edit = StoreRules.Edit(Stored, Later(moved))!;

        Assert.Equal(AuthorKey.For(Stored.Mention), AuthorKey.For(edit.Mention));
        Assert.Equal("forum.example", StoreRules.Edit(Stored, Later(moved with { Deleted = true }))!.Mention.Platform);
    }

    [Fact]
    public void An_author_whom_an_edit_names_is_indexed_with_the_case_that_was_opened_without_one()
    {
        var anonymous = (Stored.Mention with { Author = null }).Judged();
        var named = StoreRules.Edit(anonymous, Later(Stored.Mention with { Text = "Wo bleibt es denn?", Revision = "2" }))!;

        var cases = StoreRules.AuthorEntries(anonymous, named).Select(entry => entry.Case);

        Assert.Equal([CaseId.For("nordrad", named.Mention), CaseId.For("nordrad", anonymous.Mention)], cases);
        Assert.Single(StoreRules.AuthorEntries(Stored, named));
        Assert.Empty(StoreRules.AuthorEntries(null, anonymous));
    }

    [Fact]
    public void A_new_rating_is_an_edit() =>
        Assert.NotNull(StoreRules.Edit(Stored, Later(Stored.Mention with { Rating = 1, Revision = "2" })));

    [Fact]
    public void A_copy_fetched_before_the_edit_in_the_row_changes_nothing()
    {
        var edited = StoreRules.Edit(Stored, Later(Stored.Mention with { Text = "Es ist da.", Revision = "2" }))!;

        Assert.Null(StoreRules.Edit(edited, Stored));
        Assert.Null(
            StoreRules.Edit(edited, Stored with { Mention = Stored.Mention with { FetchedAt = edited.EditedAt!.Value.AddTicks(-1) } }));
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

        var edit = StoreRules.Edit(Stored, Later(full))!.Mention;

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
        var gone = StoreRules.Edit(Stored, Later(Stored.Mention with { Deleted = true, Text = "", Revision = "2" }))!;

        Assert.Null(StoreRules.Edit(gone, Later(Later(Stored.Mention).Mention)));
    }

    [Fact]
    public void A_deletion_counts_even_if_its_marker_is_the_posts_own() =>
        Assert.True(StoreRules.Edit(Stored, Later(Stored.Mention with { Deleted = true }))!.Mention.Deleted);

    private static JudgedMention Later(Mention mention) => (mention with { FetchedAt = mention.FetchedAt.AddMinutes(5) }).Judged();
}
