using Listening.Sources;
using Listening.Testing;

namespace Listening.Tests.Sources;

public sealed class FetchRulesTests
{
    private static readonly DateTimeOffset Now = Samples.Morning;

    [Fact]
    public void The_mentions_of_a_page_count_as_fetched_one_after_the_other() =>
        Assert.Equal(
            [Now, Now.AddTicks(1), Now.AddTicks(2)],
            FetchRules.InOrder(Samples.Posts(3), Now).Select(mention => mention.FetchedAt));

    [Fact]
    public void Deletions_come_first_and_without_their_posts()
    {
        var posts = Samples.Posts(3);
        var gone = posts[1] with { Text = "", Deleted = true };

        Assert.Equal(
            [gone.Id, posts[0].Id, posts[2].Id],
            FetchRules.InOrder([posts[0], posts[1], gone, posts[2]], Now).Select(mention => mention.Id));
    }

    [Fact]
    public void A_page_counts_as_fetched_after_the_one_before_it_although_the_clock_was_put_back_a_little()
    {
        Assert.Equal(Now, FetchRules.NextInstant(null, Now));
        Assert.Equal(Now, FetchRules.NextInstant(Now.AddTicks(-1), Now));
        Assert.Equal(Now.AddTicks(1), FetchRules.NextInstant(Now, Now));
        Assert.Equal(Now.AddMinutes(9).AddTicks(1), FetchRules.NextInstant(Now.AddMinutes(9), Now));
    }

    [Fact]
    public void A_clock_that_was_put_back_by_days_had_been_wrong() => Assert.Equal(Now, FetchRules.NextInstant(Now.AddDays(30), Now));
}
