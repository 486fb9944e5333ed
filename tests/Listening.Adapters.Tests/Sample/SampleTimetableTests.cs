using Listening.Local.Sample;

namespace Listening.Adapters.Tests.Sample;

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
        var appears = SampleTimetable.For(Posts, SampleReveal.LittleByLittle);

        Assert.All(Posts.Where(post => post.Parent is not null), post => Assert.True(appears[post.Id] >= appears[post.Parent!], post.Id));
    }

    [Fact]
    public void A_forgotten_choice_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleTimetable.For(Posts, SampleReveal.Unknown));
}
