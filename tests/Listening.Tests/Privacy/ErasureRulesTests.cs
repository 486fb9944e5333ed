using Listening.Domain;
using Listening.Privacy;
using Listening.Testing;

namespace Listening.Tests.Privacy;

public sealed class ErasureRulesTests
{
    private static readonly Mention Post = Samples.Post("1", "Kaputt!");
    private static readonly AuthorEntry Entry = AuthorEntry.For(Post.Judged())!;

    [Theory]
    [InlineData("forum.example", "u-17", true)]
    [InlineData("forum.example", null, true)] // deleted, or edited by a source that does not name its author
    [InlineData("forum.example", "u-18", false)]
    [InlineData("x", "u-17", false)] // the same id on another platform is another account
    public void A_mention_is_its_authors_until_an_edit_names_another(string platform, string? author, bool belongs) =>
        Assert.Equal(
            belongs, ErasureRules.BelongsTo(Entry, Post with { Platform = platform, Author = author is null ? null : new Author(author) }));
}
