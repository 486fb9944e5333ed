using System.Text.RegularExpressions;
using Listening.Domain;
using Listening.Local.Sample;

namespace Listening.Local.Tests.Sample;

public sealed partial class SamplePostsTests
{
    private static readonly IReadOnlyList<SamplePost> Posts = SamplePosts.Load();

    [Fact]
    public void The_day_is_long_enough_and_every_post_has_its_own_id()
    {
        Assert.InRange(Posts.Count, 140, 400);
        Assert.Equal(Posts.Count, Posts.Select(post => post.Id).Distinct().Count());
        Assert.All(Posts, post => Assert.Matches("^[a-z0-9-]+$", post.Id));
        Assert.All(Posts, post => Assert.InRange(post.Minute, 0, 1439));
        Assert.All(Posts, post => Assert.False(string.IsNullOrWhiteSpace(post.Text), post.Id));
        Assert.Equal(Posts.OrderBy(post => post.Minute).Select(post => post.Minute), Posts.Select(post => post.Minute));
    }

    [Fact]
    public void Every_channel_department_and_polarity_occurs()
    {
        Assert.Equal(
            [SampleChannel.Blog, SampleChannel.Comments, SampleChannel.News, SampleChannel.Reviews],
            Posts.Select(post => post.Channel).Distinct().Order());
        Assert.Equal(
            ["care", "collaboration", "hr", "marketing", "none", "pr", "product", "sales"],
            Posts.Select(post => post.Department).Distinct().Order());
        Assert.Equal(["negative", "neutral", "positive"], Posts.Select(post => post.Polarity).Distinct().Order());
    }

    [Fact]
    public void Most_is_German_much_is_English_and_a_little_is_neither()
    {
        double Share(Func<SamplePost, bool> which) => (double)Posts.Count(which) / Posts.Count;

        Assert.InRange(Share(post => post.Lang == "de"), 0.65, 0.8);
        Assert.InRange(Share(post => post.Lang == "en"), 0.2, 0.3);
        Assert.InRange(Share(post => post.Lang is not ("de" or "en")), 0.02, 0.08);
        Assert.Superset(new HashSet<string> { "fr", "tr", "ar", "es" }, Posts.Select(post => post.Lang).ToHashSet());
    }

    // As the sample configuration asks: morgenrot -sonnenaufgang -himmel.
    [Fact]
    public void The_brands_query_finds_exactly_the_posts_about_the_brand()
    {
        var found = Posts
            .Where(post => $"{post.Title}\n{post.Text}" is var words && Brand().IsMatch(words) && !Dawn().IsMatch(words))
            .Select(post => post.Id);

        Assert.Equal(Posts.Where(post => !post.Tags.Contains("irrelevant")).Select(post => post.Id), found);
        Assert.InRange(Posts.Count(post => post.Tags.Contains("irrelevant")), 8, 12);
        Assert.Contains(Posts, post => post.Tags.Contains("irrelevant") && Brand().IsMatch($"{post.Title} {post.Text}"));
    }

    [Fact]
    public void Replies_come_after_their_parents_and_share_their_thread()
    {
        var byId = Posts.ToDictionary(post => post.Id);

        Assert.All(Posts.Where(post => post.Parent is null), post => Assert.Equal(post.Id, post.Thread));
        Assert.All(Posts.Where(post => post.Parent is not null), post =>
        {
            Assert.True(byId[post.Parent!].Minute < post.Minute, post.Id);
            Assert.Equal(byId[post.Parent!].Thread, post.Thread);
        });
        Assert.True(Posts.GroupBy(post => post.Thread).Count(thread => thread.Count() is >= 2 and <= 5) >= 8);
    }

    [Fact]
    public void Some_customers_complain_twice_in_one_thread()
    {
        var twice = Posts
            .Where(post => post is { Department: "care", Polarity: "negative" })
            .GroupBy(post => (post.Thread, post.Author))
            .Where(complaints => complaints.Count() > 1);

        Assert.True(twice.Count() >= 2);
        Assert.All(twice, complaints => Assert.Contains(complaints, post => post.Tags.Contains("repeat")));
    }

    [Fact]
    public void Each_handle_has_one_name_and_each_name_one_handle()
    {
        var authors = Posts.Select(post => post.Author).Distinct().ToList();

        Assert.Equal(authors.Count, authors.Select(author => author.Handle).Distinct().Count());
        Assert.Equal(authors.Count, authors.Select(author => author.Name).Distinct().Count());
    }

    [Fact]
    public void The_special_posts_are_there()
    {
        SamplePost[] Tagged(string tag) => [.. Posts.Where(post => post.Tags.Contains(tag))];

        Assert.True(Assert.Single(Tagged("long")).Text.Length >= 2500);
        Assert.Contains(Tagged("short"), post => post.Text == "Top!");
        Assert.All(Tagged("short"), post => Assert.True(post.Text.Length < 40, post.Id));
        Assert.Equal(2, Tagged("duplicate").Length);
        Assert.Single(Tagged("duplicate").Select(post => post.Text).Distinct());
        Assert.All(Tagged("entities"), post => Assert.Contains("&amp;", post.Text));
        Assert.True(Tagged("url").Length >= 2);
        Assert.All(Tagged("url"), post => Assert.Contains("https://morgenrot.example/", post.Text));
        // 040 66969 is a range the German regulator keeps free for films and examples.
        Assert.Contains("040 66969", Assert.Single(Tagged("pii")).Text);
        Assert.Single(Tagged("abuse"));
        Assert.True(Tagged("irony").Length >= 8);
        Assert.True(Tagged("negation").Length >= 4);
        Assert.True(Tagged("competitor").Length >= 3);
    }

    [Theory]
    [InlineData("wish:milk-thermometer")]
    [InlineData("wish:android-widget")]
    public void A_wish_comes_from_several_people_in_both_languages(string wish)
    {
        var wishes = Posts.Where(post => post.Tags.Contains(wish)).ToList();

        Assert.True(wishes.Select(post => post.Author).Distinct().Count() >= 5);
        Assert.Superset(new HashSet<string> { "de", "en" }, wishes.Select(post => post.Lang).ToHashSet());
        Assert.All(wishes, post => Assert.Equal("product", post.Department));
    }

    [Fact]
    public void Reviews_alone_have_stars_that_fit_what_they_say()
    {
        Assert.All(Posts, post => Assert.Equal(post.Channel == SampleChannel.Reviews, post.Rating is >= 1 and <= 5));
        Assert.All(Posts.Where(post => post.Rating is not null), post => Assert.True(post.Polarity switch
        {
            "negative" => post.Rating <= 2,
            "positive" => post.Rating >= 4,
            _ => true,
        }, post.Id));
    }

    [GeneratedRegex(@"\bmorgenrot\b", RegexOptions.IgnoreCase)]
    private static partial Regex Brand();

    [GeneratedRegex("sonnenaufgang|himmel", RegexOptions.IgnoreCase)]
    private static partial Regex Dawn();
}
