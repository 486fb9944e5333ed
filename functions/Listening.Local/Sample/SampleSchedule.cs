namespace Listening.Local.Sample;

/// <summary>Decides when each sample post appears, as a time after the site's start. No clock.</summary>
public static class SampleSchedule
{
    /// <summary>The share of posts that is there from the start, so that the page is full at once.</summary>
    private const double InitialShare = 0.6;

    /// <summary>Between two new posts of one channel: slow enough to read them, fast enough to be over in half a minute.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <param name="posts">Oldest first, as <see cref="SamplePosts.Load"/> returns them.</param>
    /// <param name="gradually">Most posts are there from the start, the rest appears one by one: for the live view.</param>
    public static IReadOnlyDictionary<string, TimeSpan> For(IReadOnlyList<SamplePost> posts, bool gradually)
    {
        var initial = gradually ? (int)(posts.Count * InitialShare) : posts.Count;
        var appears = posts.Take(initial).ToDictionary(post => post.Id, _ => TimeSpan.Zero);
        var last = new Dictionary<SampleChannel, TimeSpan>();
        foreach (var post in posts.Skip(initial))
        {
            var next = last.GetValueOrDefault(post.Channel) + Interval;
            // Channels are independent, but a reply never appears before the post it replies to.
            var parent = post.Parent is { } id ? appears[id] : TimeSpan.Zero;
            appears[post.Id] = last[post.Channel] = next > parent ? next : parent;
        }

        return appears;
    }
}
