using Listening.Local.Sample;

namespace Listening.Local.Tests.Sample;

public sealed class SampleScheduleTests
{
    private static readonly IReadOnlyList<SamplePost> Posts = SamplePosts.Load();

    [Fact]
    public void All_at_once_means_no_post_waits() =>
        Assert.All(SampleSchedule.For(Posts, gradually: false), post => Assert.Equal(TimeSpan.Zero, post.Value));

    [Fact]
    public void Gradual_arrival_starts_with_most_posts_and_is_over_within_a_minute()
    {
        var appears = SampleSchedule.For(Posts, gradually: true);

        Assert.Equal((int)(Posts.Count * 0.6), appears.Values.Count(after => after == TimeSpan.Zero));
        Assert.InRange(appears.Values.Max(), TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void No_channel_gets_two_new_posts_in_the_same_second()
    {
        var appears = SampleSchedule.For(Posts, gradually: true);

        Assert.All(Posts.Where(post => appears[post.Id] > TimeSpan.Zero).GroupBy(post => post.Channel), channel =>
            Assert.Equal(channel.Count(), channel.Select(post => appears[post.Id]).Distinct().Count()));
    }

    [Fact]
    public void A_reply_never_appears_before_the_post_it_replies_to()
    {
        // Six initial posts, then three in the forum, and one comment on the last of them.
        SamplePost[] posts =
        [
            .. Enumerable.Range(0, 6).Select(n => Post(SampleChannel.News, $"news-{n}", n)),
            .. Enumerable.Range(6, 3).Select(n => Post(SampleChannel.Blog, $"blog-{n}", n)),
            Post(SampleChannel.Comments, "comment", 9) with { Parent = "blog-8" },
        ];

        var appears = SampleSchedule.For(posts, gradually: true);

        Assert.Equal(TimeSpan.FromSeconds(3), appears["blog-8"]);
        Assert.Equal(appears["blog-8"], appears["comment"]);
    }

    private static SamplePost Post(SampleChannel channel, string id, int minute) => Posts[0] with
    {
        Channel = channel,
        Id = id,
        Minute = minute,
        Parent = null,
    };
}
