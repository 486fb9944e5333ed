using Listening.Local.Sample;

namespace Listening.Local.Tests.Sample;

public sealed class SampleTimetableTests
{
    private static readonly IReadOnlyList<SamplePost> Posts = SamplePosts.Load();

    [Fact]
    public void All_at_once_means_nobody_waits() =>
        Assert.All(SampleTimetable.For(Posts, SampleReveal.AllAtOnce), post => Assert.Equal(TimeSpan.Zero, post.Value));

    [Fact]
    public void Little_by_little_starts_full_and_is_over_within_a_minute()
    {
        var appears = SampleTimetable.For(Posts, SampleReveal.LittleByLittle);

        Assert.Equal((int)(Posts.Count * 0.6), appears.Values.Count(after => after == TimeSpan.Zero));
        Assert.InRange(appears.Values.Max(), TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void No_channel_gets_two_new_posts_in_the_same_second()
    {
        var appears = SampleTimetable.For(Posts, SampleReveal.LittleByLittle);

        Assert.All(Posts.Where(post => appears[post.Id] > TimeSpan.Zero).GroupBy(post => post.Channel), channel =>
            Assert.Equal(channel.Count(), channel.Select(post => appears[post.Id]).Distinct().Count()));
    }

    [Fact]
    public void Nobody_answers_a_post_that_is_not_there_yet()
    {
        // Six early posts, then a forum that keeps its readers waiting and one comment on its last word.
        SamplePost[] posts =
        [
            .. Enumerable.Range(0, 6).Select(n => Post(SampleChannel.News, $"news-{n}", n)),
            .. Enumerable.Range(6, 3).Select(n => Post(SampleChannel.Blog, $"blog-{n}", n)),
            Post(SampleChannel.Comments, "comment", 9) with { Parent = "blog-8" },
        ];

        var appears = SampleTimetable.For(posts, SampleReveal.LittleByLittle);

        Assert.Equal(TimeSpan.FromSeconds(3), appears["blog-8"]);
        Assert.Equal(appears["blog-8"], appears["comment"]);
    }

    [Fact]
    public void A_forgotten_choice_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleTimetable.For(Posts, SampleReveal.Unknown));

    private static SamplePost Post(SampleChannel channel, string id, int minute) => Posts[0] with
    {
        Channel = channel,
        Id = id,
        Minute = minute,
        Parent = null,
    };
}
