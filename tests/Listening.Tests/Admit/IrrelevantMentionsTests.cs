using Listening.Admit;
using Listening.Configuration;
using Listening.Domain;
using Listening.Testing;

namespace Listening.Tests.Admit;

/// <summary>Posts that concern no brand, and are kept for a while where their source is told to.</summary>
public sealed class IrrelevantMentionsTests : IDisposable
{
    private readonly Installation _installation = new();

    [Fact]
    public async Task They_are_not_kept_unless_the_source_is_told_to()
    {
        await ProcessAsync(Post("1"));

        Assert.Empty(_installation.Irrelevant.Rows);
    }

    [Fact]
    public async Task They_are_kept_without_what_names_their_author_and_what_concerns_a_brand_is_not_among_them()
    {
        Keep(10);
        var post = Post("https://forum.example/@lena/1") with
        {
            Url = "https://forum.example/@lena/1",
            Title = "Kommentar von Lena",
            Thread = "@lena/1",
            Author = new Author("u-7", "lena", "Lena"),
            Rating = 2,
            Language = "de",
        };
        var other = post with { Id = MentionId.For("forum", "3"), Title = "Wetter in Kiel", Text = "Zwei" };

        await ProcessAsync(post, Post("2") with { Text = "Das Nordrad ist kaputt" }, other);

        Assert.Equal(
            [("Sonne über Kiel", null, "https://forum.example/", 2), ("Zwei", "Wetter in Kiel", "https://forum.example/", 2)],
            _installation.Irrelevant.Rows.Select(row => (row.Text, row.Title, row.Url!, row.Rating!.Value)));
        Assert.All(_installation.Irrelevant.Rows, row => Assert.Equal((null, row.Id.Value, null), (row.Author, row.NativeId, row.Thread)));
        Assert.DoesNotContain("lena", JsonSerializer.Serialize(_installation.Irrelevant.Rows), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Of_more_than_the_source_keeps_the_latest_stay()
    {
        Keep(2);
        await ProcessAsync(Enumerable.Range(1, 5)
            .Select(i => Post($"{i}") with { Text = $"Nummer {i}", FetchedAt = Samples.Morning.AddMinutes(i) }).ToArray());

        await _installation.TrimIrrelevant.RunAsync(default);

        Assert.Equal(["Nummer 4", "Nummer 5"], Kept());
    }

    [Fact]
    public async Task They_go_after_a_week_and_at_once_where_the_source_keeps_none_any_more()
    {
        Keep(10);
        await ProcessAsync(Post("1"));
        _installation.Time.Advance(IrrelevantRules.MaxAge - TimeSpan.FromHours(1));
        await _installation.TrimIrrelevant.RunAsync(default);
        Assert.Single(Kept());

        _installation.Time.Advance(TimeSpan.FromHours(2));
        await _installation.TrimIrrelevant.RunAsync(default);
        Assert.Empty(Kept());

        await ProcessAsync(Post("2") with { FetchedAt = _installation.Time.GetUtcNow() });
        Keep(0);
        await _installation.TrimIrrelevant.RunAsync(default);
        Assert.Empty(Kept());
    }

    [Fact]
    public async Task A_post_that_its_source_deletes_goes_and_one_that_concerns_a_brand_since_an_edit_too()
    {
        Keep(10);
        var (deleted, edited, stays) = (Post("1"), Post("2") with { Text = "Zwei" }, Post("3") with { Text = "Drei" });
        await ProcessAsync(deleted, edited, stays);

        await ProcessAsync(
            deleted with { Text = "", Deleted = true, Revision = "2" },
            edited with { Text = "Zwei Nordräder, ein Nordrad", Edited = true, Revision = "2" },
            stays with { Text = "Vier", Edited = true, Revision = "2" });

        Assert.Equal(["", "Vier"], Kept());
        await ProcessAsync(deleted);
        Assert.Equal(["", "Vier"], Kept());
    }

    [Theory]
    [InlineData("Anna Muellerova über Zebras")]
    [InlineData("Zebras: Müllerova, Anna")]
    [InlineData("Neues von annamuellerova77s Blog")]
    public void A_title_that_names_the_author_in_another_spelling_is_left_out(string title)
    {
        var post = Post("1") with { Title = title, Author = new Author("u-7", "annamuellerova77", "Anna Müllerova") };

        Assert.Null(IrrelevantRules.WithoutAuthor(post).Title);
        Assert.Equal("Zebras in Kiel", IrrelevantRules.WithoutAuthor(post with { Title = "Zebras in Kiel" }).Title);
    }

    [Fact]
    public void A_host_that_is_named_after_the_author_is_left_out() => Assert.Equal(
        ("", null),
        IrrelevantRules.WithoutAuthor(Post("1") with
        {
            Platform = "annamuellerova77.blog.example",
            Url = "https://annamuellerova77.blog.example/1",
            Author = new Author("u-7", "annamuellerova77"),
        }) is var kept ? (kept.Platform, kept.Url) : default);

    [Fact]
    public void What_is_too_old_or_too_much_but_not_trimmed_yet_is_not_tried()
    {
        var posts = Enumerable.Range(0, 5).Select(i => Post($"{i}") with { FetchedAt = Samples.Morning.AddDays(-3 * i) }).ToList();
        var source = Samples.Config.Sources[0] with { KeepIrrelevant = 10 };

        Assert.Equal(posts.Take(3), IrrelevantRules.Current(posts, source, Samples.Morning));
        Assert.Equal(posts.Take(2), IrrelevantRules.Current(posts, source with { KeepIrrelevant = 2 }, Samples.Morning));
    }

    public void Dispose() => _installation.Dispose();

    private static Mention Post(string id) => Samples.Post(id, "Sonne über Kiel", Source) with { Author = null };

    private static string Source => Samples.Config.Sources[0].Name;

    private Task ProcessAsync(params Mention[] mentions) => _installation.ProcessAsync(Samples.Batch(Source, mentions));

    private IEnumerable<string> Kept() => _installation.Irrelevant.Rows.Select(row => row.Text);

    private void Keep(int count) => _installation.Config.Current = _installation.Config.Current with
    {
        Sources = [.. _installation.Config.Current.Sources.Select(source => source with { KeepIrrelevant = count })],
    };
}
