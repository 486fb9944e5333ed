using Listening.Connectors.Feeds;

namespace Listening.Connectors.Tests.Feeds;

/// <summary>What WordPress calls a comment: the title is WordPress's, the text its author's. Seen with 6.1.</summary>
public sealed class FeedCommentTests
{
    private static readonly FeedItem Comment =
        new() { Guid = "https://blog.example/?p=4#comment-2", Title = "Comment on Der Winter & wir by Lena", Text = "Schön!" };

    [Fact]
    public void A_comment_retitled_by_wordpress_is_no_edit()
    {
        Assert.Equal(Words(Comment), Words(Comment with { Title = "By: Lena" }));
        Assert.Equal(Words(Comment), Words(Comment with { Title = "Kommentar zu Der Winter von Lena" }));
    }

    [Fact]
    public void A_comment_rewritten_by_its_author_is_an_edit() =>
        Assert.NotEqual(Words(Comment), Words(Comment with { Text = "Doch nicht." }));

    [Fact]
    public void A_retitled_post_is_an_edit()
    {
        var post = Comment with { Guid = "https://blog.example/?p=4" };

        Assert.NotEqual(Words(post), Words(post with { Title = "Der Sommer" }));
    }

    private static string Words(FeedItem item)
    {
        var quirks = default(FeedQuirks);
        return Assert.Single(FeedIdentity.Name([item], "blog.example/feed", ref quirks)).Words;
    }
}
