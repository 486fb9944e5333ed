namespace Listening.Local.Sample;

/// <summary>When the sample posts appear.</summary>
public enum SampleArrival
{
    Unknown,

    /// <summary>The whole day from the start: for a single run.</summary>
    AllAtOnce,

    /// <summary>Most of the day from the start, the rest one by one: for the live view.</summary>
    Gradual,
}

/// <summary>Decides when each sample post appears, as a time after the site's start. No clock.</summary>
public static class SampleSchedule
{
    /// <summary>The share of posts that is there from the start, so that the page is full at once.</summary>
    public const double InitialShare = 0.6;

    /// <summary>Between two new posts of one channel: slow enough to read them, fast enough to be over in half a minute.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <param name="posts">Oldest first, as <see cref="SamplePosts.Load"/> returns them.</param>
    public static IReadOnlyDictionary<string, TimeSpan> For(IReadOnlyList<SamplePost> posts, SampleArrival arrival)
    {
        var initial = arrival switch
        {
            SampleArrival.AllAtOnce => posts.Count,
            SampleArrival.Gradual => (int)(posts.Count * InitialShare),
            _ => throw new ArgumentOutOfRangeException(nameof(arrival), arrival, "Posts arrive all at once or gradually."),
        };

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
