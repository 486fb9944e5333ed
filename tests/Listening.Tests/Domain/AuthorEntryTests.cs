using Listening.Domain;
using Listening.Testing;

namespace Listening.Tests.Domain;

public sealed class AuthorEntryTests
{
    private static readonly Mention Post = Samples.Post("1", "Kaputt!") with { Thread = "t" };

    [Fact]
    public void An_entry_names_the_mention_and_the_case_it_opens() =>
        Assert.Equal(
            new AuthorEntry("nordrad", AuthorKey.For("forum.example", "u-17"), Post.Id, CaseId.For("nordrad", Post)),
            AuthorEntry.For(Post.Judged()));

    [Fact]
    public void What_an_account_is_called_does_not_matter_and_its_platform_does()
    {
        Assert.Equal(
            AuthorEntry.For(Post.Judged()),
            AuthorEntry.For((Post with { Author = Post.Author! with { Handle = "new", Name = null, Followers = 9 } }).Judged()));
        Assert.NotEqual(AuthorKey.For("x", "u-17"), AuthorKey.For("forum.example", "u-17"));
    }

    [Fact]
    public void A_mention_without_an_author_has_none() => Assert.Null(AuthorEntry.For((Post with { Author = null }).Judged()));
}
