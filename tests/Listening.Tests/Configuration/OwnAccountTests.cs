using Listening.Configuration;
using Listening.Domain;
using Listening.Testing;

namespace Listening.Tests.Configuration;

/// <summary>Which posts a brand wrote itself.</summary>
public sealed class OwnAccountTests
{
    [Theory]
    [InlineData(null, null, "northwind", null, true)]
    [InlineData(null, null, "@NorthWind", null, true)]
    [InlineData("forum.example", null, "northwind", null, true)]
    [InlineData("Forum.Example", null, "northwind", null, true)]
    [InlineData("mastodon", null, "northwind", null, false)]
    [InlineData(null, null, "northwind_fan", null, false)]
    [InlineData(null, "u-17", null, null, true)]
    [InlineData(null, "U-17", null, null, false)]
    [InlineData(null, "u-17", "somebody", null, false)]
    [InlineData(null, null, null, "Jana, Northwind Team", true)]
    [InlineData(null, null, null, "*, Northwind Team", true)]
    [InlineData(null, null, null, "*, northwind team", true)]
    [InlineData(null, null, null, "Jana*", true)]
    [InlineData(null, null, null, "*Northwind*", true)]
    [InlineData(null, null, null, "J*, N*m", true)]
    [InlineData(null, null, null, "*, Northwind", false)]
    [InlineData(null, null, null, "Northwind*", false)]
    [InlineData(null, null, null, "Jana, Northwind Team*Team", false)]
    public void What_is_given_must_all_fit(string? platform, string? id, string? handle, string? name, bool wrote)
    {
        var account = new OwnAccount { Platform = platform, Id = id, Handle = handle, Name = name };
        var post = Samples.Post("1", "Wir schauen uns das an.") with
        {
            Platform = "forum.example",
            Author = new Author("u-17", "northwind", "Jana, Northwind Team"),
        };

        Assert.Equal(wrote, account.Wrote(post));
        Assert.False(account.Wrote(post with { Author = null }));
    }

    [Fact]
    public void Where_a_source_gives_only_an_id_it_stands_for_handle_and_name()
    {
        var post = Samples.Post("1", "Hallo") with { Author = new Author("Northwind Team") };

        Assert.True(new OwnAccount { Handle = "northwind team" }.Wrote(post));
        Assert.True(new OwnAccount { Name = "Northwind*" }.Wrote(post));
    }

    /// <summary>A name of many stars costs no more than its length.</summary>
    [Fact]
    public void A_pattern_of_many_stars_is_read_in_linear_time() => Assert.False(
        new OwnAccount { Name = string.Concat(Enumerable.Repeat("a*", 100)) + "b" }
            .Wrote(Samples.Post("1", "") with { Author = new Author("1", Name: new string('a', 100_000)) }));
}
